"""The one Markdown parser of the process: which rules it runs, and in which order.

`MarkdownIt` keeps all state of a parse in the call, so one instance serves every thread.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from . import dialect, emphasis, inline, links, outline
from .footnotes import footnotes
from .renderer import ArticleRenderer
from .text import unix_lines

# The cost of a paragraph grows with its markers, of some with their square, and no prose has
# thousands: such a paragraph (minified JSON, an attack) is shown as typed.
MARKER = re.compile(r"[!#$%&*+\-:<=>@\[\]\\^_`{}~]")
MAX_MARKERS = 5_000

# The longest of 1,229 real pages has 1,310 lines. 10,000 headings or a table of 30,000 cells
# take about a second; a longer body is shown as typed.
MAX_LINES = 10_000
MAX_CELLS = 30_000


class ArticleParser(MarkdownIt):
    """CommonMark that links only to what `links` allows."""

    def validateLink(self, url: str) -> bool:
        return links.may_link(url)


def _parse_inline(state: StateCore) -> None:
    """Parse every run of inline text, except those that no person wrote."""
    for token in state.tokens:
        if token.type != "inline" or token.children:
            continue
        token.children = []
        if len(MARKER.findall(token.content)) > MAX_MARKERS:
            token.children.append(Token("text", "", 0, content=token.content))
            token.meta["as_typed"] = True
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def build() -> ArticleParser:
    """Return a parser of the whole dialect."""
    md = ArticleParser(
        "commonmark",
        {"html": False, "xhtmlOut": False, "tasklists": True, "strikethrough_single_tilde": False},
        renderer_cls=ArticleRenderer,
    )
    md.enable(["table", "strikethrough"])
    md.use(container_plugin, "fence", validate=dialect.opens_fence)
    md.use(container_plugin, "fold", marker="+", validate=dialect.opens_fold)
    md.use(footnotes)
    md.inline.ruler.at("emphasis", emphasis.stars)
    md.inline.ruler.before("link", "product_term", inline.product_term)
    md.inline.ruler.before("autolink", "line_break", inline.line_break)
    md.inline.ruler.push("attributes", inline.attributes)
    md.core.ruler.before("inline", "dialect", dialect.restructure)
    md.core.ruler.at("inline", _parse_inline)
    md.core.ruler.push("bare_links", inline.link_bare_addresses)
    md.core.ruler.push("emphasis_once", inline.emphasise_once)
    md.core.ruler.push("figures", outline.make_figures)
    md.core.ruler.push("buttons", outline.make_buttons)
    md.core.ruler.push("anchors", outline.set_anchors)
    return md


parser = build()


def parse(body: str, environment: dict[str, object]) -> list[Token]:
    """Return the tokens of `body`, finished for rendering with the same `environment`."""
    body = unix_lines(body)
    if body.count("\n") > MAX_LINES or body.count("|") > MAX_CELLS:
        return [Token("code_block", "code", 0, content=body)]
    return parser.parse(body, environment)
