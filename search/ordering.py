"""The order of results where a visitor wants another one than the best first.

One statement sorts the hits by what their articles say; among equals, and among the answers of one
article, the better one comes first.
Pinned and titled articles keep their place in the order of relevance only.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles import reading

from .address import NEWEST, VIEWS
from .ranking import Hit

BY = {NEWEST: "article.updated_at", VIEWS: "coalesce(total.views, 0)"}

ORDERED = """
    SELECT article_id
      FROM articles_publishedarticle AS article
      LEFT JOIN articles_viewtotal AS total USING (article_id)
     WHERE article_id = ANY(%(articles)s)
     ORDER BY {by} DESC, array_position(%(articles)s::bigint[], article_id)"""


def ordered(hits: Sequence[Hit], sort: str) -> list[Hit]:
    """Return `hits`, best first, in the order `sort`; one SQL statement unless it is RELEVANCE."""
    if sort not in BY or len(hits) < 2:
        return list(hits)
    articles = list(dict.fromkeys(hit.article_id for hit in hits))
    rows = reading.rows(ORDERED.format(by=BY[sort]), {"articles": articles})
    places = {article: place for place, (article,) in enumerate(rows)}
    still_live = [hit for hit in hits if hit.article_id in places]
    return sorted(still_live, key=lambda hit: places[hit.article_id])
