"""What a visitor asks: cleaned at the edge, cut into words, each with its worth.

Decides which words count and how much. Any text is a question: nothing that a visitor can type is
an error. A rare word is worth more than a common one, a word that is said twice counts twice, and a
stop word counts STOP_WORD of what its rarity says. For a word that no article holds, or that looks
like a typing error, the words count that it may stand for, at NEAR_WORTH of their own; the question
is never changed in silence: `suggestion` is what the page may propose.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from articles import reading
from articles.folding import fold
from articles.languages import search_configuration

from . import spelling
from .vocabulary import Lookalike

MAX_LENGTH = 500
MAX_WORDS = 32
STOP_WORD = 0.3
# What the first, second and third word are worth that a misspelt one may stand for.
NEAR_WORTH = (0.8, 0.3, 0.2)

Kind = Literal["said", "near", "synonym"]


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme of the question that the locale's articles hold.

    One that the visitor did not say (`kind`) stands for the word `said`.
    """

    lexeme: str
    positions: tuple[int, ...]
    is_stop_word: bool
    passages: int
    worth: float
    said: str = ""
    kind: Kind = "said"

    @property
    def literal(self) -> str:
        return quoted(self.lexeme)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question; `words` come rarest first, `lexemes` are all in the order of speech.

    A misspelt word stands among `lexemes` as the word it most likely is. `unknown` are the words
    that no article holds, `suggestion` is the text as it was most likely meant: "" without errors.
    `mean_length` is a passage's, in words; `passages` is how many the locale has; `titled` are the
    articles that have or had the question for a title.
    """

    text: str
    locale: str
    words: tuple[Word, ...]
    lexemes: tuple[str, ...]
    mean_length: float
    passages: int
    unknown: tuple[str, ...] = ()
    suggestion: str = ""
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
                   AND key = (SELECT search_title_key(vector) FROM question)) END,
           CASE WHEN coalesce(counted.passages, 0) = 0 THEN
           (SELECT said FROM unnest(%(said)s::text[]) AS said
             WHERE word.lexeme = ANY(tsvector_to_array(to_tsvector(%(config)s::regconfig, said)))
             LIMIT 1) END
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
    """Return the question that `text` is to the articles of `locale`.

    One SQL statement; a second one when a word may be misspelt.
    """
    text = clean(text)
    folded = fold(text)
    config = search_configuration(locale)
    rows = reading.rows(
        WORDS,
        {
            "config": config,
            "builtin": config.replace("helpcenter_", "pg_catalog."),
            "locale": locale,
            "text": folded,
            "said": folded.split(),
        },
    )
    _, _, _, passages, length, titled, _ = next(row for row in rows if not row[0])
    held = {lexeme: held for lexeme, _, is_kept, held, *_ in rows if is_kept}
    meant = spelling.meant(folded, held, locale)
    weightiest = sorted(_words(rows, meant, passages), key=lambda word: -word.worth)[:MAX_WORDS]
    best = {lexeme: near[0].lexeme for lexeme, near in meant.items()}
    said = sorted((position, row[0]) for row in rows for position in row[1])
    return Question(
        text,
        locale,
        tuple(sorted(weightiest, key=lambda word: (word.passages, word.lexeme))),
        tuple(best.get(lexeme, lexeme) for _, lexeme in said),
        length / max(passages, 1),
        passages,
        tuple(row[-1] for row in sorted(rows, key=lambda row: row[1]) if row[-1] and row[2]),
        _suggestion(text, meant.values()),
        tuple(titled or ()),
    )


def _words(
    rows: Iterable[tuple], meant: Mapping[str, list[Lookalike]], passages: int
) -> list[Word]:
    """Return the words that articles hold: those said and those meant, each lexeme once."""
    words: dict[str, Word] = {}
    for lexeme, positions, is_kept, held, *_ in rows:
        if lexeme and held > 0:
            worth = _worth(len(positions), is_kept, held, passages)
            words[lexeme] = Word(lexeme, tuple(positions), not is_kept, held, worth)
    for lexeme, positions, *_ in rows:
        for near, share in zip(meant.get(lexeme, ()), NEAR_WORTH, strict=False):
            words.setdefault(near.lexeme, _near(near, tuple(positions), share, passages))
    return list(words.values())


def _near(near: Lookalike, positions: tuple[int, ...], share: float, passages: int) -> Word:
    """Return the word that a misspelt one at `positions` may stand for, at a share of its worth."""
    worth = share * _worth(len(positions), not near.is_stop_word, near.passages, passages)
    return Word(near.lexeme, positions, near.is_stop_word, near.passages, worth, near.typed, "near")


def _suggestion(text: str, meant: Iterable[list[Lookalike]]) -> str:
    """Return `text` with each misspelt word replaced by the word it most likely is; "" without."""
    best = {near[0].typed: near[0].word for near in meant}
    if not best:
        return ""
    return SAID.sub(lambda word: _in_case_of(word[0], best.get(fold(word[0]))), text)


SAID = re.compile(r"[^\W\d_]+")


def _in_case_of(said: str, word: str | None) -> str:
    """Return `word` in capitals where `said` is; `said` itself without a word for it."""
    if word is None:
        return said
    if said.isupper():
        return word.upper()
    return word.capitalize() if said[0].isupper() else word


def _worth(times: int, is_kept: bool, held: int, passages: int) -> float:
    """Return times x idf (as BM25 has it, never negative), less for a stop word."""
    idf = math.log(1 + max(passages - held + 0.5, 0) / (held + 0.5))
    return times * idf * (1 if is_kept else STOP_WORD)
