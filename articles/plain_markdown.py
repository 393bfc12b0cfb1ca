"""An article's Markdown without our dialect: what any program that reads Markdown understands.

Blocks of a help center become what says the same: a tab, an accordion and a call to action their
title in bold, a callout a quote that begins with its kind, a video a link. Anchors and sizes are
left out, links and pictures get absolute addresses. The rest stays as its author wrote it; nothing
in code is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

from .importing.code import HiddenCode
from .importing.link_syntax import retarget
from .markup import dialect
from .markup.elements import CALLOUTS
from .markup.inline import TERM
from .markup.parser import MAX_LINES, build
from .markup.text import only_text, unix_lines

# `:::`, `+++` and what stands before them in the line: an indent, a list's number, a quote's mark.
FENCE = re.compile(r"(:{3,}|\+{3,})")
ENDING = re.compile(r"[\s>]*(?::{3,}|\+{3,})\s*")
BEFORE = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[\s>]+)*")
# Only behind a picture, a link or code: elsewhere braces are text.
BEHIND = re.compile(rf"(?<=[)`\ue001])(?:{dialect.ATTRIBUTES.pattern})")
ATTRIBUTE_LINE = re.compile(rf"^[ \t>]*(?:{dialect.ATTRIBUTES.pattern})[ \t]*$\n?", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")

_blocks = build()
_blocks.core.ruler.enableOnly(["normalize", "block"])


def plain_markdown(body: str, address: Callable[[str], str]) -> str:
    """Return `body` as plain Markdown; `address` makes the target of a link absolute.

    Any string is accepted; one that is too long to be read as Markdown is returned as it is.
    """
    body = only_text(unix_lines(body))
    if body.count("\n") > MAX_LINES:
        return body
    hidden = HiddenCode()
    text = hidden.hide_all(_without_blocks(body))
    text = EMPTY_LINES.sub("\n\n", BEHIND.sub("", ATTRIBUTE_LINE.sub("", text)))
    text = TERM.sub(lambda match: f"**{match[2]}**" if match[1] == "UICONTROL" else match[2], text)
    return hidden.restore(retarget(text, address)).strip() + "\n"


class _Lines:
    """The lines of a body while its blocks are taken apart; one may become several."""

    def __init__(self, body: str) -> None:
        self.lines = body.split("\n")
        self.quoted: list[tuple[int, int, int]] = []

    def joined(self) -> str:
        """Return the text, with the quote mark before every line of a callout."""
        for start, end, column in self.quoted:
            for number in range(start, end):
                self.lines[number] = _quoted(self.lines[number], column)
        return "\n".join(self.lines)


def _quoted(line: str, column: int) -> str:
    """Return a line, or the lines that took its place, with the mark where the block began."""
    parts = []
    for part in line.split("\n"):
        before = BEFORE.match(part)[0][:column]  # type: ignore[index]
        parts.append(f"{before.ljust(column)}> {part[len(before) :]}".rstrip())
    return "\n".join(parts)


def _without_blocks(body: str) -> str:
    text = _Lines(body)
    for index, token in enumerate(tokens := _blocks.parse(body)):
        if token.map is None:
            continue
        if token.type in ("container_fence_open", "container_fold_open"):
            _open_container(text, token)
        elif token.type == "blockquote_open":
            _name_alert(text, tokens, index)
        elif token.type == "heading_open":
            _settle_heading(text, token, tokens[index + 1].content)
    return text.joined()


def _open_container(text: _Lines, token: Token) -> None:
    """Put the title where a block opens, and nothing where it ends."""
    start, end = token.map or (0, 0)
    line = text.lines[start]
    fence = FENCE.search(line)
    column = fence.start() if fence else 0
    fold = token.type == "container_fold_open"
    name, title = ("details", token.info.strip()) if fold else dialect.split_info(token.info)
    if end < len(text.lines) and ENDING.fullmatch(text.lines[end]):
        text.lines[end] = BEFORE.match(text.lines[end])[0].rstrip()  # type: ignore[index]
    shown = f"{line[:column]}{_title(name, title)}".rstrip()
    text.lines[start] = f"{shown}\n{_continued(line[:column]).rstrip()}"
    if name not in dialect.FENCES:
        text.quoted.insert(0, (start, end, column))


def _title(name: str, title: str) -> str:
    """Return what stands where a block opened; "" when nothing does."""
    if name == "video":
        address, _space, label = title.partition(" ")
        return f"[{label.strip() or address}]({address})"
    if name in dialect.FENCES:
        return f"**{title}**" if title and name not in ("steps", "tabs") else ""
    standard = str(CALLOUTS[name][1])
    return f"**{title or standard}**"


def _name_alert(text: _Lines, tokens: list[Token], index: int) -> None:
    """Write `> [!NOTE]` as `> **Note**`, in a paragraph of its own."""
    if tokens[index + 1].type != "paragraph_open":
        return
    alert = dialect.ALERT.match(tokens[index + 2].content)
    if not alert:
        return
    kind = alert[1].lower()
    label = str(CALLOUTS[kind][1]) if kind in CALLOUTS else kind.capitalize()
    number = (tokens[index + 2].map or [0])[0]
    line = text.lines[number]
    mark = line.find("[!")
    rest = line[mark:].partition("]")[2].lstrip("+- \t")
    below = _continued(line[:mark])
    head = f"{line[:mark]}**{label}**\n{below.rstrip()}"
    text.lines[number] = f"{head}\n{below}{rest}" if rest else head


def _continued(before: str) -> str:
    """Return what stands before the next line of a block that has `before` in its first one."""
    return re.sub(r"[^\s>]", " ", before)


def _settle_heading(text: _Lines, token: Token, content: str) -> None:
    """Leave the anchor of a heading out; the title alone has the first level."""
    _text, attributes = dialect.split_attributes(content)
    number = (token.map or [0])[0]
    line = text.lines[number]
    if attributes:
        line = line.replace(attributes, "", 1).rstrip()
    if token.tag == "h1" and token.markup == "#":
        line = line.replace("#", "##", 1)
    text.lines[number] = line
