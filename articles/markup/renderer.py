"""How tokens become HTML where the parser's own rendering does not suit a page of ours.

No inline style (the page's content security policy forbids it), tables and code that a keyboard
can scroll, pictures with their size, headings with a link to themselves beside, not in, them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles import images

from . import links
from .text import collapsed

LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")

Tokens = Sequence[Token]


class ArticleRenderer(RendererHTML):
    """Renders the dialect; a method's name is the type of the token that it renders."""

    def heading_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        prefix = '<div class="heading">' if "id" in tokens[idx].attrs else ""
        return prefix + self.renderToken(tokens, idx, options, env)

    def heading_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        opening, tag = tokens[idx - 2], tokens[idx].tag
        if "id" not in opening.attrs:
            return f"</{tag}>\n"
        label = gettext("Link to this section: %s") % opening.meta["text"]
        anchor = escapeHtml(str(opening.attrs["id"]))
        link = f'<a class="anchor" href="#{anchor}" aria-label="{escapeHtml(label)}">#</a>'
        return f"</{tag}>{link}</div>\n"

    def link_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if links.is_external(str(tokens[idx].attrs.get("href", ""))):
            tokens[idx].attrSet("rel", "noopener")
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        src = str(token.attrs["src"])
        alt = collapsed(self.renderInlineAsText(token.children, options, env))
        if not links.may_show(src):
            return escapeHtml(alt)
        token.attrs = {"src": src, "alt": alt, **_title(token), **_size(src, token)}
        token.attrs |= {"loading": "lazy", "decoding": "async"}
        return self.renderToken(tokens, idx, options, env)

    def figure_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        caption = tokens[idx].meta["caption"]
        inside = f"<figcaption>{escapeHtml(str(caption))}</figcaption>" if caption else ""
        return f"{inside}</figure>\n"

    def table_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        env["tables"] = number = env.get("tables", 0) + 1
        # Landmarks of one kind need names that differ.
        label = gettext("Table") if number == 1 else f"{gettext('Table')} {number}"
        attrs = f'class="table-scroll" tabindex="0" role="region" aria-label="{escapeHtml(label)}"'
        return f"<div {attrs}>\n<table>\n"

    def table_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("scope", "col")
        return self.td_open(tokens, idx, options, env)

    def td_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        style = str(tokens[idx].attrs.pop("style", ""))
        if style in ("text-align:right", "text-align:center"):
            tokens[idx].attrSet("class", style.replace("text-align:", "align-"))
        return self.renderToken(tokens, idx, options, env)

    def fence(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        language = LANGUAGE.match(tokens[idx].info.strip())
        attrs = f' class="language-{language[0].lower()}"' if language else ""
        return f'<pre tabindex="0"><code{attrs}>{escapeHtml(tokens[idx].content)}</code></pre>\n'

    code_block = fence

    def bullet_list_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if "class" in tokens[idx].attrs:
            tokens[idx].attrSet("class", "tasks")
        return self.renderToken(tokens, idx, options, env)

    ordered_list_open = bullet_list_open

    def list_item_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        checked = tokens[idx].meta.get("checked")
        if checked is None:
            return self.renderToken(tokens, idx, options, env)
        label = gettext("Done") if checked else gettext("To do")
        state = f'aria-label="{escapeHtml(label)}"' + (' checked=""' if checked else "")
        return f'<li class="task"><input type="checkbox" {state} disabled=""> '


def _title(token: Token) -> dict[str, str | int | float]:
    return {"title": token.attrs["title"]} if token.attrs.get("title") else {}


def _size(src: str, token: Token) -> dict[str, str | int | float]:
    """Return width and height, so that the text does not jump when the picture arrives."""
    known, width = images.dimensions(src), token.meta.get("width")
    if known is None:
        return {"width": width} if width else {}
    if not width or width > known[0]:
        width = known[0]
    return {"width": width, "height": max(1, round(known[1] * width / known[0]))}
