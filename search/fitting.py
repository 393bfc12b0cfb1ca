"""How well the best articles fit the question, and what the page says of it.

Decides when a page explains itself. An article fits when it holds half of the words of the question
(stop words aside; a near word or a synonym will do), and at least two where there are two or three.
As long as one article fits, the page says nothing, except of a word in a SHORT question that no
article has. Otherwise it says which words its articles have and which they lack, and that the
matches are weak when none has half; more than MANY words it does not name. Where a word that no
article has looks misspelt, the page also names the words taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.folding import UNSPACED, fold

from .matching import Matcher
from .questions import Question
from .words import Word

# The statement looks for each word in the passages of each card; nobody reads more.
MAX_TOLD = 12
# A sentence is seldom held whole: "I lost my phone, how can I log in?" needs no "log". Of 266
# questions whose answer was among the first three, two thirds as the share explained 48%, this 13%.
FITS = 0.5
WEAK = 0.5
AT_LEAST = 2
# In a question of up to so many words each one matters.
SHORT = 4
# Nobody reads a list of more words than this, such as those of a pasted message.
MANY = 8
# A word without the quotes and marks around it.
TYPED = re.compile(r"\w(?:\S*\w)?")


@dataclass(frozen=True, slots=True)
class Fit:
    """What a page says about its results; all empty when there is nothing to say.

    `near` has (word as typed, word taken for it) for words that no article has; `has` and `lacks`
    are words as typed. `is_sure` is whether no article of the site can have all the words.
    `unheld` are quoted phrases that no article has word for word.
    """

    near: tuple[tuple[str, str], ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    is_weak: bool = False
    is_sure: bool = False
    unheld: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether there are too many words to tell which the articles have."""
        return len(self.has) + len(self.lacks) > MANY

    @property
    def fits(self) -> bool:
        """Whether nothing is to be said of the articles; of none there is nothing to say either."""
        return not (self.has or self.lacks or self.unheld)


def asked_places(question: Question) -> list[tuple[Word, ...]]:
    """Return what the question asks for, place by place; nothing when it is stop words alone.

    Nothing either for a text without spaces: pairs of letters are no words to tell anybody.
    """
    if UNSPACED.search(question.text) or all(word.is_stop_word for word in question.words):
        return []
    sure = (tuple(word for word in place if word.is_sure) for place in question.places)
    return [place for place in sure if place][:MAX_TOLD]


def fit(question: Question, holds: Sequence[Sequence[bool]]) -> Fit:
    """Return what is to be said of the articles that hold, each, these of `asked_places(question)`.

    Without any article only misspelt words are told. One SQL statement at most, and only when no
    article holds all and the question's own words were not met before.
    """
    near = misspelt(question)
    unknown = _unknown(question, dict(near))
    best = max((sum(holding) for holding in holds), default=0)
    if not best or _fits(best, len(holds[0]), len(unknown)):
        return Fit(near)
    names = _names(question, asked_places(question), dict(near))
    has = [any(holding[place] for holding in holds) for place in range(len(names))]
    return Fit(
        near,
        tuple(dict.fromkeys(name for name, is_held in zip(names, has, strict=True) if is_held)),
        (*(name for name, is_held in zip(names, has, strict=True) if not is_held), *unknown),
        is_weak=best < WEAK * (len(names) + len(unknown)),
        is_sure=bool(unknown),
    )


def _fits(best: int, known: int, unknown: int) -> bool:
    """Return whether nothing is to be said when the best article has `best` of the words."""
    words = known + unknown
    if unknown and words <= SHORT:
        return False
    return best >= max(FITS * words, min(AT_LEAST, words))


def misspelt(question: Question) -> tuple[tuple[str, str], ...]:
    """Return (as typed, as most likely meant) for misspelt words that no article has."""
    unknown = set(question.unknown)
    return tuple(
        (typed, meant)
        for typed, meant in question.near
        if not unknown.isdisjoint(fold(typed).split())
    )


def missing(question: Question, holds: Sequence[Sequence[bool]]) -> tuple[str, ...]:
    """Return the words that no article has and no synonym stands for; a near one may be another.

    `holds` says of each article found which of `asked_places(question)` it has. A synonym of
    several words that none of them has stands for nothing: no article has its words together.
    """
    places = asked_places(question)
    held = [words for place, words in enumerate(places) if any(article[place] for article in holds)]
    meant = {
        part
        for words in (held if places else [question.words])
        for word in words
        if word.kind == "synonym"
        for part in fold(word.said).split()
    }
    return tuple(word for word in question.unknown if word not in meant)


def _unknown(question: Question, near: dict[str, str]) -> tuple[str, ...]:
    """Return the words that no article has and that nothing stands for, as typed."""
    answered = {word for misspelt in near for word in fold(misspelt).split()}
    for word in question.words:
        if word.kind != "said" and word.is_sure:
            answered.update(fold(word.said).split())
    typed = {fold(word).strip(): word for word in TYPED.findall(question.text)}
    unknown = (typed.get(word, word) for word in question.unknown if word not in answered)
    return tuple(dict.fromkeys(unknown))


def _names(question: Question, places: Sequence[Sequence[Word]], near: dict[str, str]) -> list[str]:
    """Return each place as the visitor wrote it, a misspelt word as it was most likely meant."""
    meant = {fold(typed): word for typed, word in near.items()}
    text = question.text
    forms = {
        match.lexeme: text[match.start : match.end]
        for match in reversed(Matcher(question, [text]).matches(text))
    }
    return [_name(words, forms, meant) for words in places]


def _name(words: Sequence[Word], forms: dict[str, str], meant: dict[str, str]) -> str:
    for word in words:
        if word.kind == "said" and word.lexeme in forms:
            return forms[word.lexeme]
    first = words[0]
    return meant.get(first.said, first.said) or first.lexeme
