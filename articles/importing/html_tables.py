"""A table of HTML as a table of GitHub: spans spread out, a header found, one line per row."""

from __future__ import annotations

import re

from bs4 import Tag

MAX_SPAN = 100
HEADER_LENGTH = 40


def spread(rows: list[Tag]) -> list[list[str]]:
    """Return the cells of all rows as one rectangle.

    A cell over several rows is repeated, so that each row says all; one over several columns
    stands in the first.
    """
    grid: list[list[str]] = []
    open_cells: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _take_open(line, open_cells)
            columns, height = _span(cell, "colspan"), _span(cell, "rowspan")
            text = str(cell.attrs.get("markdown", ""))
            for offset in range(columns):
                if height > 1:
                    open_cells[len(line)] = (height - 1, "" if offset else text)
                line.append("" if offset else text)
        _take_open(line, open_cells)
        grid.append(line)
    width = max(len(line) for line in grid)
    return [line + [""] * (width - len(line)) for line in grid]


def _take_open(line: list[str], open_cells: dict[int, tuple[int, str]]) -> None:
    while len(line) in open_cells:
        left, text = open_cells.pop(len(line))
        if left > 1:
            open_cells[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(1, int(value)), MAX_SPAN) if value.isascii() and value.isdigit() else 1


def has_header(rows: list[Tag], cells: list[list[str]]) -> bool:
    """Whether the first row heads the columns: said so, all strong, or short words over longer."""
    first = rows[0]
    if first.find_parent("thead") or not first.find_all("td", recursive=False):
        return True
    words = [cell for cell in cells[0] if cell]
    if words and all(re.fullmatch(r"\*\*.+\*\*", word) for word in words):
        return True
    longer = max((len(cell) for row in cells[1:] for cell in row), default=0)
    short = all(len(word) <= HEADER_LENGTH and "](" not in word for word in words)
    return len(words) > 1 and short and longer > HEADER_LENGTH
