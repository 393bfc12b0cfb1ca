"""Which published articles say the same in several locales: one source, and what translates it.

Staff name the article that a working copy translates; Publish copies that name. An article that
translates a translation belongs to the same source: chains are followed to their end when a page is
written, through drafts, too, because a source may be off the site. Those that follow the article
come along.
"""

from __future__ import annotations

from django.db import connection

PAGE = "articles_publishedarticle"
# Names that lead in a ring are followed once around.
GROUP = f"""
    WITH RECURSIVE chain (page, at, path) AS (
        SELECT article_id, article_id, ARRAY[article_id] FROM {PAGE}
         WHERE article_id = %(id)s OR source_id = %(id)s
            OR source_id = (SELECT source_id FROM {PAGE} WHERE article_id = %(id)s)
         UNION ALL
        SELECT chain.page, above.id, chain.path || above.id
          FROM chain
          JOIN articles_article AS draft ON draft.id = chain.at
          LEFT JOIN {PAGE} AS live ON live.article_id = chain.at
         CROSS JOIN LATERAL (
               SELECT CASE WHEN live.article_id IS NULL THEN draft.translation_of_id
                           ELSE live.translation_of_id END AS id) AS above
         WHERE above.id <> ALL(chain.path))
    UPDATE {PAGE} AS page SET source_id = source.id
      FROM (SELECT DISTINCT ON (page) page, at AS id FROM chain
             ORDER BY page, cardinality(path) DESC) AS source
     WHERE page.article_id = source.page AND page.source_id <> source.id"""  # noqa: S608


def group(article_id: int) -> None:
    """Find the source of a published article again, and of those that share its source."""
    with connection.cursor() as cursor:
        cursor.execute(GROUP, {"id": article_id})
