"""The articles that were updated last, whole: what feeds, programs and lists of links show.

Unlike a list for visitors, pinned articles do not come first. An index has the pinned ones and the
others each in this order, so the newest are read off both, whatever the number of articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from .. import paths
from .statements import CATEGORY_NAME, SHOWN, rows
from .tree import CategoryNode


@dataclass(frozen=True, slots=True)
class LatestArticle:
    """A published article for feeds, programs and links; `html` only where it was asked for."""

    id: int
    locale: str
    slug: str
    title: str
    summary: str
    opening: str
    tag_names: list[str]
    tag_slugs: list[str]
    reading_minutes: int
    published_at: datetime
    updated_at: datetime
    category_id: int
    category_name: str
    views: int
    html: str

    @property
    def url(self) -> str:
        """Path of the article; its locale must be the active one."""
        return paths.article(self.slug)


COLUMNS = f"""
    article.article_id, article.locale, article.slug, article.title, article.summary,
    article.opening, article.tag_names, article.tag_slugs, article.reading_minutes,
    article.published_at, article.updated_at, article.category_id,
    coalesce({CATEGORY_NAME.format(column="name", category="article.category_id")}, ''),
    coalesce(total.views, 0),
    CASE WHEN %(most_html)s < 0 THEN ''
         WHEN length(article.html) <= %(most_html)s THEN article.html ELSE '' END"""

LATEST = f"""
    SELECT {COLUMNS}
      FROM (VALUES (true), (false)) AS kind (pinned)
     CROSS JOIN LATERAL (
           SELECT article.* FROM articles_publishedarticle AS article
            WHERE article.locale = %(locale)s AND article.pinned = kind.pinned
              AND {SHOWN.format(article="article")} {{narrowed}}
            ORDER BY article.updated_at DESC, article.article_id DESC LIMIT %(limit)s) AS article
      LEFT JOIN articles_viewtotal AS total USING (article_id)
     ORDER BY article.updated_at DESC, article.article_id DESC LIMIT %(limit)s"""  # noqa: S608

NARROWED = {
    "tab": "AND article.tab_id = %(tab)s",
    "categories": "AND article.category_id = ANY(%(categories)s)",
    "tag": "AND article.tag_slugs @> ARRAY[%(tag)s]::varchar[]",
    "since": "AND article.updated_at >= %(since)s",
    "after_id": "AND (article.updated_at, article.article_id) < (%(after_time)s, %(after_id)s)",
}


def latest(
    locale: str,
    limit: int,
    *,
    category: CategoryNode | None = None,
    tag: str = "",
    since: datetime | None = None,
    after: tuple[datetime, int] | None = None,
    most_html: int = -1,
) -> list[LatestArticle]:
    """Return the newest articles of `locale`, narrowed; one SQL statement.

    `after` is (updated_at, id) of the last entry that is known already. HTML of more than
    `most_html` characters is left out.
    """
    after_time, after_id = after or (None, None)
    values = {
        "tab": category.id if category and not category.parent else None,
        "categories": category.ids if category and category.parent else None,
        "tag": tag or None,
        "since": since,
        "after_time": after_time,
        "after_id": after_id,
        "locale": locale,
        "default": settings.LANGUAGE_CODE,
        "limit": limit,
        "most_html": most_html,
    }
    narrowed = " ".join(sql for name, sql in NARROWED.items() if values[name] is not None)
    return [LatestArticle(*row) for row in rows(LATEST.format(narrowed=narrowed), values)]
