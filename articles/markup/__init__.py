"""What an author's Markdown becomes: the page's HTML, its contents, and the text to search.

The dialect is CommonMark with GitHub's tables, task lists, footnotes and bare links, and the
blocks of a help center (`dialect`). One parse feeds all three results, so what is indexed is what
is shown. Raw HTML is never read as HTML, and nothing leaves without passing `sanitize.clean`.

`render` accepts any string and does not raise.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import reading, sanitize
from .lines import number_lines
from .outgoing import Outgoing, Paragraph, Typed, outgoing, paragraphs, typed_headings
from .outline import Heading, contents, places
from .parser import parse, parser
from .reading import Block
from .tabs import Tab, tabs
from .text import only_text

__all__ = [
    "Block",
    "Heading",
    "Outgoing",
    "Paragraph",
    "Rendered",
    "Tab",
    "Typed",
    "anchors",
    "only_text",
    "preview",
    "render",
    "tabs_of",
]


@dataclass(frozen=True)
class Rendered:
    """What one body becomes: safe HTML, its contents (h2 and h3), and its indexable text.

    `tabs` are its groups of tabs. `links`, `headings` and `paragraphs` are what was typed, line by
    line, for whoever looks after the text.
    """

    html: str
    contents: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    tabs: tuple[tuple[Tab, ...], ...] = ()
    links: tuple[Outgoing, ...] = ()
    headings: tuple[Typed, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def render(body: str, *, lines: bool = False) -> Rendered:
    """Turn an article's Markdown into what is published.

    `body` is the text without front matter and title. Returns sanitised HTML, the headings of
    levels 2 and 3, and the indexable text block by block in reading order. Titles that the
    renderer supplies ("Note", "Warning") are in the active language: activate the article's
    locale around the call. With `lines` each block says in `data-line` on which line of the text
    it begins, and nothing else differs. Raises nothing, whatever the input.
    """
    environment: dict[str, object] = {}
    tokens = parse(only_text(body), environment)
    if lines:
        number_lines(tokens)
    html = parser.renderer.render(tokens, parser.options, environment)
    # Once more at the end: an entity such as &#xE000; becomes its character in between.
    return Rendered(
        html=only_text(sanitize.clean(html, lines=lines)),
        contents=contents(tokens),
        blocks=reading.blocks(tokens),
        tabs=tabs(tokens),
        links=outgoing(tokens),
        headings=typed_headings(tokens),
        paragraphs=paragraphs(tokens),
    )


def preview(body: str) -> str:
    """Return the HTML of `render`, for the editor: the very function behind the public page."""
    return render(body).html


def tabs_of(body: str) -> tuple[tuple[Tab, ...], ...]:
    """Return the groups of tabs of a body, as `render` does."""
    return tabs(parse(only_text(body), {}))


def anchors(body: str) -> tuple[Heading, ...]:
    """Return what a link can lead to in an article: its headings, accordions and tabs, in order."""
    return places(parse(only_text(body), {}))
