"""What staff's words and phrases are to the search: lexemes, as those of a visitor's question.

Plain functions without models: what is saved here is matched by SQL against a question's lexemes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from articles.folding import fold
from articles.languages import builtin_configuration, search_configuration

from . import contractions

BETWEEN_TERMS = re.compile(r"[,;\n\r、，；،]+")


class Phrase(NamedTuple):
    """The lexemes of a text in their order; `telling` are no stop words.

    Where all are stop words, it `is_small` and all are telling.
    """

    lexemes: tuple[str, ...]
    telling: tuple[str, ...]
    is_small: bool


# Positions that PostgreSQL's own configuration leaves out are those of stop words.
LEXEMES = """
    SELECT text.number, word.lexeme, position,
           position = ANY(ARRAY(SELECT unnest(positions)
                                  FROM unnest(helpcenter_vector(%(builtin)s, text.stopped))))
      FROM unnest(%(texts)s::text[], %(stopped)s::text[])
           WITH ORDINALITY AS text (folded, stopped, number),
           unnest(helpcenter_vector(%(config)s, text.folded)) AS word,
           unnest(word.positions) AS position
     ORDER BY text.number, position, word.lexeme"""


def in_order(texts: Sequence[str], locale: str) -> list[Phrase]:
    """Return the phrase that each text is to questions in `locale`; one SQL statement.

    Any string is accepted; one without a word is an empty phrase.
    """
    folded = [contractions.written(fold(text), locale) for text in texts]
    parameters: dict[str, Any] = {
        "texts": folded,
        "stopped": [contractions.as_stop_words(text, locale) for text in folded],
        "config": search_configuration(locale),
        "builtin": builtin_configuration(locale),
    }
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, parameters)
        rows = cursor.fetchall()
    words: list[list[tuple[str, bool]]] = [[] for _ in texts]
    for number, lexeme, _position, is_kept in rows:
        words[number - 1].append((lexeme, is_kept))
    return [_phrase(lexemes) for lexemes in words]


def _phrase(words: list[tuple[str, bool]]) -> Phrase:
    lexemes = tuple(lexeme for lexeme, _is_kept in words)
    telling = tuple(lexeme for lexeme, is_kept in words if is_kept)
    return Phrase(lexemes, telling or lexemes, is_small=not telling)


def terms(text: str) -> list[str]:
    """Return the terms of a list that staff wrote with commas or lines between, each once."""
    written = (" ".join(term.split()) for term in BETWEEN_TERMS.split(text))
    return list(dict.fromkeys(term for term in written if term))
