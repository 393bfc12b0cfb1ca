"""Which words a question is looked for by, and how much each is worth.

Decides the worth: a rare word is worth more than a common one, one that titles have and that
passages say again and again more than one that they mention, one that the question says twice
counts twice, and a stop word counts STOP_WORD of what its rarity says; pairs of hiragana, which are
what Japanese has for stop words, do so, too, and a pair with one letter of hiragana counts as half
a word. For a word that no article holds, or that looks like a typing error, the words count that it
may stand for, at a share of their own worth (spelling.py), and so does the one word that two may be
(compounds.py). Synonyms add words that were not said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from . import compounds, synonyms
from .lookup import Row
from .spelling import Meant

STOP_WORD = 0.3
# What a text is about, it repeats and has in its title: the power of how often the passages that
# hold a word say it, and what the word is worth more that all of them have in the title.
REPEATED, TITLED = 0.2, 0.5
HIRAGANA = re.compile(r"[\u3041-\u309f]+")
# One letter of a word, and one of the particle or ending beside it.
HALF_A_WORD = re.compile(r"[\u3041-\u309f][^\u3041-\u309f]|[^\u3041-\u309f][\u3041-\u309f]")

Kind = Literal["said", "near", "synonym"]


class Counted(Protocol):
    """What is known of a lexeme: so many `passages` hold it, so many have it in the title."""

    @property
    def passages(self) -> int: ...
    @property
    def times(self) -> int: ...
    @property
    def in_titles(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A lexeme of the question that the locale's articles hold.

    One that the visitor did not say (`kind`) stands for what is `said`, which takes `length` places
    from each of its `positions` on; unless that `is_sure` it is looked for, and no word is made of
    it. It counts where all that is `beside` it in its phrase is held, too. A letter that is the
    whole question, in a script that is indexed in pairs of letters, is the beginning of lexemes.
    """

    lexeme: str
    positions: tuple[int, ...]
    is_stop_word: bool
    passages: int
    worth: float
    said: str = ""
    kind: Kind = "said"
    length: int = 1
    is_beginning: bool = False
    is_sure: bool = True
    beside: tuple[str, ...] = ()

    @property
    def lexemes(self) -> tuple[str, ...]:
        return self.lexeme, *self.beside

    @property
    def stands_for_several(self) -> bool:
        return self.kind == "synonym" or self.length > 1

    @property
    def literal(self) -> str:
        return self.at("")

    def at(self, weights: str) -> str:
        """Return the literal where it stands at one of `weights` ("AD"), anywhere by default."""
        marks = f":{'*' if self.is_beginning else ''}{weights}".rstrip(":")
        each = " & ".join(f"{quoted(lexeme)}{marks}" for lexeme in self.lexemes)
        return f"({each})" if self.beside else each


def quoted(lexeme: str) -> str:
    """Return `lexeme` as tsquery input: quotes and backslashes doubled, between quotes."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def tells(row: Row) -> bool:
    """Return whether a word of the question tells what is asked: it is no stop word."""
    return row.is_kept and not HIRAGANA.fullmatch(row.lexeme)


def said(rows: Iterable[Row], meant: Mapping[str, list[Meant]], passages: int) -> list[Word]:
    """Return the words that articles hold: those said and those misspelt, each lexeme once."""
    words: dict[str, Word] = {}
    for row in rows:
        if row.passages > 0:
            places = tuple(row.positions)
            worth = _worth(len(places), tells(row), row, passages)
            worth *= 0.5 if HALF_A_WORD.fullmatch(row.lexeme) else 1
            words[row.lexeme] = Word(row.lexeme, places, not tells(row), row.passages, worth)
    for row in rows:
        for near in meant.get(row.lexeme, ()):
            words.setdefault(near.near.lexeme, _near(near, tuple(row.positions), passages))
    return list(words.values())


def cuts(said: Iterable[Row], locale: str) -> dict[str, compounds.Compound]:
    """Return lexeme -> the words that articles may write instead of it."""
    return {
        row.lexeme: compounds.cut(row.parts, min(row.positions), locale)
        for row in said
        if row.parts
    }


def compounded(
    rows: Iterable[Row], said: Sequence[Row], apart: Iterable[compounds.Compound]
) -> list[compounds.Compound]:
    """Return the words of the question that articles may write as one, and those `apart`."""
    holders = {place: (row.passages, row.is_kept) for row in said for place in row.positions}
    joined = [
        compounds.joined(
            row.joined,
            row.positions[0],
            row.lexeme,
            compounds.LexemeCounts(row.passages, row.times, row.in_titles),
            holders,
        )
        for row in rows
        if row.joined
    ]
    return compounds.unique([*joined, *apart], (row.lexeme for row in said if row.passages > 0))


def of_compounds(
    compounds_found: Iterable[compounds.Compound], words: Iterable[Word], passages: int
) -> list[Word]:
    """Return the words that `compounds_found` add to `words`."""
    known = {word.lexeme for word in words}
    worths = {
        place: word.worth / len(word.positions)
        for word in words
        if word.kind == "said"
        for place in word.positions
    }
    added: dict[str, Word] = {}
    for compound in compounds_found:
        most, length = compounds.most_said(compound, worths), len(compound.typed.split())
        for lexeme, counts in compound.lexemes:
            worth = min(most, compounds.WORTH * _worth(1, counts.is_kept, counts, passages))
            if lexeme not in known:
                word = Word(
                    lexeme, (compound.place,), not counts.is_kept, counts.passages, worth,
                    compound.typed, "near", length, is_sure=compound.is_sure,
                )  # fmt: skip
                added.setdefault(lexeme, word)
    return list(added.values())


def of_synonyms(rows: Sequence[Row], said: Sequence[Row], passages: int) -> list[Word]:
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
        {row.lexeme: _worth(1, row.is_kept, row, passages) for row in said},
        {row.lexeme: _worth(1, True, row, passages) for row in found.values() if row.passages > 0},
    )
    typed = {(place, 1): row.unknown for row in said if row.unknown for place in row.positions}
    return [
        Word(
            lexeme, positions, False,
            min(found[part].passages for part in (lexeme, *beside)), worth,
            typed.get((positions[0], length), term), "synonym", length, beside=beside,
        )
        for lexeme, beside, positions, worth, term, length in added
    ]  # fmt: skip


def _near(meant: Meant, positions: tuple[int, ...], passages: int) -> Word:
    """Return the word that a misspelt one at `positions` may stand for, at its share of worth."""
    near = meant.near
    worth = meant.share * _worth(len(positions), not near.is_stop_word, near, passages)
    return Word(
        near.lexeme, positions, near.is_stop_word, near.passages, worth, near.typed, "near",
        is_sure=meant.is_sure,
    )  # fmt: skip


def _worth(said: int, is_kept: bool, held: Counted, passages: int) -> float:
    """Return said x idf (as BM25 has it, never negative), less for stop words, more for topics."""
    idf = math.log(1 + max(passages - held.passages + 0.5, 0) / (held.passages + 0.5))
    return said * idf * (_topical(held) if is_kept else STOP_WORD)


def _topical(held: Counted) -> float:
    """Return 1 for a word that is only mentioned, more for what passages are about."""
    each = 1 / max(held.passages, 1)
    return float(max(held.times * each, 1) ** REPEATED * (1 + TITLED * held.in_titles * each))
