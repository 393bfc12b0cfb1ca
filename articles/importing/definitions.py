"""Definition lists of Markdown Extra, MkDocs, Hugo and Pandoc: a strong term above its text.

    Term
    :   What it means

        More of it

They come before code is hidden: to CommonMark the indented text would be code.
"""

from __future__ import annotations

import re

from .code import fence_after

_EVIDENCE = re.compile(r"^[^\s:][^\n]*\n(?:[ \t]*\n)?:[ \t]+\S", re.MULTILINE)
_DEFINITION = re.compile(r":[ \t]{1,3}(?=\S)")
_TERM = re.compile(r"(?![>#|:]|[-*+][ \t]|\d+[.)][ \t]|`{3}|~{3})\S")
_INDENT = re.compile(r"(?: {1,4}|\t)")


def convert(text: str) -> str:
    """Return `text` with its definition lists as paragraphs."""
    if not _EVIDENCE.search(text):
        return text
    lines, result = text.split("\n"), [""]
    index, fence = 0, ""
    while index < len(lines):
        line = lines[index]
        index += 1
        fence = fence_after(line, fence)
        term = None if fence or not _DEFINITION.match(line) else _term_above(result)
        if term is None:
            result.append(line)
            continue
        result[term:] = [_strong(result[term]), ""]
        index = _define(lines, index - 1, result)
    return "\n".join(result[1:])


def _term_above(result: list[str]) -> int | None:
    """Return where the term of a definition stands: a line that begins a paragraph."""
    at = len(result) - (1 if result[-1].strip() else 2)
    return at if at > 0 and _TERM.match(result[at]) and not result[at - 1].strip() else None


def _strong(term: str) -> str:
    term = term.strip()
    return term if term.startswith("**") else f"**{term}**"


def _define(lines: list[str], index: int, result: list[str]) -> int:
    """Add the definitions that begin at `index` and return where the text goes on behind them."""
    while index < len(lines):
        line = lines[index]
        if match := _DEFINITION.match(line):
            result += ["", line[match.end() :]]
        elif _INDENT.match(line) or not line.strip():
            result.append(_INDENT.sub("", line, count=1))
        elif result[-1].strip():
            result.append(line)  # a line of the paragraph that nobody indented
        else:
            break
        index += 1
    return index
