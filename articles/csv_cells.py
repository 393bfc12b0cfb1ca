"""Cells of a CSV file: no spreadsheet runs one as a formula, and each can be read as it was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import islice

from django.utils import timezone

# What a formula begins with, in Japanese width, too, behind any quotes.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# Rows that are in memory at once.
STRETCH = 1000

Cell = str | int | date | None


def guarded(text: str) -> str:
    """Return `text` with a quote before it where a spreadsheet would take it for a formula.

    A visitor's question may be one that sends the sheet to somebody else. Which beginnings are
    meant says OWASP: https://owasp.org/www-community/attacks/CSV_Injection. A text that has a quote
    there gets one more, so `unguarded` gives back every text.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the text of which `guarded` made this one."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def csv_file(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield a file as RFC 4180 has it, a stretch of rows at a time.

    Every text stands in quotes, so what separates cells elsewhere (`;`) begins none here. The first
    character is a byte order mark: without it Excel does not read UTF-8. Days are ISO 8601.
    """
    remaining, mark = iter(rows), "\N{BYTE ORDER MARK}"
    while stretch := list(islice(remaining, STRETCH)):
        yield mark + _lines(stretch)
        mark = ""


def _lines(rows: list[Iterable[Cell]]) -> str:
    lines = StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return lines.getvalue()


def _plain(cell: Cell) -> str | int:
    """Return a cell as it is written; of a moment, its day in the site's time zone."""
    if isinstance(cell, int):
        return cell
    if isinstance(cell, datetime):
        cell = timezone.localtime(cell).date()
    return cell.isoformat() if isinstance(cell, date) else guarded(cell or "")
