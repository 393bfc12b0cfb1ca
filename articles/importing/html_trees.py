"""Reads HTML into a tree, and puts right in it what Markdown cannot say as it stands there.

Word processors and old editors write lists beside the items that they belong to, one word in two
elements of the same kind, and the lines of code with `<br>`.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from .report import Refused

SAME = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
INLINE = frozenset([*SAME, "a", "del", "font", "s", "span", "u"])
# What the beginning of an element ends, as its own end need not be written.
ENDED = {
    "a": {"a"},
    "p": {"p"},
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
    "tr": {"tr", "td", "th", "p"},
}
# What people write has some 20. Whoever walks the tree calls himself three times for each.
DEEPEST = 200
_LINE_END = re.compile(r"\r\n?|&#(?:0*13|x0*d);", re.IGNORECASE)
# Looking for the end of a line costs the square of the blanks in a row; nobody types so many.
_MANY_BLANKS = re.compile(r"((?:[^\S\n]|&nbsp;){100})(?:[^\S\n]|&nbsp;)+")


class Tree(BeautifulSoup):
    """A tree in which thousands of items without an end stand beside each other."""

    def handle_starttag(self, name: str, *where: Any, **more: Any) -> Tag | None:
        while self.currentTag and self.currentTag.name in ENDED.get(name, ()):
            self.handle_endtag(self.currentTag.name)
        if len(self.tagStack) > DEEPEST:
            raise Refused("The HTML is nested too deeply.")
        return super().handle_starttag(name, *where, **more)


def read(html: str) -> BeautifulSoup:
    """Return the tree of `html`, with the line ends of Unix. Raises Refused."""
    whole, end, rest = _MANY_BLANKS.sub(r"\1", _LINE_END.sub("\n", html)).rpartition(">")
    # There no tag ends, and Python's parser would look for an end from each that begins.
    return Tree(whole + end + rest.replace("<", "&lt;"), "html.parser")


def put_right(soup: BeautifulSoup) -> None:
    """Change `soup` so that each element stands where Markdown has it."""
    for break_ in soup.select("pre br, code br"):
        break_.string = "\n"
    for field in soup("input"):
        if isinstance(label := field.next_sibling, NavigableString):
            label.replace_with(label.lstrip())
    for inner in soup.select("ul > ul, ul > ol, ol > ul, ol > ol"):
        if item := inner.find_previous_sibling("li"):
            item.append(inner)
    for element in soup.find_all([*SAME]):
        _take_in_next(element)


def _take_in_next(element: Tag) -> None:
    """Make one element of those that follow each other and mean the same."""
    following = element.next_sibling
    while isinstance(following, Tag) and SAME.get(following.name) == SAME[element.name]:
        element.extend(list(following.contents))
        following.decompose()
        following = element.next_sibling


def begins_item(element: Tag) -> bool:
    """Whether `element` is the first thing that an item of a list shows."""
    item = element.find_parent("li")
    shown = (
        inner
        for inner in (item.descendants if item else ())
        if inner is element or (isinstance(inner, NavigableString) and inner.strip())
    )
    return next(shown, None) is element


def letters_beside(element: Tag) -> tuple[str, str]:
    """Return the letters that stand directly before and after `element` in its line."""
    return _letter(element, "previous_sibling", -1), _letter(element, "next_sibling", 0)


def _letter(element: Tag, side: str, index: int) -> str:
    at: PageElement | None = element
    while at and getattr(at, side) is None and at.parent and at.parent.name in INLINE:
        at = at.parent
    beside = getattr(at, side)
    if isinstance(beside, Tag) and beside.name not in INLINE:
        return ""
    text = beside.get_text() if beside else ""
    return text[index] if text else ""


def anchor_of(heading: Tag) -> str:
    """Return the name that links know a heading by; "" for none that an address can hold."""
    inner = heading.find("a", id=True) or heading.find("a", attrs={"name": True})
    named = [heading.get("id"), *([inner.get("id"), inner.get("name")] if inner else [])]
    names = (str(name or "").removeprefix("user-content-") for name in named)  # GitHub's
    return next((name for name in names if re.fullmatch(r"[\w.-]+", name)), "")
