"""Which words of the articles a misspelt word of a question may stand for, best first.

Decides which words are in doubt: one that no article holds, and one that so few passages hold while
many more hold a word beside it that it was more likely mistyped than meant. docs/search.md has the
measurements.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from articles.folding import UNSPACED

from .vocabulary import SHORTEST, Lookalike, lookalikes

# A word held by at most this many passages may be an error by chance ("form" for "from"),
RARE = 3
# when a word beside it, no stop word, is held by this many times as many passages.
TIMES_MORE = 30
# Words that are looked up at most; gibberish of 100 words must not cost more.
LOOKED_UP = 16
# Words that one word may stand for.
MOST = 3
# How much likelier one edit is than another, in terms of ln(passages that hold the word).
LIKELIHOOD = {"swap": 0.5, "missing": 0.3, "extra": 0.3, "letter": 0.0, "first": -1.0}

LETTERS = re.compile(r"[^\W\d_]+")


def spellable(folded: str) -> list[str]:
    """Return the words of a folded text that can be looked up: letters only, no CJK, no short."""
    words = dict.fromkeys(word.strip("'.@") for word in folded.split())
    return [
        word
        for word in words
        if len(word) >= SHORTEST and LETTERS.fullmatch(word) and not UNSPACED.search(word)
    ]


def meant(folded: str, held: Mapping[str, int], locale: str) -> dict[str, list[Lookalike]]:
    """Return, for lexemes that may be errors, at most MOST words they stand for, best first.

    `held` tells for each lexeme of `folded` how many passages hold it. One SQL statement; none when
    every word is well known. Raises bounded.TookTooLong.
    """
    doubtful = [lexeme for lexeme, passages in held.items() if passages <= RARE]
    words = spellable(folded) if doubtful else []
    if not words:
        return {}
    found: dict[str, dict[str, Lookalike]] = {}
    for near in sorted(lookalikes(words[:LOOKED_UP], doubtful, locale), key=_unlikelihood):
        if _is_likelier(near, held[near.typed_lexeme]):
            found.setdefault(near.typed_lexeme, {}).setdefault(near.lexeme, near)
    return {lexeme: list(near.values())[:MOST] for lexeme, near in found.items()}


def _is_likelier(near: Lookalike, held: int) -> bool:
    """Return whether a word that `held` passages hold may be `near` mistyped."""
    return not held or (near.passages >= TIMES_MORE * held and not near.is_stop_word)


def _unlikelihood(near: Lookalike) -> tuple[float, str]:
    return -math.log(near.passages) - LIKELIHOOD[near.edit], near.word
