"""How a published article becomes searchable: its passages and their vectors.

A vector holds the title at weight A, the heading above the passage at B, the tags at C and the
passage's own words at D; what each weight is worth is decided when a question is asked. The summary
belongs to the first passage, at C. Of "e-mail" the vector has "mail" alone, too, behind all other
words, so that words beside each other stay so: the title's at C, the heading's at D.

An answer to a question that stands by itself (faq.py) is found by its question as an article is by
its title: the question has A and the title B. The first passage always has the title at A, because
titles are looked up there; so an article that begins with such a question has a first passage
without text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from .faq import standing
from .folding import behind_a_letter, fold
from .languages import search_configuration
from .passages import Piece

if TYPE_CHECKING:
    from .models import PublishedArticle

# Of a heading and an anchor, as the columns have it.
MAX_LENGTH = 500

INSERT_PASSAGES = """
    INSERT INTO articles_passage
           (article_id, locale, position, heading, anchor, question, text, words, vector)
    SELECT %(article)s, %(locale)s, piece.position - 1, piece.heading, piece.anchor,
           piece.question, piece.text,
           (SELECT coalesce(sum(cardinality(positions)), 0) FROM unnest(vector)), vector
      FROM unnest(%(headings)s::text[], %(anchors)s::text[], %(questions)s::text[],
                  %(texts)s::text[], %(folded_headings)s::text[], %(folded_texts)s::text[])
           WITH ORDINALITY AS piece
           (heading, anchor, question, text, folded_heading, folded_text, position),
           LATERAL (SELECT CASE question WHEN '' THEN 'A' ELSE 'B' END::"char" AS of_title,
                           CASE question WHEN '' THEN 'B' ELSE 'A' END::"char" AS of_heading) AS w,
           LATERAL (SELECT setweight(helpcenter_vector(%(config)s, %(title)s), of_title)
                        || setweight(helpcenter_vector(%(config)s, folded_heading), of_heading)
                        || setweight(helpcenter_vector(%(config)s, %(tags)s), 'C')
                        || setweight(helpcenter_vector(%(config)s,
                                     CASE piece.position WHEN 1 THEN %(summary)s ELSE '' END), 'C')
                        || helpcenter_vector(%(config)s, folded_text) AS vector) AS weighted
"""


def index(article: PublishedArticle, pieces: Sequence[Piece]) -> None:
    """Replace the passages of `article` by `pieces`; an article without text keeps its title.

    Two statements, whatever the number of pieces.
    """
    if not pieces or _question(pieces[0]):
        pieces = [Piece("", "", ""), *pieces]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_passage WHERE article_id = %s", [article.pk])
        cursor.execute(INSERT_PASSAGES, _of_article(article) | _of_pieces(pieces))


def _question(piece: Piece) -> str:
    """Return the question that `piece` answers by itself; "" when it answers none."""
    return standing(piece.heading[:MAX_LENGTH])


def _of_article(article: PublishedArticle) -> dict[str, Any]:
    """Return the parameters that are the same for every passage."""
    return {
        "article": article.pk,
        "locale": article.locale,
        "config": search_configuration(article.locale),
        "title": fold(article.title),
        "tags": f"{fold(', '.join(article.tag_names))} {behind_a_letter(article.title)}",
        "summary": f"{fold(article.summary)} {behind_a_letter(article.summary)}",
    }


def _of_pieces(pieces: Sequence[Piece]) -> dict[str, Any]:
    """Return the parameters that have a value for each passage."""
    questions = [_question(piece) for piece in pieces]
    return {
        "headings": [piece.heading[:MAX_LENGTH] for piece in pieces],
        "anchors": [piece.anchor[:MAX_LENGTH] for piece in pieces],
        "questions": questions,
        "texts": [piece.text for piece in pieces],
        "folded_headings": [
            fold(question or piece.heading)
            for question, piece in zip(questions, pieces, strict=True)
        ],
        "folded_texts": [
            f"{fold(piece.text)} {behind_a_letter(f'{piece.heading} {piece.text}')}"
            for piece in pieces
        ],
    }
