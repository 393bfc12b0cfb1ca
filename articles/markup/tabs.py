"""The tabs of an article: ways that differ, such as by app and by web, beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Tab:
    """`source` is the Markdown that it holds, in pieces; `line` is where it begins in the body."""

    title: str
    anchor: str
    line: int
    source: tuple[str, ...]


def tabs(tokens: list[Token]) -> tuple[tuple[Tab, ...], ...]:
    """Return the groups of tabs of a finished token stream, each with its tabs in reading order.

    Tabs inside of a tab are a part of what it holds, not a group of their own.
    """
    groups: list[list[Tab]] = []
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        if not token.type.startswith(("tabs_", "tab_")) or "title" in token.type:
            continue
        depth += token.nesting
        if (token.type, depth) == ("tabs_open", 1):
            groups.append([])
        elif (token.type, depth) == ("tab_open", 2):
            start = index
        elif (token.type, depth) == ("tab_close", 1):
            groups[-1].append(_tab(tokens[start:index]))
    return tuple(tuple(group) for group in groups)


def _tab(tokens: list[Token]) -> Tab:
    opening, title, _text, _end, *rest = tokens
    source = tuple(token.content for token in rest if token.content)
    line = opening.map[0] + 1 if opening.map else 1
    return Tab(title.meta["text"], str(title.attrs.get("id", "")), line, source)
