"""Which words of the articles a misspelt word of a question may stand for, best first.

Decides which words are in doubt: one that no article holds, and one that so few passages hold while
many more hold a word beside it that it was more likely mistyped than meant. And how sure it is: a
word stands for another with the odds of the passages that hold that one. Of what is less than sure
the page says nothing: "bake" is no error for "take". docs/search.md has the measurements.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from articles.folding import UNSPACED

from .vocabulary import SHORT, SHORTEST, Lookalike

# A word held by at most this many passages may be an error by chance ("form" for "from"),
RARE = 3
# when a word beside it, no stop word, is held by this many times as many passages.
TIMES_MORE = 30
# Words that are looked up at most; gibberish of 100 words must not cost more.
LOOKED_UP = 16
# Words that one word may stand for.
MAX_MEANT = 3
# How much likelier one edit is than another, in terms of ln(passages that hold the word).
LIKELIHOOD = {
    "swap": 0.5, "missing": 0.3, "extra": 0.3, "letter": 0.0, "first": -1.0, "two": -2.0
}  # fmt: skip
# The odds of a word that looks like a misspelt one stand against so many passages for its being
# none: a name, or a word that only this visitor uses.
NONE = 8

# What is SURE to be meant has so much of these odds, on a small site against one in A_HUNDRED of
# its passages.
SURE, A_HUNDRED = 0.3, 100

LETTERS = re.compile(r"[^\W\d_]+")


class Meant(NamedTuple):
    """A word that a misspelt one may stand for, how likely it does (under 1), and if that says so.

    `is_sure` is whether a visitor would agree: the page proposes no other.
    """

    near: Lookalike
    share: float
    is_sure: bool


def spellable(folded: str) -> list[str]:
    """Return the words of a folded text that are looked up: letters only, no CJK, no short."""
    words = dict.fromkeys(word.strip("'.@") for word in folded.split())
    long = (word for word in words if len(word) >= SHORTEST and LETTERS.fullmatch(word))
    return [word for word in long if not UNSPACED.search(word)][:LOOKED_UP]


def meant(near: Iterable[Lookalike], holders: int, passages: int, *, is_alone: bool) -> list[Meant]:
    """Return the words that a word held by `holders` of `passages` may stand for, best first.

    At most MAX_MEANT. One that `is_alone` in its question is sure to be meant, for nothing else is
    known of it; for under SHORT letters it takes the odds.
    """
    found: dict[str, Lookalike] = {}
    for candidate in sorted(near, key=lambda candidate: (-_likelihood(candidate), candidate.word)):
        if _is_likelier(candidate, holders):
            found.setdefault(candidate.lexeme, candidate)
    likely = list(found.values())[:MAX_MEANT]
    all_odds = sum(map(_likelihood, likely))
    none = min(NONE, passages / A_HUNDRED)
    return [
        Meant(
            candidate,
            _likelihood(candidate) / (NONE + all_odds),
            (is_alone and len(candidate.typed) >= SHORT)
            or (
                (is_alone or _is_told(candidate))
                and _likelihood(candidate) >= SURE * (none + all_odds)
            ),
        )
        for candidate in likely
    ]


def _is_told(near: Lookalike) -> bool:
    """Return whether what was typed tells the word: "cook" is not "look", "apple pay" no "apply".

    A short word with another letter, or one too many, may be a word of its own.
    """
    if near.edit in ("missing", "swap"):
        return True
    return len(near.typed) >= SHORT and near.is_said_so


def _is_likelier(near: Lookalike, holders: int) -> bool:
    """Return whether a word that `holders` passages hold may be `near` mistyped.

    "lose" is not "close": people seldom get the first letter of a real word wrong.
    """
    if not holders:
        return True
    is_slip = near.edit not in ("first", "two") and not near.is_stop_word
    return is_slip and near.passages >= TIMES_MORE * holders


def _likelihood(near: Lookalike) -> float:
    return near.passages * math.exp(LIKELIHOOD[near.edit])
