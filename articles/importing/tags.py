"""Finds the tags of HTML in a text, forward only: thousands of unclosed ones cost no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")

Pair = Callable[[dict[str, str], str, str], str]
Region = Callable[[str, str], str]


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes in the text of a tag."""
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(tag)
    }


def text_of(html: str) -> str:
    """Return the text of a piece of HTML."""
    return unescape(ANY_TAG.sub("", html))


def without(text: str, opening: str, closing: str) -> str:
    """Cut everything between two marks; a line that held nothing else goes with it."""
    result, done = [], 0
    while (start := text.find(opening, done)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        end += len(closing)
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        alone = not text[line_start:start].strip() and not text[end : max(line_end, end)].strip()
        result.append(text[done : max(line_start, done) if alone else start])
        done = line_end + 1 if alone and line_end >= 0 else end
    return "".join(result) + text[done:]


def pairs(text: str, name: str, replacement: Pair) -> str:
    """Replace `<name ...>inner</name>`; the replacement is told the line before it."""
    opening = re.compile(rf"<(?:{name})(?=[\s/>])([^<>]*)>", re.IGNORECASE)
    closing = re.compile(rf"</(?:{name})\s*>", re.IGNORECASE)
    result, done = [], 0
    while match := opening.search(text, done):
        end = closing.search(text, match.end())
        if end is None:
            break
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        result.append(text[done : match.start()])
        result.append(replacement(attributes_of(match[1]), text[match.end() : end.start()], line))
        done = end.end()
    return "".join(result) + text[done:]


def regions(text: str, names: str, replacement: Region) -> str:
    """Replace each outermost element of these names, its own closing tag found by counting."""
    tag = re.compile(rf"<(/?)(?:{names})(?=[\s/>])[^<>]*>", re.IGNORECASE)
    result, done, start, depth = [], 0, -1, 0
    for match in tag.finditer(text):
        if not match[1]:
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                line = text[text.rfind("\n", 0, start) + 1 : start]
                result.append(text[done:start])
                result.append(replacement(text[start : match.end()], line))
                done = match.end()
    return "".join(result) + text[done:]
