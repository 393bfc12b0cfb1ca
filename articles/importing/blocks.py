"""Pieces of our dialect, as the converters of other dialects write them."""

from __future__ import annotations

import re

CALLOUTS = {
    "note": "NOTE", "info": "NOTE", "information": "NOTE", "abstract": "NOTE", "summary": "NOTE",
    "tldr": "NOTE", "todo": "NOTE", "seealso": "NOTE", "question": "NOTE", "help": "NOTE",
    "faq": "NOTE", "example": "NOTE", "quote": "NOTE", "cite": "NOTE", "notice": "NOTE",
    "tip": "TIP", "hint": "TIP", "success": "TIP", "check": "TIP", "done": "TIP",
    "important": "IMPORTANT", "key": "IMPORTANT",
    "warning": "WARNING", "attention": "WARNING", "warn": "WARNING",
    "caution": "CAUTION", "danger": "CAUTION", "error": "CAUTION", "failure": "CAUTION",
    "fail": "CAUTION", "missing": "CAUTION", "bug": "CAUTION", "critical": "CAUTION",
}  # fmt: skip
# What ReadMe and Notion put before the text of a callout.
SIGNS = {
    "📘": "note", "ℹ": "note", "📝": "note", "👍": "tip", "✅": "tip", "💡": "tip", "🚧": "warning",
    "⚠": "warning", "❗": "caution", "🛑": "caution", "🚨": "caution", "❌": "caution",
}  # fmt: skip
_SIGN = re.compile(rf"\s*({'|'.join(SIGNS)})\ufe0f?[ \t]*")
# "**Tip:** " at the beginning of a tip, whose label says so already.
_ANNOUNCED = re.compile(r"\A\s*(?:\*\*|__)(\w+)(?::(?:\*\*|__)|(?:\*\*|__):)[ \t]*")
_COLONS = re.compile(r"^[ \t>]*(:{3,})", re.MULTILINE)


def fenced(name: str, title: str, content: str) -> str:
    """Return a `:::` block, with one colon more than any block inside of it."""
    colons = ":" * (max([2, *(len(run) for run in _COLONS.findall(content))]) + 1)
    opening = f"{colons} {name} {' '.join(title.split())}".rstrip()
    return (
        f"{opening}\n\n{content.strip()}\n\n{colons}" if content.strip() else f"{opening}\n{colons}"
    )


def callout(kind: str, title: str, content: str) -> str:
    """Return a callout; its own title stands in strong letters before the text."""
    title = " ".join(title.split())
    kind = title if title.lower() in CALLOUTS else kind
    mark = CALLOUTS.get(kind.lower(), "NOTE")
    content = _ANNOUNCED.sub(lambda match: "" if match[1].upper() == mark else match[0], content)
    if title and title.lower() not in (kind.lower(), mark.lower()):
        content = f"**{title}**\n\n{content.strip()}"
    return quoted(f"[!{mark}]\n{content.strip()}")


def signed(content: str) -> str:
    """Return a callout of the kind that the sign before its text means; a note without one."""
    match = _SIGN.match(content)
    return callout(SIGNS[match[1]] if match else "note", "", content[match.end() if match else 0 :])


def quoted(content: str) -> str:
    """Return `content` as a quote."""
    return "\n".join(f"> {line}".rstrip() for line in content.split("\n"))


def indented(content: str, prefix: str) -> str:
    """Return `content` with `prefix` before each line but the first."""
    bare = prefix.rstrip()
    return "\n".join(
        line if number == 0 else (prefix + line if line else bare)
        for number, line in enumerate(content.split("\n"))
    )


def code_block(content: str, language: str = "") -> str:
    """Return a fence that is longer than any run of backticks inside."""
    longest = max([2, *(len(run) for run in re.findall(r"`{3,}", content))])
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{content.strip(chr(10))}\n{fence}"


def code_span(content: str) -> str:
    """Return a code span; "" for nothing."""
    content = " ".join(content.split())
    if not content:
        return ""
    fence = "`" * (max([0, *(len(run) for run in re.findall(r"`+", content))]) + 1)
    return f"{fence} {content} {fence}" if "`" in content else f"`{content}`"


def cell(text: str) -> str:
    """Return `text` as the cell of a table, in one line."""
    return re.sub(r"\s*\n\s*", "<br>", re.sub(r"(?<!\\)\|", r"\\|", text.strip()))


def table(cells: list[list[str]], header: bool) -> str:
    """Return a GitHub table; without a header its first row is empty, as the syntax wants one."""
    rows = [row for number, row in enumerate(cells) if any(row) or (header and number == 0)]
    head = (
        [re.sub(r"^\*\*(.+)\*\*$", r"\1", cell) for cell in rows[0]]
        if header
        else [""] * len(rows[0])
    )
    lines = [head, ["---"] * len(head), *(rows[1:] if header else rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
