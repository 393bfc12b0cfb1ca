"""What a visitor says with marks: a "quoted phrase" must be there, a -word must not.

Decides which marks are meant. A phrase stands between two quotes, straight or curly; a quote beside
a digit or letter is an inch mark or an apostrophe. A hyphen excludes only at the beginning of a
word of two letters or more, as "-e-mail" is ("wi-fi", "-5", "-v" and "--help" are words), and only
while something is left to look for: a question of nothing but exclusions is read as it stands. So
is prose, of more than MAX_WORDS words beside the marks: there, quotes name a button or quote an
error. Where no article has a phrase, the question is read again without it, and the page says so.
An underscore binds the words of a name, which need not be there ("max_input_vars").

The question of the page is never changed: marks are taken out of what is looked up.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from articles.folding import fold

# A question of more is pasted text, and each is a condition that every passage is held against.
MAX_OPERATORS = 8
# docs/search.md has the measurements.
MAX_WORDS = 4

_QUOTES = '"“”„‟＂«»'
QUOTED = re.compile(
    rf"(?<![0-9A-Za-z])(-?)[{_QUOTES}]([^{_QUOTES}]{{1,200}})[{_QUOTES}](?![0-9A-Za-z])"
)
EXCLUDED = re.compile(r"(?<!\S)-([^\W\d_]-?[^\W\d_]\S*)")
NAME = re.compile(r"[^\W_]+(?:_+[^\W_]+)+")


class Asked(NamedTuple):
    """What to look up, folded: the words, the phrases that must be held, and what must not.

    `names` are those of the words that an underscore binds.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read(text: str, *, needs_phrases: bool = True) -> Asked:
    """Return what the cleaned question `text` asks for; any string is accepted.

    Unless it `needs_phrases`, what stands between quotes is words like any other.
    """
    phrases: list[str] = []
    excluded: list[str] = []

    def phrase(match: re.Match[str]) -> str:
        is_excluded = match[1] and (match.start() == 0 or text[match.start() - 1].isspace())
        (excluded if is_excluded else phrases).append(fold(match[2]).strip())
        return " " if is_excluded else f" {match[2]} "

    def left_out(match: re.Match[str]) -> str:
        excluded.append(fold(match[1]).strip())
        return " "

    left = EXCLUDED.sub(left_out, QUOTED.sub(phrase, text))
    if (
        len(phrases) + len(excluded) > MAX_OPERATORS
        or not _says_something(left)
        or _is_prose(left, phrases)
    ):
        return Asked(fold(text), names=_names(text))
    return Asked(
        fold(left),
        tuple(filter(_says_something, phrases)) if needs_phrases else (),
        tuple(filter(_says_something, excluded)),
        _names(left),
    )


def quoted(text: str) -> tuple[str, ...]:
    """Return what stands between quotes in `text` as it was typed."""
    return tuple(match[2].strip() for match in QUOTED.finditer(text) if not match[1])


def _names(text: str) -> tuple[str, ...]:
    return tuple(fold(name) for name in NAME.findall(text)[:MAX_OPERATORS])


def _is_prose(left: str, phrases: list[str]) -> bool:
    return len(fold(left).split()) - sum(len(phrase.split()) for phrase in phrases) > MAX_WORDS


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
