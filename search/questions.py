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
from dataclasses import dataclass, replace
from typing import Literal

from articles.folding import fold, lone_letter

from . import operators, spelling, synonyms
from .lookup import Row, look_up
from .vocabulary import Lookalike, lookalikes

MAX_LENGTH = 500
MAX_WORDS = 32
STOP_WORD = 0.3
# What the first, second and third word are worth that a misspelt one may stand for.
NEAR_WORTH = (0.8, 0.3, 0.2)

Kind = Literal["said", "near", "synonym"]


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme of the question that the locale's articles hold.

    One that the visitor did not say (`kind`) stands for the word `said`. A letter that is the whole
    question, in a script that is indexed in pairs of letters, is the beginning of lexemes.
    """

    lexeme: str
    positions: tuple[int, ...]
    is_stop_word: bool
    passages: int
    worth: float
    said: str = ""
    kind: Kind = "said"
    is_beginning: bool = False

    @property
    def literal(self) -> str:
        return quoted(self.lexeme) + (":*" if self.is_beginning else "")

    def at(self, weights: str) -> str:
        """Return the literal where it stands at one of `weights` ("AD")."""
        return self.literal + ("" if self.is_beginning else ":") + weights


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question; `words` come rarest first, `lexemes` are all in the order of speech.

    A misspelt word stands among `lexemes` as the word it most likely is. `unknown` are the words
    that no article holds, `suggestion` is the text as it was most likely meant: "" without errors.
    `mean_length` is a passage's, in words; `passages` is how many the locale has; `titled` are the
    (article, anchor) that have or had the question for a title: of the whole article when the
    anchor is "", else of the answer there. `subject` are the lexemes that are no stop words, or all
    where there is no other; `pins` are the ids of the pinned questions whose lexemes are all among
    them. `phrases` must be held and `excluded` must not (operators.py), as tsqueries.
    """

    text: str
    locale: str
    words: tuple[Word, ...]
    lexemes: tuple[str, ...]
    mean_length: float
    passages: int
    unknown: tuple[str, ...] = ()
    suggestion: str = ""
    titled: tuple[tuple[int, str], ...] = ()
    subject: frozenset[str] = frozenset()
    pins: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether phrases or exclusions take away what words alone would find."""
        return bool(self.phrases or self.excluded)

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words that tell what is asked: all but stop words, or all when there is no other."""
        return tuple(word for word in self.words if not word.is_stop_word) or self.words

    @property
    def places(self) -> list[tuple[Word, ...]]:
        """The telling words place by place, in the order of speech; any word of a place will do.

        A misspelt word's look-alikes share its place; a synonym stands at every place of the term
        that it stands for.
        """
        places: dict[int, list[Word]] = {}
        for word in self.telling:
            if word.kind != "synonym":
                places.setdefault(min(word.positions), []).append(word)
        for word in self.telling:
            if word.kind == "synonym":
                _stand_in(word, places)
        return [tuple(words) for _, words in sorted(places.items())]


def _stand_in(synonym: Word, places: dict[int, list[Word]]) -> None:
    """Add a synonym at all places of the term that it stands for."""
    length = len(fold(synonym.said).split())
    for start in synonym.positions:
        covered = [place for place in range(start, start + length) if place in places]
        for place in covered or [start]:
            places.setdefault(place, []).append(synonym)


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


def ask(text: str, locale: str) -> Question:
    """Return the question that `text` is to the articles of `locale`; one SQL statement."""
    text = clean(text)
    asked = operators.read(text)
    rows = look_up(asked, locale)
    site = next(row for row in rows if not row.lexeme)
    said = [row for row in rows if row.lexeme and not row.term]
    near = {
        row.lexeme: spelling.meant(lookalikes(row.near), row.passages) for row in said if row.near
    }
    meant = {lexeme: words for lexeme, words in near.items() if words}
    words = _said(said, meant, site.passages)
    if lone := lone_letter(asked.words):
        words = [replace(word, is_beginning=word.lexeme == lone) for word in words]
    words = sorted(words, key=lambda word: -word.worth)[:MAX_WORDS]
    words += _added(rows, said, site.passages)
    unknown = {row.lexeme: row.unknown for row in said if row.unknown}
    places = sorted((place, row.lexeme) for row in said for place in row.positions)
    spoken = [lexeme for _, lexeme in places]
    return Question(
        text,
        locale,
        tuple(sorted(words, key=lambda word: (word.passages, word.lexeme))),
        tuple(meant[lexeme][0].lexeme if lexeme in meant else lexeme for lexeme in spoken),
        site.length / max(site.passages, 1),
        site.passages,
        unknown=tuple(unknown[lexeme] for lexeme in dict.fromkeys(spoken) if lexeme in unknown),
        suggestion=_suggestion(text, meant.values()),
        titled=tuple(zip(site.titled or (), site.anchors or (), strict=True)),
        subject=frozenset([row.lexeme for row in said if row.is_kept] or [r.lexeme for r in said]),
        pins=tuple(site.pins or ()),
        phrases=tuple(filter(None, site.phrases or ())),
        excluded=tuple(filter(None, site.excluded or ())),
    )


def _said(said: Iterable[Row], meant: Mapping[str, list[Lookalike]], passages: int) -> list[Word]:
    """Return the words that articles hold: those said and those misspelt, each lexeme once."""
    words: dict[str, Word] = {}
    for row in said:
        if row.passages > 0:
            places, is_stop_word = tuple(row.positions), not row.is_kept
            worth = _worth(len(places), row.is_kept, row.passages, passages)
            words[row.lexeme] = Word(row.lexeme, places, is_stop_word, row.passages, worth)
    for row in said:
        for near, share in zip(meant.get(row.lexeme, ()), NEAR_WORTH, strict=False):
            words.setdefault(near.lexeme, _near(near, tuple(row.positions), share, passages))
    return list(words.values())


def _added(rows: Sequence[Row], said: Sequence[Row], passages: int) -> list[Word]:
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
        {row.lexeme: _worth(1, row.is_kept, row.passages, passages) for row in said},
        {
            row.lexeme: _worth(1, True, row.passages, passages)
            for row in found.values()
            if row.passages > 0
        },
    )
    return [
        Word(
            it.lexeme, it.positions, False, found[it.lexeme].passages, it.worth, it.term, "synonym"
        )
        for it in added
    ]


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
