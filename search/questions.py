"""What a visitor asks: cleaned at the edge, and cut into words (words.py).

Any text is a question: nothing that a visitor can type is an error. The question is never changed
in silence: `suggestion` is what the page may propose.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from articles.folding import lone_letter

from . import corrections, operators, spelling, words
from .compounds import Compound
from .lookup import Row, look_up
from .spelling import Meant
from .vocabulary import lookalikes
from .words import Word

MAX_LENGTH = 500
MAX_WORDS = 32


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question, and what look-ups in the words of the locale have said of it."""

    text: str
    locale: str
    # The rarest first.
    words: tuple[Word, ...]
    # All, in the order of speech; a misspelt word stands here as the word it most likely is.
    lexemes: tuple[str, ...]
    # Of a passage, in words.
    mean_length: float
    # How many the locale has.
    passages: int
    # Words that no article holds.
    unknown: tuple[str, ...] = ()
    # The text as it was most likely meant; "" without errors.
    suggestion: str = ""
    # (as typed, as meant) of what differs from it.
    near: tuple[tuple[str, str], ...] = ()
    # (article, anchor) of what has or had the question for a title: an answer, or with the anchor
    # "" the whole article.
    titled: tuple[tuple[int, str], ...] = ()
    # The lexemes that are no stop words, or all where there is no other.
    subject: frozenset[str] = frozenset()
    # Ids of the pinned questions whose lexemes are all among those of this one.
    pins: tuple[int, ...] = ()
    # What must be held, what must not, and names, which need not be (operators.py), as tsqueries.
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    # Phrases, as typed, that were read as words because no article holds them.
    unheld: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether phrases or exclusions take away what words alone would find."""
        return bool(self.phrases or self.excluded)

    @property
    def typed_words(self) -> int:
        """How many words a reader sees in it; signs alone, such as an emoji, are none."""
        return sum(any(map(str.isalnum, part)) for part in self.text.split())

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words that tell what is asked: all but stop words, or all when there is no other."""
        return tuple(word for word in self.words if not word.is_stop_word) or self.words

    @property
    def places(self) -> list[tuple[Word, ...]]:
        """The telling words place by place, in the order of speech; any word of a place will do.

        A misspelt word's look-alikes share its place; a synonym stands at every place of the term
        that it stands for, and the one word that two may be at both.
        """
        places: dict[int, list[Word]] = {}
        for word in self.telling:
            if not word.stands_for_several:
                places.setdefault(min(word.positions), []).append(word)
        for word in self.telling:
            if word.stands_for_several:
                _stand_in(word, places)
        return [tuple(words) for _, words in sorted(places.items())]


def _stand_in(synonym: Word, places: dict[int, list[Word]]) -> None:
    """Add a synonym, or two words in one, at all places of the term that it stands for."""
    for start in synonym.positions:
        covered = [place for place in range(start, start + synonym.length) if place in places]
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


def ask(text: str, locale: str, *, needs_phrases: bool = True) -> Question:
    """Return the question that `text` is to the articles of `locale`; one SQL statement.

    `text` may be any string. Unless the question `needs_phrases`, quoted words are words like any
    other.
    """
    text = clean(text)
    parsed = operators.read(text, needs_phrases=needs_phrases)
    rows = look_up(parsed, locale)
    of_locale = next(row for row in rows if not row.lexeme)
    said = [row for row in rows if row.lexeme and not row.term and not row.joined]
    cuts = words.cuts(said, locale)
    misspelt = _misspelt(rows, said, cuts, of_locale.passages)
    apart = [cut for lexeme, cut in cuts.items() if lexeme not in misspelt]
    compounds = words.compounded(rows, said, apart)
    intended = _intended(misspelt, compounds)
    spoken = _spoken(said)
    unknown = {row.lexeme: row.unknown for row in said if row.unknown}
    return Question(
        text=text,
        locale=locale,
        words=_looked_for(parsed.words, rows, said, misspelt, compounds, of_locale.passages),
        lexemes=tuple(
            misspelt[lexeme][0].near.lexeme if lexeme in misspelt else lexeme for lexeme in spoken
        ),
        mean_length=of_locale.times / max(of_locale.passages, 1),
        passages=of_locale.passages,
        unknown=tuple(unknown[lexeme] for lexeme in dict.fromkeys(spoken) if lexeme in unknown),
        suggestion=corrections.corrected(text, intended),
        near=tuple(dict.fromkeys(corrections.corrections(text, intended))),
        titled=tuple(zip(of_locale.titled or (), of_locale.anchors or (), strict=True)),
        subject=frozenset([row.lexeme for row in said if row.is_kept] or [r.lexeme for r in said]),
        pins=tuple(of_locale.pins or ()),
        phrases=tuple(filter(None, of_locale.phrases or ())),
        excluded=tuple(filter(None, of_locale.excluded or ())),
        names=tuple(of_locale.names or ()),
        unheld=() if needs_phrases else operators.quoted(text),
    )


def _spoken(said: Iterable[Row]) -> list[str]:
    """Return the lexemes in the order of speech, each wherever it was said."""
    places = sorted((place, row.lexeme) for row in said for place in row.positions)
    return [lexeme for _place, lexeme in places]


def _misspelt(
    rows: Sequence[Row], said: Sequence[Row], cuts: Mapping[str, Compound], passages: int
) -> dict[str, list[Meant]]:
    """Return lexeme -> the words that a misspelt one may stand for, best first.

    A word that a synonym is for is not in doubt, nor one that articles write in two.
    """
    known = {lexeme for row in rows for lexeme in row.asked or ()}
    known |= {lexeme for lexeme, cut in cuts.items() if cut.is_written}
    is_alone = sum(map(words.tells, said)) == 1
    near = {
        row.lexeme: spelling.meant(lookalikes(row.near), row.passages, passages, is_alone=is_alone)
        for row in said
        if row.near and row.lexeme not in known
    }
    return {lexeme: likely for lexeme, likely in near.items() if likely}


def _intended(misspelt: Mapping[str, list[Meant]], compounds: Iterable[Compound]) -> dict[str, str]:
    """Return what was typed -> what it was meant to be, of all that the page may propose."""
    intended = {compound.typed: compound.written for compound in compounds if compound.is_proposed}
    return intended | {
        best.near.typed: best.near.word for best, *_ in misspelt.values() if best.is_sure
    }


def _looked_for(
    folded: str,
    rows: Sequence[Row],
    said: Sequence[Row],
    misspelt: Mapping[str, list[Meant]],
    compounds: Iterable[Compound],
    passages: int,
) -> tuple[Word, ...]:
    """Return the words that the question is looked for by, the rarest first.

    None when stop words and guesses are all that is left of more: "how to" and a guess are no
    answer to "how to cook".
    """
    chosen = words.said(said, misspelt, passages)
    chosen += words.of_compounds(compounds, chosen, passages)
    if lone := lone_letter(folded):
        chosen = [replace(word, is_beginning=word.lexeme == lone) for word in chosen]
    chosen = sorted(chosen, key=lambda word: -word.worth)[:MAX_WORDS]
    chosen += words.of_synonyms(rows, said, passages)
    is_sure = any(word.is_sure and not word.is_stop_word for word in chosen)
    if not is_sure and any(map(words.tells, said)):
        return ()
    return tuple(sorted(chosen, key=lambda word: (word.passages, word.lexeme)))
