"""Where in the author's text each block begins, so that the preview can follow the editor."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token


def number_lines(tokens: Iterable[Token]) -> None:
    """Note in `data-line` the line, counted from 0, on which each opening block begins."""
    for token in tokens:
        if token.map is not None and token.nesting == 1:
            token.attrSet("data-line", str(token.map[0]))
