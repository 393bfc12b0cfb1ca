"""Rendered Markdown as a browser sees it, and the gate that it must have come through."""

import re
from html.parser import HTMLParser

from articles.markup import render

# What an article may hold, written out again rather than imported: the gate is under test.
TAGS = """
    a aside blockquote br code details div em figcaption figure h2 h3 h4 h5 h6 hr img input li ol
    p pre s section span strong summary sup table tbody td th thead tr ul
"""
ATTRIBUTES = """
    alt aria-label checked class data-player data-tab decoding disabled download height href
    id loading rel role scope sizes src srcset start tabindex title type width
"""
SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\s]*):")
MAY_LEAD = {
    "href": {"http", "https", "mailto", "tel"},
    "src": {"https"},
    "data-player": {"https"},
    "srcset": set(),
}
VOID = {"br", "hr", "img", "input"}


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration: {decl}")


def block_texts(body: str) -> list[str]:
    """Return what search reads of `body`, block by block."""
    return [block.text for block in render(body).blocks]


def assert_safe(html: str) -> Page:
    """Only known elements and attributes, no foreign scheme, every element closed."""
    page = Page(html)
    assert not page.open
    for tag, attrs in page.elements:
        assert tag in TAGS.split()
        assert set(attrs) <= set(ATTRIBUTES.split())
        for name, allowed in MAY_LEAD.items():
            found = SCHEME.match(attrs.get(name) or "")
            assert not found or found[1].lower() in allowed, attrs
        if tag == "input":
            assert attrs["type"] == "checkbox"
    return page
