"""Where links and pictures stand in Markdown whose code is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable

# What stands behind `](` or `[id]: `, with up to two levels of parentheses.
TARGET = r"(?:<[^<>\n]*>|(?!<)(?:\\.|[^\s()\\]|\((?:[^\s()]|\([^\s()]*\))*\))*)"
TITLE = r"(?:[ \t]*\n?[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?"
# A text may hold brackets, two deep, in pairs. One behind a backslash is a letter inside of a text,
# and begins none: else each of thousands would be followed to the end of the file.
_LETTERS = r"(?:[^\[\]\\]|\\.)"
_BRACKETS = rf"\[{_LETTERS}*\]"
TEXT = rf"(?:{_LETTERS}|\[(?:{_LETTERS}|{_BRACKETS})*\])*"
LINK = re.compile(
    rf"(?<!!)(?<!(?<!\\)\\)\[(?P<text>{TEXT})\]"
    rf"\((?P<space>[ \t]*)(?P<target>{TARGET})(?P<end>{TITLE}[ \t]*\))"
)
ANY_TARGET = re.compile(rf"\]\([ \t]*({TARGET})")
REFERENCE = re.compile(
    rf"^(?P<label>[ \t>]{{0,3}}\[(?!\^)[^\]\n]+\]:)(?P<space>[ \t]*)(?P<target>{TARGET})",
    re.MULTILINE,
)
DEFINED_TARGET = re.compile(rf"^[ \t>]{{0,3}}\[(?!\^)[^\]\n]+\]:[ \t]*({TARGET})", re.MULTILINE)
PICTURE = re.compile(
    rf"!\[(?P<alt>(?:{_LETTERS}|{_BRACKETS})*)\]"
    rf"\((?P<space>[ \t]*)(?P<target>{TARGET})(?P<end>{TITLE}[ \t]*\))"
    r"(?P<attributes>\{[^{}\n]*\})?"
)
VIDEO = re.compile(r"^[ \t>]*:{3,}[ \t]*video[ \t]+(\S+)", re.MULTILINE | re.IGNORECASE)
VIDEO_CARD = re.compile(
    r"^(?P<before>[ \t>]*)(?P<colons>:{3,})[ \t]*video[ \t]+(?P<target>\S+)[ \t]*"
    r"(?P<title>[^\n]*)\n[ \t>]*(?P=colons)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
WIKI = re.compile(r"!?\[\[(?P<name>[^\[\]\n|]+)(?:\|(?P<text>[^\[\]\n]+))?\]\](?!\()")


def retarget(body: str, replacement: Callable[[str], str]) -> str:
    """Return `body` (its code hidden) with the target of every link, picture and video replaced."""

    def replace(match: re.Match[str]) -> str:
        before = match[0][: match.start(1) - match.start(0)]
        return before + replacement(match[1]) + match[0][match.end(1) - match.start(0) :]

    return VIDEO.sub(replace, DEFINED_TARGET.sub(replace, ANY_TARGET.sub(replace, body)))


def split(target: str) -> tuple[str, str, str]:
    """Split a target into its path, the mark that ends it, and the rest."""
    match = re.match(r"([^?#]*)([?#]?)(.*)", target, re.DOTALL)
    return (match[1], match[2], match[3]) if match else (target, "", "")


def bare(target: str) -> tuple[str, str]:
    """Split a link's target into its path and its `?query#anchor`."""
    target = target[1:-1] if target.startswith("<") else re.sub(r"\\([()_*])", r"\1", target)
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    anchor = target[len(path) :]
    return path, anchor[anchor.index("#") :] if "#" in anchor else ""
