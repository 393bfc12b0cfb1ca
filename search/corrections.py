"""A question as it was most likely meant, in the letters of the question.

The page proposes it and never changes what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from articles.folding import LETTER_AND_WORD, fold

SAID = re.compile(rf"{LETTER_AND_WORD.pattern}|[^\W\d_]+")
ASKED = "?？؟ "


def corrected(text: str, meant: Mapping[str, str]) -> str:
    """Return `text` with what was typed (folded) replaced by what is `meant`; "" when nothing is.

    Without a question mark at its end, which follows the proposal anyway ("Did you mean ...?").
    A key of `meant` is one word, or two words that follow each other with a space between.
    """
    parts, done = [], 0
    for start, end, word in _corrections(text, meant):
        parts += [text[done:start], word]
        done = end
    return "".join([*parts, text[done:]]).rstrip(ASKED) if parts else ""


def corrections(text: str, meant: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (as typed, as meant) of everything that `corrected` replaces, in reading order."""
    for start, end, word in _corrections(text, meant):
        yield text[start:end], word


def _corrections(text: str, meant: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, word in its place); two words come before one."""
    words = list(SAID.finditer(text)) if meant else []
    folded = [fold(word[0]).strip() for word in words]
    number = 0
    while number < len(words):
        for length in (2, 1):
            last = number + length - 1
            typed = " ".join(folded[number : last + 1])
            if last < len(words) and typed in meant:
                start = words[number].start()
                yield start, words[last].end(), _in_case_of(words[number][0], meant[typed])
                number = last
                break
        number += 1


def _in_case_of(typed: str, word: str) -> str:
    """Return `word` in capitals where `typed` is."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[0].isupper() else word
