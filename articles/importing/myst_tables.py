"""Tables of MyST: lists of lists, and values with commas between.

```{list-table} Sizes        ```{csv-table} Sizes
:header-rows: 1              :header: "Name", "Size"
* - Name                     "S", 10
  - Size                     ```
```
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from . import blocks

Rows = list[list[str]]


def rows(name: str, options: dict[str, str], text: str) -> Rows:
    """Return the cells of a `list-table` or a `csv-table`; none when nothing reads as such."""
    return _of_lists(text) if name == "list-table" else _of_csv(options, text)


def table(caption: str, options: dict[str, str], cells: Rows) -> str:
    """Return a table of ours with its caption above it."""
    width = max(len(row) for row in cells)
    cells = [row + [""] * (width - len(row)) for row in cells]
    has_header = options.get("header-rows", "0") != "0" or "header" in options
    made = blocks.table(cells, has_header)
    return f"**{caption}**\n\n{made}" if caption else made


def _of_lists(text: str) -> Rows:
    """Rows that are lists of lists: `* - A` begins one, `  - B` is its next cell."""
    rows: Rows = []
    for line in text.split("\n"):
        match = re.match(r"([*-] |  )[ ]*- ?(.*)", line)
        if match and match[1] != "  ":
            rows.append([match[2]])
        elif match and rows:
            rows[-1].append(match[2])
        elif rows and line.strip():
            rows[-1][-1] += f" {line.strip()}"
    return [[cell.strip() for cell in row] for row in rows]


def _of_csv(options: dict[str, str], text: str) -> Rows:
    """Rows of values with `:delim:` between, a comma by default; `:header:` stands before them."""
    delimiter = {"tab": "\t", "space": " "}.get(
        options.get("delim", ","), options.get("delim", ",")
    )
    lines = "\n".join([options["header"], text] if "header" in options else [text])
    try:
        rows = list(csv.reader(StringIO(lines), delimiter=delimiter, skipinitialspace=True))
    except (csv.Error, TypeError):  # a delimiter is one letter
        return []
    return [[blocks.cell(cell) for cell in row] for row in rows if any(row)]
