"""The text of an article as search reads it: block by block, each under its heading.

Left out is what would only disturb a passage: captions and alt texts, calls to action, videos,
footnote marks, the titles that we put above a callout, and what `boilerplate` names. A heading and
the title of an accordion are no blocks: their text goes with every block below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markdown_it.token import Token

from .boilerplate import boilerplate
from .text import collapsed, plain

# A longer name of a column is not said with each of its cells.
LONGEST_NAME = 40
# What no other mark has to follow.
MARKS = tuple(".!?:;,…。！？：；、，")


@dataclass(frozen=True)
class Block:
    """One paragraph, list item, table row or code block, in plain text; code has its lines.

    `heading` and `anchor` are those of the nearest heading, accordion or tab above, both "" before
    the first one. `is_row` is so for a row of a table.
    """

    text: str
    heading: str
    anchor: str
    is_row: bool = False


def blocks(tokens: list[Token]) -> tuple[Block, ...]:
    """Return what a finished token stream says, in reading order."""
    left_out = set(boilerplate(tokens))
    read = [token for index, token in enumerate(tokens) if index not in left_out]
    return tuple(block for block in _read(_without_actions(read)) if block.text)


def _without_actions(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        if token.type in ("action_open", "action_close"):
            depth += token.nesting
        elif not depth:
            yield token


def _read(tokens: Iterator[Token]) -> Iterator[Block]:
    where = _Where()
    table: list[list[str]] | None = None
    for token in tokens:
        where.meet(token)
        kind = token.type
        if kind == "table_open":
            table = []
        elif kind == "tr_open" and table is not None:
            table.append([])
        elif kind == "table_close" and table is not None:
            yield from (Block(collapsed(row), *where.place, is_row=True) for row in _rows(*table))
            table = None
        elif kind in ("fence", "code_block"):
            lines = map(collapsed, token.content.splitlines())
            yield Block("\n".join(filter(None, lines)), *where.place)
        elif kind == "inline" and table is not None:
            table[-1].append(plain(token.children))
        elif kind == "inline" and token.meta.get("indexed", True):
            yield Block(plain(token.children), *where.place)


class _Where:
    """The heading and anchor that what comes next stands under, on a walk through the stream.

    After a tab or an accordion it is the heading around it again. A footnote belongs where its
    first mark stands.
    """

    def __init__(self) -> None:
        self.place = ("", "")
        self._around: list[tuple[str, str]] = []
        self._of_footnotes: dict[int, tuple[str, str]] = {}

    def meet(self, token: Token) -> None:
        for mark in _footnote_marks(token):
            self._of_footnotes.setdefault(mark, self.place)
        kind = token.type
        if kind in ("accordion_open", "tab_open"):
            self._around.append(self.place)
        elif kind in ("accordion_close", "tab_close"):
            self.place = self._around.pop()
        if kind in ("heading_open", "accordion_open"):
            self.place = (token.meta["text"], str(token.attrs.get("id", "")))
        elif kind == "tab_title_open":
            # A tab is a place to link to; what it is about is said by the heading above the tabs.
            self.place = (self.place[0] or token.meta["text"], str(token.attrs.get("id", "")))
        elif kind == "footnote_open":
            self.place = self._of_footnotes.get(token.meta["id"], ("", ""))


def _rows(header: list[str], *rows: list[str]) -> Iterator[str]:
    """Yield each row of a table in words: "Plan: Basic – Price: $5; Users: 3".

    The first row names all columns. The others name all but the first, unless there are only two
    columns or one has a long name: then they name none.
    """
    if not rows:
        yield _row(header)
    is_named = len(header) > 2 and max(map(len, header)) <= LONGEST_NAME
    names: Sequence[str] = header
    for row in rows:
        yield (text := _row(row, names))
        if text:
            names = ["", *header[1:]] if is_named else []


def _row(cells: list[str], names: Sequence[str] = ()) -> str:
    """Return the cells of a row, each behind the name of its column if it has one."""
    named = [_joined(name, ":", cell) for name, cell in zip_longest(names, cells, fillvalue="")]
    text, *rest = named
    mark = " –" if any(names) else ":"
    for cell in filter(None, rest):
        text = _joined(text, mark, cell)
        mark = ";"
    return text


def _joined(text: str, mark: str, more: str) -> str:
    """Return `more` behind `text` and, unless this has one at its end, a mark."""
    return f"{text}{'' if text.endswith(MARKS) else mark} {more}" if text and more else more


def _footnote_marks(token: Token) -> Iterator[int]:
    for child in token.children or ():
        if child.type == "footnote_ref":
            yield child.meta["id"]
