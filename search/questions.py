"""What a visitor asks: cleaned at the edge, cut into words, each with its worth.

Decides which words count and how much. Any text is a question: nothing that a visitor can type is
an error. A word that no article holds is left out; a rare word is worth more than a common one,
a word that is said twice counts twice, and a stop word counts STOP_WORD of what its rarity says.
Synonyms add words that were not said (search/synonyms.py).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from articles.folding import fold
from articles.languages import search_configuration

from . import bounded, synonyms
from .phrases import builtin_configuration

MAX_LENGTH = 500
MAX_WORDS = 32
STOP_WORD = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme of the question that the locale's articles hold.

    `said` is what the visitor said where the lexeme only stands for it; `kind` says why it does.
    """

    lexeme: str
    positions: tuple[int, ...]
    is_stop_word: bool
    passages: int
    worth: float
    said: str = ""
    kind: Literal["said", "near", "synonym"] = "said"

    @property
    def literal(self) -> str:
        return quoted(self.lexeme)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question; `words` come rarest first, `lexemes` are all in the order of speech.

    `subject` are the lexemes that are no stop words, or all where there is no other; `pins` are the
    ids of the pinned questions whose lexemes are all among them.
    """

    text: str
    locale: str
    words: tuple[Word, ...]
    lexemes: tuple[str, ...]
    mean_length: float
    subject: frozenset[str] = frozenset()
    pins: tuple[int, ...] = ()

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words that tell what is asked: all but stop words, or all when there is no other."""
        return tuple(word for word in self.words if not word.is_stop_word) or self.words


def clean(text: str) -> str:
    """Return `text` in one line of at most MAX_LENGTH characters.

    Any string is accepted: NUL, control and private characters and lone surrogates become spaces.
    """
    head = text[: 10 * MAX_LENGTH]
    printable = (" " if unicodedata.category(c) in _UNPRINTABLE else c for c in head)
    return " ".join("".join(printable).split())[:MAX_LENGTH].rstrip()


_UNPRINTABLE = frozenset(["Cc", "Cs", "Co", "Cn"])


def quoted(lexeme: str) -> str:
    """Return `lexeme` as tsquery input: quotes and backslashes doubled, between quotes."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


# PostgreSQL's own configuration drops stop words but counts their positions: the positions that it
# leaves out are theirs. The empty lexeme's row counts the passages and their words. The lexemes of
# synonyms have no positions.
WORDS = f"""
    WITH said AS MATERIALIZED (
        SELECT lexeme, positions::int[] AS positions
          FROM unnest(to_tsvector(%(config)s::regconfig, %(text)s))
    ), spoken AS MATERIALIZED (
        SELECT coalesce(array_agg(lexeme), '{{}}') AS lexemes FROM said
    ), meant AS MATERIALIZED ({synonyms.MEANT}
    )
    SELECT word.lexeme, word.positions, word.positions && kept.positions,
           coalesce(counted.passages, 0)::int, coalesce(counted.words, 0)::float,
           word.term, word.asked, word.found,
           ARRAY(SELECT pinned.id FROM search_pinnedquestion AS pinned, spoken
                  WHERE pinned.locale = %(locale)s AND pinned.lexemes[1] = ANY(spoken.lexemes)
                    AND pinned.lexemes <@ spoken.lexemes LIMIT 100)
      FROM (SELECT lexeme, positions, NULL::text AS term, NULL::text[] AS asked,
                   NULL::text[] AS found FROM said
             UNION ALL
            SELECT '', '{{}}'::int[], NULL, NULL, NULL
             UNION ALL
            SELECT lexeme, '{{}}'::int[], term, asked, found FROM meant, unnest(found) AS lexeme)
             AS word
      LEFT JOIN LATERAL (SELECT sum(passages) AS passages, sum(words) AS words
                           FROM search_lexemecount AS ledger
                          WHERE ledger.locale = %(locale)s AND ledger.lexeme = word.lexeme)
             AS counted ON true,
           (SELECT coalesce(array_agg(position::int), '{{}}') AS positions
              FROM unnest(to_tsvector(%(builtin)s::regconfig, %(text)s)),
                   unnest(positions) AS position) AS kept"""  # noqa: S608


class _Row(NamedTuple):
    """A lexeme of the question, or one that a synonym finds: those have a `term`."""

    lexeme: str
    positions: list[int]
    is_kept: bool
    held: int
    length: float
    term: str | None
    asked: list[str] | None
    found: list[str] | None
    pins: list[int]


def ask(text: str, locale: str) -> Question:
    """Return the question that `text` is to the articles of `locale`; one SQL statement.

    Raises bounded.TookTooLong.
    """
    text = clean(text)
    parameters = {
        "config": search_configuration(locale),
        "builtin": builtin_configuration(locale),
        "locale": locale,
        "text": fold(text),
    }
    rows = [_Row(*row) for row in bounded.rows(WORDS, parameters)]
    everything = next(row for row in rows if not row.lexeme)
    said = [row for row in rows if row.lexeme and not row.term]
    weightiest = sorted(_said(said, everything.held), key=lambda word: -word.worth)[:MAX_WORDS]
    words = weightiest + _meant(rows, said, everything.held)
    spoken = sorted((position, row.lexeme) for row in said for position in row.positions)
    return Question(
        text,
        locale,
        tuple(sorted(words, key=lambda word: (word.passages, word.lexeme))),
        tuple(lexeme for _, lexeme in spoken),
        everything.length / max(everything.held, 1),
        frozenset([row.lexeme for row in said if row.is_kept] or [row.lexeme for row in said]),
        tuple(everything.pins),
    )


def _said(rows: list[_Row], passages: int) -> list[Word]:
    """Return the words that were said and that articles hold."""
    return [
        Word(
            row.lexeme,
            tuple(row.positions),
            not row.is_kept,
            row.held,
            _worth(len(row.positions), row.is_kept, row.held, passages),
        )
        for row in rows
        if row.held > 0
    ]


def _meant(rows: list[_Row], said: list[_Row], passages: int) -> list[Word]:
    """Return the words that synonyms of what was said add, and that articles hold."""
    found = {row.lexeme: row for row in rows if row.term}
    if not found:
        return []
    meanings = {
        synonyms.Meaning(row.term or "", tuple(row.asked or ()), tuple(row.found or ()))
        for row in rows
        if row.term
    }
    added = synonyms.additions(
        sorted(meanings),
        {row.lexeme: row.positions for row in said},
        {row.lexeme: _worth(1, row.is_kept, row.held, passages) for row in said},
        {row.lexeme: _worth(1, True, row.held, passages) for row in found.values() if row.held > 0},
    )
    return [
        Word(it.lexeme, it.positions, False, found[it.lexeme].held, it.worth, it.term, "synonym")
        for it in added
    ]


def _worth(times: int, is_kept: bool, held: int, passages: int) -> float:
    """Return times x idf (as BM25 has it, never negative), less for a stop word."""
    idf = math.log(1 + max(passages - held + 0.5, 0) / (held + 0.5))
    return times * idf * (1 if is_kept else STOP_WORD)
