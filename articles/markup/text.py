"""Which characters are text and end a line, what inline tokens say, and anchors made from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify
from markdown_it.token import Token

# NUL is an error in PostgreSQL and the other controls in XML feeds, a lone surrogate cannot be
# encoded at all, and search marks its hits with private-use characters: none of them is text.
NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)

SLUG_LENGTH = 80


def only_text(value: str) -> str:
    """Return `value` without control, private-use and unencodable characters."""
    return NOT_TEXT.sub("", value)


def shows(value: str) -> bool:
    """Return whether anything of `value` can be seen: not spaces and joiners alone."""
    return any(unicodedata.category(letter)[0] not in "CZ" for letter in value)


def unix_lines(value: str) -> str:
    """Return `value` with the line ends of a file; browsers send those of Windows."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def collapsed(value: str) -> str:
    """Return `value` with every run of whitespace as one space, and none at the ends."""
    return " ".join(only_text(value).split())


def plain(tokens: Iterable[Token] | None) -> str:
    """Return what inline tokens say, in plain text: no alt texts, no footnote marks, no tags."""
    return collapsed("".join(_said(token) for token in tokens or ()))


def _said(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""


def slug(text: str) -> str:
    """Return an anchor made from `text`, in any script; "section" when no letter is left."""
    return slugify(text, allow_unicode=True)[:SLUG_LENGTH].strip("-_") or "section"
