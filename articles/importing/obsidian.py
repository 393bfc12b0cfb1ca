"""Obsidian's marks: callouts with a title or folded, names of blocks, comments.

    > [!tip]- Save time       A line that others refer to ^a-name       %% for us only %%
    > Press the key.

Its links, `[[Page#Part|text]]`, are placed with all others.
"""

from __future__ import annotations

import re

from . import blocks

_CALLOUT = re.compile(
    r"^(?P<before> {0,3}(?:> ?)*?)> ?\[!(?P<kind>[A-Za-z][\w-]*)\](?P<fold>[+-]?)"
    r"[ \t]*(?P<title>[^\n]*)(?P<lines>(?:\n(?P=before)>[^\n]*)*)",
    re.MULTILINE,
)
_BLOCK_NAME = re.compile(
    r"^[ \t]*\^[\w-]+[ \t]*$\n?|[ \t]+\^(?=[\w-]*[A-Za-z])[\w-]{4,}[ \t]*$", re.M
)
_COMMENT = re.compile(r"(?<![\w%])%%(?!%)(?:(?!\n\n|%%).)+%%(?![\w%])", re.DOTALL)


def convert(text: str) -> str:
    """Return `text` (its code hidden) without Obsidian's marks."""
    if "[!" in text:
        text = _CALLOUT.sub(_callout, text)
    if "%%" in text:
        text = _COMMENT.sub("", text)
    return _BLOCK_NAME.sub("", text) if "^" in text else text


def _callout(match: re.Match[str]) -> str:
    """A fold becomes one of ours; a title above a text stands in strong letters, or it runs on."""
    before, title = match["before"], match["title"].strip()
    lines = [line.removeprefix(before) for line in match["lines"].split("\n")[1:]]
    content = "\n".join(re.sub(r"^> ?", "", line) for line in lines)
    kind = match["kind"]
    if match["fold"] and content.strip():
        block = blocks.fenced("details", title or kind.capitalize(), convert(content))
    elif title and content.strip() and not re.match(r"[a-z]", content):
        block = blocks.callout(kind, title, convert(content))
    else:
        return match[0]
    return before + blocks.indented(block, before)
