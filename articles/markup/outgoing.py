"""What a body says to its writer: its links, its headings as they were typed, and its prose.

Each with its line in the body, so that an editor can lead there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from .text import plain


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A link or a picture; `text` is what a reader sees of it, a picture's alternative text."""

    href: str
    text: str
    line: int
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A heading of the level that the writer gave it, which on the page may be another."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose: no heading, table, code or caption."""

    text: str
    line: int


def outgoing(tokens: list[Token]) -> tuple[Outgoing, ...]:
    """Return the links and pictures of a finished token stream in reading order."""
    return tuple(link for token, line in _with_lines(tokens) for link in _inside(token, line))


def typed_headings(tokens: list[Token]) -> tuple[Typed, ...]:
    """Return the headings of a finished token stream, those without text, too."""
    return tuple(
        Typed(_level(token), str(token.meta.get("text", "")), line)
        for token, line in _with_lines(tokens)
        if token.type == "heading_open"
    )


def paragraphs(tokens: list[Token]) -> tuple[Paragraph, ...]:
    """Return the prose of a finished token stream, paragraph by paragraph."""
    read, before = [], ""
    for token, line in _with_lines(tokens):
        if token.type == "inline" and before == "paragraph_open":
            read.append(Paragraph(plain(token.children), line))
        before = token.type
    return tuple(paragraph for paragraph in read if paragraph.text)


def _with_lines(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Yield each token with its line, counted from 1; cells and titles have that of their block."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        yield token, line


def _level(token: Token) -> int:
    """Return the level that was typed, by its mark; a heading of level 1 is rendered as level 2."""
    return {"=": 1, "-": 2}.get(token.markup) or len(token.markup)


def _inside(token: Token, line: int) -> Iterator[Outgoing]:
    children = token.children or []
    for index, child in enumerate(children):
        if child.type == "link_open":
            shown = _until_close(children, index)
            text = plain(shown) or plain(t for s in shown for t in s.children or ())
            yield Outgoing(str(child.attrs.get("href", "")), text, line)
        elif child.type == "image":
            yield Outgoing(str(child.attrs.get("src", "")), plain(child.children), line, True)
        elif child.type in ("softbreak", "hardbreak") and child.markup != "<br>":
            line += 1


def _until_close(children: list[Token], start: int) -> list[Token]:
    """Return what a link shows; links do not hold links."""
    for end in range(start, len(children)):
        if children[end].type == "link_close":
            return children[start + 1 : end]
    return children[start + 1 :]
