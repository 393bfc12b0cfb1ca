"""What a visitor asks: cleaned at the edge, cut into words, each with its worth.

Decides which words count and how much. Any text is a question: nothing that a visitor can type is
an error. A rare word is worth more than a common one, a word that is said twice counts twice, and a
stop word counts STOP_WORD of what its rarity says. For a word that no article holds, or that looks
like a typing error, the words count that it may stand for, at NEAR_WORTH of their own; the question
is never changed in silence: `suggestion` is what the page may propose. Synonyms add words that were
not said (search/synonyms.py).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from articles import reading
from articles.folding import fold
from articles.languages import search_configuration

from . import spelling, synonyms
from .phrases import builtin_configuration
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
    articles that have or had the question for a title. `subject` are the lexemes that are no stop
    words, or all where there is no other; `pins` are the ids of the pinned questions whose lexemes
    are all among them.
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
    WITH question AS MATERIALIZED (
        SELECT to_tsvector(%(config)s::regconfig, %(text)s) AS vector
    ), said AS MATERIALIZED (
        SELECT lexeme, positions::int[] AS positions FROM question, unnest(vector)
    ), spoken AS MATERIALIZED (
        SELECT coalesce(array_agg(lexeme), '{{}}') AS lexemes FROM said
    ), meant AS MATERIALIZED ({synonyms.MEANT}
    )
    SELECT word.lexeme, word.positions, word.positions && kept.positions,
           coalesce(counted.passages, 0)::int, coalesce(counted.words, 0)::float,
           word.term, word.asked, word.found,
           ARRAY(SELECT pinned.id FROM search_pinnedquestion AS pinned, spoken
                  WHERE pinned.locale = %(locale)s AND pinned.lexemes[1] = ANY(spoken.lexemes)
                    AND pinned.lexemes <@ spoken.lexemes LIMIT 100),
           CASE word.lexeme WHEN '' THEN
               (SELECT array_agg(article_id ORDER BY title.id DESC)
                  FROM search_knowntitle AS title, question
                 WHERE locale = %(locale)s AND key = search_title_key(question.vector))
           END,
           CASE WHEN coalesce(counted.passages, 0) = 0 AND word.term IS NULL THEN
               (SELECT one FROM unnest(%(said)s::text[]) AS one
                 WHERE word.lexeme = ANY(tsvector_to_array(to_tsvector(%(config)s::regconfig, one)))
                 LIMIT 1) END
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
    """A lexeme of the question, or one that a synonym finds: those have a `term`.

    The row without a lexeme knows the locale: how many passages it has and their words, and which
    articles are titled as the question. `unheld` is the word said, where no article holds it.
    """

    lexeme: str
    positions: list[int]
    is_kept: bool
    held: int
    length: float
    term: str | None
    asked: list[str] | None
    found: list[str] | None
    pins: list[int]
    titled: list[int] | None
    unheld: str | None


def ask(text: str, locale: str) -> Question:
    """Return the question that `text` is to the articles of `locale`.

    One SQL statement; a second one when a word may be misspelt.
    """
    text = clean(text)
    folded = fold(text)
    parameters = {
        "config": search_configuration(locale),
        "builtin": builtin_configuration(locale),
        "locale": locale,
        "text": folded,
        "said": folded.split(),
    }
    rows = [_Row(*row) for row in reading.rows(WORDS, parameters)]
    everything = next(row for row in rows if not row.lexeme)
    said = [row for row in rows if row.lexeme and not row.term]
    meant = spelling.meant(folded, {row.lexeme: row.held for row in said if row.is_kept}, locale)
    words = _said(said, meant, everything.held)
    weightiest = sorted(words, key=lambda word: -word.worth)[:MAX_WORDS]
    weightiest += _meant_by_staff(rows, said, everything.held)
    best = {lexeme: near[0].lexeme for lexeme, near in meant.items()}
    spoken = sorted((position, row.lexeme) for row in said for position in row.positions)
    return Question(
        text,
        locale,
        tuple(sorted(weightiest, key=lambda word: (word.passages, word.lexeme))),
        tuple(best.get(lexeme, lexeme) for _, lexeme in spoken),
        everything.length / max(everything.held, 1),
        everything.held,
        unknown=_unknown(said),
        suggestion=_suggestion(text, meant.values()),
        titled=tuple(everything.titled or ()),
        subject=frozenset([row.lexeme for row in said if row.is_kept] or [r.lexeme for r in said]),
        pins=tuple(everything.pins),
    )


def _said(rows: Sequence[_Row], meant: Mapping[str, list[Lookalike]], passages: int) -> list[Word]:
    """Return the words that articles hold: those said and those misspelt, each lexeme once."""
    words: dict[str, Word] = {}
    for row in rows:
        if row.held > 0:
            worth = _worth(len(row.positions), row.is_kept, row.held, passages)
            is_stop_word = not row.is_kept
            words[row.lexeme] = Word(
                row.lexeme, tuple(row.positions), is_stop_word, row.held, worth
            )
    for row in rows:
        for near, share in zip(meant.get(row.lexeme, ()), NEAR_WORTH, strict=False):
            words.setdefault(near.lexeme, _near(near, tuple(row.positions), share, passages))
    return list(words.values())


def _meant_by_staff(rows: Sequence[_Row], said: Sequence[_Row], passages: int) -> list[Word]:
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


def _unknown(said: Sequence[_Row]) -> tuple[str, ...]:
    """Return the words said, in their order, that no article holds; stop words aside."""
    unheld = [row for row in said if row.unheld and row.is_kept]
    return tuple(row.unheld or "" for row in sorted(unheld, key=lambda row: row.positions))


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
