"""Where a block goes that HTML writes inside of a line: of a list, a quote or a table's cell."""

from __future__ import annotations

import re

from . import blocks
from .html_pieces import page_link

_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_VIDEO_CARD = re.compile(r"^::: video (\S+)([^\n]*)\n:::$", re.MULTILINE)


def own_block(content: str, line: str) -> str:
    """Return `content` as a block of its own inside of the list or quote that `line` begins."""
    if line.lstrip(" \t>").startswith("|"):  # a cell holds one line
        content = _VIDEO_CARD.sub(lambda match: page_link(match[1], match[2].strip()), content)
        return " ".join(_in_a_cell(content).split())
    prefix = continuation(line)
    before = (
        "" if not line.strip(" \t>") or line == marker(line) else f"\n{prefix.rstrip()}\n{prefix}"
    )
    after = f"\n{prefix.rstrip()}\n{prefix}"
    return f"{before}{blocks.indented(content.strip(chr(10)), prefix)}{after}"


def _in_a_cell(content: str) -> str:
    """Return the lines of a block, without those of its marks, one below the other."""
    lines = [
        re.sub(r"^:{3,} \w+[ \t]*(.*)", r"**\1**", line).replace(" | ", " – ").strip("| ")
        for line in content.split("\n")
        if not re.fullmatch(r"[ \t]*:*[ \t]*|[ \t|:-]+", line)
    ]
    return "<br>".join(line for line in lines if line.strip("* "))


def marker(line: str) -> str:
    """Return what makes `line` an item or a quote, such as `> 1. `."""
    match = _PREFIX.match(line)
    return match[0] if match else ""


def continuation(line: str) -> str:
    """Return what the next line needs to stay in the same list item or quote."""
    return re.sub(r"[^\s>]", " ", marker(line))
