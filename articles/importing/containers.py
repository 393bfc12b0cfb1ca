"""Blocks between `:::` lines that are not of our dialect: VitePress' code groups, Pandoc's divs.

One that means a note becomes one; of others the title and the content stay.
"""

from __future__ import annotations

import re

from ..markup.elements import CALLOUTS, FENCES
from . import blocks

_GROUP = re.compile(
    r"(?:^:::[ \t]*code-group[^\n]*\n|<CodeGroup\b[^<>]*>)((?:(?!^:::|<CodeGroup).)*?)"
    r"(?:^:::[ \t]*$|</CodeGroup>)",
    re.MULTILINE | re.DOTALL,
)
_LABELLED = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?P<language>[\w+#-]*)[ \t]+"
    r"(?:\[(?P<a>[^\]\n]+)\]|title=\"(?P<b>[^\"\n]+)\"|(?P<c>[^\n{]+))[^\n]*\n"
    r"(?P<code>.*?)(?:^[ \t]*(?P=fence)[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_OPENING = re.compile(
    r"(?P<prefix>[ \t>]*)(?P<colons>:{3,})[ \t]*\{?[ \t]*[.#]?(?P<name>[A-Za-z][\w-]*)"
    r"(?P<rest>[^\n]*)$"
)
_CLOSING = re.compile(r"[ \t>]*(:{3,})[ \t]*$")
KNOWN = frozenset(CALLOUTS) | frozenset(FENCES) | {"video"}


def code_groups(text: str) -> str:
    """Return `text` with groups of labelled code as tabs; comes before code is hidden."""
    if "code-group" not in text and "<CodeGroup" not in text:
        return text
    return _GROUP.sub(lambda match: _tabs(match[1]) or match[0], text)


def _tabs(group: str) -> str:
    tabs = [
        blocks.fenced(
            "tab",
            match["a"] or match["b"] or match["c"].strip(),
            blocks.code_block(match["code"], match["language"]),
        )
        for match in _LABELLED.finditer(group)
    ]
    return f"\n\n{blocks.fenced('tabs', '', (chr(10) * 2).join(tabs))}\n\n" if tabs else ""


def convert(text: str) -> str:
    """Return `text` (its code hidden) with containers of others as notes or as what they hold."""
    if ":::" not in text:
        return text
    lines = text.split("\n")
    opened: list[tuple[int, re.Match[str]]] = []
    for number, line in enumerate(lines):
        if match := _OPENING.match(line):
            opened.append((number, match))
        elif opened and (closing := _CLOSING.match(line)):
            # As CommonMark has it for fences: an end is at least as long as its beginning.
            while opened and len(opened[-1][1]["colons"]) > len(closing[1]):
                opened.pop()
            if opened:
                _settle(lines, *opened.pop(), number)
    return "\n".join(lines)


def _settle(lines: list[str], start: int, match: re.Match[str], end: int) -> None:
    """Rewrite the lines that begin and end one container."""
    prefix, colons, name = match["prefix"], match["colons"], match["name"].lower()
    rest = match["rest"].strip(" \t{}")
    if name in KNOWN:
        lines[start] = lines[start].removesuffix(" {open}")
        return
    if name in blocks.CALLOUTS:
        lines[start] = f"{prefix}{colons} {blocks.CALLOUTS[name].lower()} {rest}".rstrip()
        return
    titled = rest and not re.search(r"[.#=]\w|\]\(", rest)
    lines[start] = f"{prefix}**{rest}**\n{prefix}".rstrip(" ") if titled else prefix.rstrip(" ")
    lines[end] = prefix.rstrip(" ")
