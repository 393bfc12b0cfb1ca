"""How a published article becomes searchable: its passages and their vectors.

A vector holds the title at weight A, the heading above the passage at B, the tags at C and the
passage's own words at D; what each weight is worth is decided when a question is asked. The summary
belongs to the first passage, at C.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection

from .folding import fold
from .languages import search_configuration
from .passages import Piece

if TYPE_CHECKING:
    from .models import PublishedArticle

INSERT_PASSAGES = """
    INSERT INTO articles_passage
           (article_id, locale, position, heading, anchor, text, words, vector)
    SELECT %(article)s, %(locale)s, piece.position - 1, piece.heading, piece.anchor, piece.text,
           (SELECT coalesce(sum(cardinality(positions)), 0) FROM unnest(vector)), vector
      FROM unnest(%(headings)s::text[], %(anchors)s::text[], %(texts)s::text[],
                  %(folded_headings)s::text[], %(folded_texts)s::text[])
           WITH ORDINALITY AS piece
           (heading, anchor, text, folded_heading, folded_text, position),
           LATERAL (SELECT setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A')
                        || setweight(to_tsvector(%(config)s::regconfig, folded_heading), 'B')
                        || setweight(to_tsvector(%(config)s::regconfig, %(tags)s), 'C')
                        || setweight(to_tsvector(%(config)s::regconfig,
                                     CASE piece.position WHEN 1 THEN %(summary)s ELSE '' END), 'C')
                        || to_tsvector(%(config)s::regconfig, folded_text) AS vector) AS weighted
"""


def index(article: PublishedArticle, pieces: Sequence[Piece]) -> None:
    """Replace the passages of `article` by `pieces`; an article without text keeps its title.

    Two statements, whatever the number of pieces.
    """
    pieces = pieces or [Piece("", "", "")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_passage WHERE article_id = %s", [article.pk])
        cursor.execute(
            INSERT_PASSAGES,
            {
                "article": article.pk,
                "locale": article.locale,
                "config": search_configuration(article.locale),
                "title": fold(article.title),
                "tags": fold(", ".join(article.tag_names)),
                "summary": fold(article.summary),
                "headings": [piece.heading[:500] for piece in pieces],
                "anchors": [piece.anchor[:500] for piece in pieces],
                "texts": [piece.text for piece in pieces],
                "folded_headings": [fold(piece.heading) for piece in pieces],
                "folded_texts": [fold(piece.text) for piece in pieces],
            },
        )
