"""Recognises the blocks of a help center, in our dialect and in those of imported bases.

    > [!NOTE]                               GitHub, Adobe (without the space), Obsidian
    ::: tip Title                           Docusaurus, VuePress
    ::: steps | details | action | video    ours; :::: tabs holds ::: tab
    +++Title ... +++                        Adobe's collapsible
    ## Heading {#anchor}                    kramdown, Adobe

`restructure` runs between block and inline parsing: it swaps the parser's generic containers and
quotes for `elements`, whose titles are then parsed like any other text.
"""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from . import links
from .elements import CALLOUTS, FENCES, Pair, callout, details

# The mark that makes a quote a callout: one word, so [!DNL Product] and [!VIDEO](url) stay inline.
ALERT = re.compile(r"\[!([A-Za-z]+)\](?![(\[])[+-]?[ \t]*(?:\n|\Z)?")

_ATTRIBUTE = r"""(?:[#.][\w.:-]+|[\w:-]+=(?:"[^"{}\n]*"|'[^'{}\n]*'|[\w%.:-]+))"""
ATTRIBUTES = re.compile(rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE}){{0,20}}[ \t]*\}}")
ANCHOR = re.compile(r"(?<=[\s{:])#([\w.-]+)")

OPENINGS = ("container_fence_open", "container_fold_open", "blockquote_open")
CLOSINGS = ("container_fence_close", "container_fold_close", "blockquote_close")

FENCE_NAME = re.compile(r"\s*([A-Za-z]+)(?=[\s\[{]|\Z)")


def split_info(info: str) -> tuple[str, str]:
    """Split `tip Save time`, `tip[Save time]` or `tip` into a name in lower case and a title."""
    match = FENCE_NAME.match(info)
    if not match:
        return "", ""
    title, _ = split_attributes(info[match.end() :].strip())
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1]
    return match[1].lower(), title


def split_attributes(content: str) -> tuple[str, str]:
    """Split a trailing `{#id .class key=value}` off `content`; "" when there is none."""
    content = content.rstrip()
    start = content.rfind("{")
    if start < 0 or not ATTRIBUTES.fullmatch(content, start):
        return content, ""
    return content[:start].rstrip(), content[start:]


def opens_fence(info: str, markup: str) -> bool:
    """Whether what follows `:::` names a block of ours; an unknown name stays visible text."""
    name, title = split_info(info)
    if name == "video":
        return title.startswith(("http://", "https://", "/")) and links.may_link(title)
    return name in FENCES or name in CALLOUTS


def opens_fold(info: str, markup: str) -> bool:
    """Whether `+++` opens a fold: only when a title follows."""
    return markup == "+++" and bool(info.strip())


def restructure(state: StateCore) -> None:
    """Swap containers and marked quotes for the page's own elements; read heading anchors."""
    tokens, result = state.tokens, []
    endings: list[list[Token]] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.type in OPENINGS:
            opening, ending = _callout_at(tokens, index - 1) or _container(token)
            opening[0].map = token.map
            result += opening
            endings.append(ending)
        elif token.type in CLOSINGS:
            result += endings.pop()
        elif _is_attribute_line(tokens, index - 1):
            index += 2
        else:
            if token.type.startswith("heading"):
                _settle_heading(tokens, index - 1)
            result.append(token)
    state.tokens = result


def _container(token: Token) -> Pair:
    """Return the element for a container, or the quote itself."""
    if token.type == "blockquote_open":
        return [token], [Token("blockquote_close", "blockquote", -1, block=True)]
    if token.type == "container_fold_open":
        return details(token.info.strip())
    name, title = split_info(token.info)
    return FENCES[name](title) if name in FENCES else callout(name, title)


def _callout_at(tokens: list[Token], index: int) -> Pair | None:
    """Return a callout when the quote at `index` begins with a mark, and take the mark away."""
    if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
        return None
    inline = tokens[index + 2]
    match = ALERT.match(inline.content)
    if not match:
        return None
    if inline.map and match[0].endswith("\n"):
        inline.map = [inline.map[0] + 1, inline.map[1]]  # the text begins a line below the mark
    inline.content = inline.content[match.end() :].lstrip()
    if not inline.content:
        del tokens[index + 1 : index + 4]
    return callout(match[1].lower())


def _is_attribute_line(tokens: list[Token], index: int) -> bool:
    """Whether a paragraph is only `{style="..."}`, which belonged to the table above it."""
    if tokens[index].type != "paragraph_open":
        return False
    return bool(ATTRIBUTES.fullmatch(tokens[index + 1].content.strip()))


def _settle_heading(tokens: list[Token], index: int) -> None:
    """Make an h1 an h2 (the title is the page's only h1) and read `{#anchor}` off the end."""
    token = tokens[index]
    token.tag = "h2" if token.tag == "h1" else token.tag
    if token.type == "heading_open":
        inline = tokens[index + 1]
        inline.meta["indexed"] = False
        inline.content, attributes = split_attributes(inline.content)
        anchor = ANCHOR.search(attributes)
        if anchor:
            token.meta["anchor"] = anchor[1]
