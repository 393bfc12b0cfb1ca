"""Blocks of MkDocs that are made by indentation, as blocks of ours with marks.

    !!! note "Title"       ??? tip "Folded"      === "Tab"
        text                   text                  text

They come first of all converters: to CommonMark the indented text would be code.
"""

from __future__ import annotations

import re

from . import blocks
from .code import fence_after

_START = re.compile(
    r"^(?P<prefix>[ \t>]*)(?P<mark>!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<head>.*?)[ \t]*$"
)
_HEADING = re.compile(r"\s*#{1,6}[ \t]+([^\n]*?)[ \t]*(?:\n|\Z)")
_KIND = re.compile(r"([\w-]+)?(?:[ \t]+(?:inline|end))*[ \t]*(?:\"(.*)\")?")


def convert(text: str) -> str:
    """Return `text` with its admonitions, folds and tabs in our dialect."""
    if not re.search(r"^[ \t>]*(?:!!!|\?\?\?|===)[+!]?[ \t]+[\w\"]", text, re.MULTILINE):
        return text
    return "\n".join(_blocks(text.split("\n")))


def _blocks(lines: list[str]) -> list[str]:
    result: list[str] = []
    tabs: list[str] = []
    index, fence = 0, ""
    while index < len(lines):
        line = lines[index]
        index += 1
        match = None if fence else _START.match(line)
        is_tab = match and match["mark"].startswith("===")
        if not match or (is_tab and not match["head"].startswith('"')):
            fence = fence_after(line, fence)
            result.append(line)
            continue
        prefix = match["prefix"]
        content, index = _indented(lines, index, prefix)
        inner = "\n".join(_blocks(content))
        if is_tab:
            tabs.append(blocks.fenced("tab", match["head"].strip('"'), inner))
            if _another_tab(lines, index, prefix):
                continue
            block, tabs = blocks.fenced("tabs", "", "\n\n".join(tabs)), []
        else:
            block = _block(match["mark"], match["head"], inner)
        result += ["", *(f"{prefix}{part}".rstrip() for part in block.split("\n")), ""]
    return result


def _block(mark: str, head: str, inner: str) -> str:
    match = _KIND.match(head)
    kind, title = (match[1] or "note", match[2]) if match else ("note", None)
    if mark.startswith("???"):
        title = title or kind.capitalize()
        heading = _HEADING.match(inner)
        if heading and heading[1].casefold() == title.casefold():  # for a table of contents
            inner = inner[heading.end() :]
        return blocks.fenced("details", title, inner)
    if title is None and kind.lower() not in blocks.CALLOUTS:  # one of the author's own
        kind, title = "note", kind.capitalize()
    return blocks.callout(kind, title or "", inner)


def _indented(lines: list[str], index: int, prefix: str) -> tuple[list[str], int]:
    """Return the lines that stand four columns deeper than `prefix`, and where they end."""
    content: list[str] = []
    while index < len(lines):
        line = lines[index].replace("\t", "    ")
        if line.startswith(prefix + "    "):
            content.append(line[len(prefix) + 4 :])
        elif line.strip(" >"):
            break
        else:
            content.append("")
        index += 1
    while content and not content[-1]:
        content.pop()
    return content, index


def _another_tab(lines: list[str], index: int, prefix: str) -> bool:
    following = next((line for line in lines[index:] if line.strip()), "")
    return following.startswith(f'{prefix}=== "')
