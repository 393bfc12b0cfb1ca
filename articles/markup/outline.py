"""Which parts of a page can be linked to, and the contents made from its headings.

Anchors are unique in the page. The author's own come first, so that a link to one keeps working
when somebody adds a heading with the same words above it. No anchor holds a colon: footnotes
(`fn:1`) and the page around the article may use ids with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .text import plain, slug

CONTENTS_LEVELS = (2, 3)


@dataclass(frozen=True)
class Heading:
    """One line of the contents; `level` is 2 or 3."""

    level: int
    text: str
    anchor: str


class _Anchors:
    """Hands out each anchor once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.counts: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        anchor = wanted
        while anchor in self.taken:
            self.counts[wanted] = self.counts.get(wanted, 1) + 1
            anchor = f"{wanted}-{self.counts[wanted]}"
        self.taken.add(anchor)
        return anchor


def set_anchors(state: StateCore) -> None:
    """Give every heading, accordion and tab title its id."""
    anchors = _Anchors()
    targets = list(_targets(state.tokens))
    for token, _ in targets:
        if "anchor" in token.meta:
            token.attrSet("id", anchors.take(token.meta["anchor"]))
    for token, text in targets:
        if "id" not in token.attrs and text:
            token.attrSet("id", anchors.take(slug(text)))
        token.meta["text"] = text


def _targets(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Yield what can be linked to, with its text."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, plain(tokens[index + 1].children)
        elif token.type == "accordion_open":
            yield token, plain(tokens[index + 2].children)
        elif token.type == "tab_title_open":
            text = plain(tokens[index + 1].children)
            tokens[index - 1].attrSet("data-tab", slug(text))
            yield token, text


def contents(tokens: list[Token]) -> tuple[Heading, ...]:
    """Return the headings of levels 2 and 3 in reading order; one without text is left out."""
    return tuple(
        Heading(int(token.tag[1]), token.meta["text"], str(token.attrs["id"]))
        for token in tokens
        if token.type == "heading_open"
        and int(token.tag[1]) in CONTENTS_LEVELS
        and token.meta["text"]
    )


def places(tokens: list[Token]) -> tuple[Heading, ...]:
    """Return all that has an anchor; accordions and tabs count as headings of level 3."""
    return tuple(
        Heading(3 if token.type == "accordion_open" else int(token.tag[1]), text, str(anchor))
        for token, text in _targets(tokens)
        if text and (anchor := token.attrs.get("id"))
    )


def make_figures(state: StateCore) -> None:
    """Make a figure of a picture that is alone in its paragraph; its title is the caption."""
    for index, token in enumerate(state.tokens):
        if token.type != "paragraph_open":
            continue
        children = state.tokens[index + 1].children or []
        if len(children) != 1 or children[0].type != "image":
            continue
        closing = state.tokens[index + 2]
        if closing.type != "paragraph_close":
            continue
        for end, kind in ((token, "figure_open"), (closing, "figure_close")):
            end.type, end.tag, end.hidden, end.block = kind, "figure", False, True
        closing.meta["caption"] = children[0].attrs.pop("title", "")


def make_buttons(state: StateCore) -> None:
    """Make the last link of every call to action a button."""
    depth, last = 0, None
    for token in state.tokens:
        if token.type in ("action_open", "action_close"):
            depth += token.nesting
            if last and not depth:
                last.attrSet("class", "button")
                last = None
        elif depth and token.type == "inline":
            links = [child for child in token.children or [] if child.type == "link_open"]
            last = links[-1] if links else last
