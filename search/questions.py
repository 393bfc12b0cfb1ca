"""What a visitor asks: cleaned at the edge, cut into words, each with its worth.

Decides which words count and how much. Any text is a question: nothing that a visitor can type is
an error. A word that no article holds is left out; a rare word is worth more than a common one,
a word that is said twice counts twice, and a stop word counts STOP_WORD of what its rarity says.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from articles import reading
from articles.folding import fold
from articles.languages import search_configuration

MAX_LENGTH = 500
MAX_WORDS = 32
STOP_WORD = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme of the question that the locale's articles hold."""

    lexeme: str
    positions: tuple[int, ...]
    is_stop_word: bool
    passages: int
    worth: float

    @property
    def literal(self) -> str:
        return quoted(self.lexeme)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question; `words` come rarest first, `lexemes` are all in the order of speech.

    `mean_length` is a passage's, in words; `passages` is how many the locale has; `titled` are the
    articles that have or had the question for a title.
    """

    text: str
    locale: str
    words: tuple[Word, ...]
    lexemes: tuple[str, ...]
    mean_length: float
    passages: int
    titled: tuple[int, ...] = ()

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
# leaves out are theirs. The empty lexeme's row counts the passages and their words.
WORDS = """
    WITH question AS (SELECT to_tsvector(%(config)s::regconfig, %(text)s) AS vector)
    SELECT word.lexeme, word.positions, word.positions && kept.positions,
           coalesce(counted.passages, 0)::int, coalesce(counted.words, 0)::float,
           CASE word.lexeme WHEN '' THEN
               (SELECT array_agg(article_id ORDER BY title.id DESC) FROM search_knowntitle AS title
                 WHERE locale = %(locale)s
                   AND key = (SELECT search_title_key(vector) FROM question)) END
      FROM (SELECT lexeme, positions::int[] FROM question, unnest(question.vector)
             UNION ALL
            SELECT '', '{}'::int[]) AS word
      LEFT JOIN LATERAL (SELECT sum(passages) AS passages, sum(words) AS words
                           FROM search_lexemecount AS ledger
                          WHERE ledger.locale = %(locale)s AND ledger.lexeme = word.lexeme)
             AS counted ON true,
           (SELECT coalesce(array_agg(position::int), '{}') AS positions
              FROM unnest(to_tsvector(%(builtin)s::regconfig, %(text)s)),
                   unnest(positions) AS position) AS kept"""


def ask(text: str, locale: str) -> Question:
    """Return the question that `text` is to the articles of `locale`; one SQL statement."""
    text = clean(text)
    config = search_configuration(locale)
    builtin = config.replace("helpcenter_", "pg_catalog.")
    parameters = {"config": config, "builtin": builtin, "locale": locale, "text": fold(text)}
    rows = reading.rows(WORDS, parameters)
    said = sorted((position, row[0]) for row in rows for position in row[1])
    _, _, _, passages, length, titled = next(row for row in rows if not row[0])
    known = [
        Word(lexeme, tuple(positions), not kept, held, _worth(len(positions), kept, held, passages))
        for lexeme, positions, kept, held, _, _ in rows
        if lexeme and held > 0
    ]
    weightiest = sorted(known, key=lambda word: -word.worth)[:MAX_WORDS]
    return Question(
        text,
        locale,
        tuple(sorted(weightiest, key=lambda word: (word.passages, word.lexeme))),
        tuple(lexeme for _, lexeme in said),
        length / max(passages, 1),
        passages,
        tuple(titled or ()),
    )


def _worth(times: int, is_kept: bool, held: int, passages: int) -> float:
    """Return times x idf (as BM25 has it, never negative), less for a stop word."""
    idf = math.log(1 + max(passages - held + 0.5, 0) / (held + 0.5))
    return times * idf * (1 if is_kept else STOP_WORD)
