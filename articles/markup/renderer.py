"""How tokens become HTML where the parser's own rendering does not suit a page of ours.

No inline style (the page's content security policy forbids it), tables and code that a keyboard
can scroll, pictures with their size, headings with a link to themselves beside, not in, them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles import image_copies, images
from articles.attachments import attachment

from . import links
from .text import collapsed, plain

# Width of the text on a wide screen, in CSS pixels (--measure in site.css).
COLUMN = 600
# A narrower picture is no larger by itself than in the text.
MIN_TO_ENLARGE = 480
# What a tall picture is shown at unless its author says a width: a screenshot of a phone fills no
# two screens, and a long page stays wide enough to be recognised.
TALLEST, NARROWEST = 640, 320
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
        href = str(tokens[idx].attrs.get("href", ""))
        if links.is_external(href):
            tokens[idx].attrSet("rel", "noopener")
        file = attachment(href)
        env["file"] = file
        if file and "data-player" not in tokens[idx].attrs:
            tokens[idx].attrSet("class", "file")
            if name := file.name(_link_text(tokens, idx)):
                tokens[idx].attrSet("download", name)
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        file = env.pop("file", None)
        facts = f'<span class="file-facts"> ({escapeHtml(file.facts)})</span>' if file else ""
        return f"{facts}</a>"

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        src = str(token.attrs["src"])
        alt = collapsed(self.renderInlineAsText(token.children, options, env))
        if not links.may_show(src):
            return escapeHtml(alt)
        size = _size(src, token)
        token.attrs = {"src": src, "alt": alt, **_title(token), **size, **_copies(src, size)}
        # The first picture is on the first screen as often as not: waiting for it would show.
        env["pictures"] = env.get("pictures", 0) + 1
        token.attrs |= {"loading": "lazy"} if env["pictures"] > 1 else {}
        token.attrs |= {"decoding": "async"}
        return self.renderToken(tokens, idx, options, env)

    def figure_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        picture = (tokens[idx + 1].children or [])[0]
        known = images.dimensions(str(picture.attrs["src"]))
        if not known or known[0] < MIN_TO_ENLARGE:
            return "<figure>"
        env["enlarges"] = True
        alt = collapsed(self.renderInlineAsText(picture.children, options, env))
        label = gettext("Enlarge the picture: %s") % alt if alt else gettext("Enlarge the picture")
        href = escapeHtml(str(picture.attrs["src"]))
        return f'<figure><a class="enlarge" href="{href}" aria-label="{escapeHtml(label)}">'

    def figure_close(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        caption = tokens[idx].meta["caption"]
        link_end = "</a>" if env.pop("enlarges", False) else ""
        inside = f"<figcaption>{escapeHtml(str(caption))}</figcaption>" if caption else ""
        return f"{link_end}{inside}</figure>\n"

    def table_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        env["tables"] = number = env.get("tables", 0) + 1
        # Landmarks of one kind need names that differ.
        label = gettext("Table") if number == 1 else gettext("Table %s") % number
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


def _link_text(tokens: Tokens, idx: int) -> str:
    """Return the text of the link that opens at `idx`."""
    end = next(n for n in range(idx, len(tokens)) if tokens[n].type == "link_close")
    return plain(tokens[idx:end])


def _copies(src: str, size: dict[str, str | int | float]) -> dict[str, str | int | float]:
    """Return srcset and sizes of a picture that has smaller copies."""
    known = images.dimensions(src)
    copies = image_copies.of(src.removeprefix(settings.MEDIA_URL), known[0]) if known else []
    if not known or not copies:
        return {}
    of = [f"{default_storage.url(copy.name)} {copy.width}w" for copy in copies]
    if copies[-1].width < known[0]:
        of.append(f"{src} {known[0]}w")
    shown = min(int(size["width"]), COLUMN)
    return {"srcset": ", ".join(of), "sizes": f"min({shown}px, 100vw)"}


def _size(src: str, token: Token) -> dict[str, str | int | float]:
    """Return width and height, so that the text does not jump when the picture arrives."""
    known, width = images.dimensions(src), token.meta.get("width")
    if known is None:
        return {"width": width} if width else {}
    width = min(width or max(NARROWEST, round(TALLEST * known[0] / known[1])), known[0])
    return {"width": width, "height": max(1, round(known[1] * width / known[0]))}
