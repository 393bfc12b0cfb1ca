"""What links here: the live articles that link to any address which an article has or had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from ..reading.statements import SHOWN

MAX_SHOWN = 50

# NOT IN (SELECT unnest) looks each id up in a table of hashes; `<> ALL` goes through all of them
# for each link, which took three times as long for 2,000 articles that 15,000 others link to.
LINKED_FROM = f"""
    WITH here AS (
        SELECT locale, slug, article_id, true AS is_old FROM articles_oldpath
         WHERE article_id = ANY(%(articles)s)
        UNION ALL
        SELECT locale, slug, id, false FROM articles_article WHERE id = ANY(%(articles)s)
        UNION
        SELECT locale, slug, article_id, false FROM articles_publishedarticle
         WHERE article_id = ANY(%(articles)s)
    ), linking AS (
        SELECT link.article_id, min(link.text) AS text, min(link.line) AS line,
               bool_and(here.is_old) AS is_old
          FROM here JOIN articles_link AS link USING (locale, slug)
         WHERE link.slug <> '' AND link.article_id NOT IN (SELECT unnest(%(articles)s::bigint[]))
         GROUP BY link.article_id
    )
    SELECT page.article_id, page.title, page.locale, linking.text, linking.line, linking.is_old,
           count(*) OVER ()
      FROM linking JOIN articles_publishedarticle AS page USING (article_id)
     WHERE {SHOWN.format(article="page")}
     ORDER BY page.title, page.article_id LIMIT %(most)s"""  # noqa: S608


class Inbound(NamedTuple):
    """A live article that links here: by which text, in which line, by an old address only."""

    article_id: int
    title: str
    locale: str
    text: str
    line: int
    is_old: bool


def linked_from(articles: Iterable[int], most: int = MAX_SHOWN) -> tuple[int, list[Inbound]]:
    """Return how many other live articles link to `articles` (ids), and the first `most` of them.

    One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(LINKED_FROM, {"articles": list(articles), "most": most})
        rows = cursor.fetchall()
    return (rows[0][-1] if rows else 0), [Inbound(*row[:-1]) for row in rows]
