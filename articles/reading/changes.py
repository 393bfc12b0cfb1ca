"""When an article that visitors can read was changed, as far as they may know.

The audit log names the version of every Publish. It says what "Updated on" was then, and that moves
only when text that visitors read changes: so the different days of the published versions are the
changes, told in the change notes where there is one. Nothing else of a version is read, neither its
text nor what staff say to each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from .statements import SHOWN, rows

# Older ones are in the history, which is for staff.
MAX_CHANGES = 20


class Change(NamedTuple):
    """An article was published or changed at this time; `note` is "" when nobody said what."""

    at: datetime
    is_first: bool
    note: str = ""


CHANGES = f"""
    SELECT change.at, change.at = article.published_at, change.note
      FROM articles_publishedarticle AS article, LATERAL (
           SELECT at, max(note) AS note FROM (
                  SELECT article.published_at AS at, '' AS note
                   UNION ALL SELECT article.updated_at, ''
                   UNION ALL SELECT changed_at, text FROM articles_changenote
                          WHERE article_id = article.article_id
                   UNION ALL SELECT version.updated_at, ''
                           FROM articles_auditentry AS entry
                           JOIN articles_historicalarticle AS version
                             ON version.history_id = entry.version
                          WHERE entry.article_id = article.article_id AND entry.deed = 'published'
                            AND version.updated_at BETWEEN article.published_at
                                                       AND article.updated_at
                  ) AS told GROUP BY at
           ) AS change
     WHERE article.locale = %(locale)s AND article.slug = %(slug)s
       AND {SHOWN.format(article="article")}
     ORDER BY change.at DESC LIMIT {MAX_CHANGES}"""  # noqa: S608


def changes(locale: str, slug: str) -> list[Change]:
    """Return the changes of a published article, the newest first; of no such article, none."""
    return [Change(*row) for row in rows(CHANGES, {"locale": locale, "slug": slug})]
