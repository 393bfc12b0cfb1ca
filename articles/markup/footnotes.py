"""Footnotes: GitHub's `[^1]` marks and a list at the end with ways back.

Their ids hold a colon (`fn:1`), which no anchor made by an author can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

MARK = re.compile(r"\[\^[^\s\[\]]{1,100}\]")

Tokens = Sequence[Token]


def footnotes(md: MarkdownIt) -> None:
    """Add footnotes to a parser."""
    md.use(footnote_plugin, inline=False)
    md.inline.ruler.at("footnote_ref", _mark)
    for rule in (footnote_block_open, footnote_block_close, footnote_open, footnote_anchor):
        md.add_render_rule(rule.__name__, rule)
    md.add_render_rule("footnote_ref", footnote_mark)


def _mark(state: StateInline, silent: bool) -> bool:
    """Look for a whole mark first: the plugin alone scans to the end from every `[^`."""
    return bool(MARK.match(state.src, state.pos)) and footnote_ref(state, silent)


def footnote_mark(
    self: RendererProtocol, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
) -> str:
    number, again = _number(tokens[idx])
    label = escapeHtml(gettext("Footnote %s") % number)
    link = f'<a href="#fn:{number}" id="fnref:{number}{again}" aria-label="{label}">{number}</a>'
    return f'<sup class="footnote">{link}</sup>'


def footnote_block_open(
    self: RendererProtocol, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
) -> str:
    label = escapeHtml(gettext("Footnotes"))
    return f'<section class="footnotes" aria-label="{label}">\n<ol>\n'


def footnote_block_close(
    self: RendererProtocol, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</ol>\n</section>\n"


def footnote_open(
    self: RendererProtocol, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="fn:{_number(tokens[idx])[0]}">'


def footnote_anchor(
    self: RendererProtocol, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType
) -> str:
    number, again = _number(tokens[idx])
    label = escapeHtml(gettext("Back to the text"))
    href = f"#fnref:{number}{again}"
    return f' <a href="{href}" class="footnote-back" aria-label="{label}">↩</a>'


def _number(token: Token) -> tuple[int, str]:
    """Return the footnote's number, and `:1`, `:2` for its second and third mark."""
    repeat = token.meta.get("subId") or 0
    return token.meta["id"] + 1, f":{repeat}" if repeat else ""
