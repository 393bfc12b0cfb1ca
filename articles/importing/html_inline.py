"""HTML inside of lines: what has a mark in Markdown gets it, of the rest the text stays."""

from __future__ import annotations

import re

from . import blocks
from .code import HiddenCode
from .html_pieces import SUBSCRIPT, SUPERSCRIPT, box, emphasised, small, target
from .tags import pairs, text_of

_INLINE = (
    "abbr|acronym|b|bdi|bdo|big|cite|del|dfn|em|font|i|ins|label|mark|nobr|picture|q|s|small|span|"
    "strike|strong|sub|sup|u|var|wbr|source|a|tt|kbd|samp|button|input"
)
# Also words that a manual puts into angle brackets for "your own value".
_AMBIGUOUS = frozenset(
    ["address", "label", "source", "q", "s", "i", "b", "a", "u", "form", "input"]
)
# The name of a picture in an icon font: nobody should read it.
_ICON = re.compile(
    r"<(span|i)\s(?:[^<>]*[\s\"'-])?(?:icon|material-icons|material-symbols)\b[^<>]*>"
    r"(\w[\w -]*)</\1>[ \t]?",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+|)(<input\s[^<>]*>)[ \t]*", re.MULTILINE | re.IGNORECASE
)
_ARROWS = frozenset(["chevron_right", "arrow_right", "arrow_forward", "navigate_next"])
_INLINE_TAG = re.compile(
    rf"<(?P<closes>/?)(?P<name>{_INLINE})(?P<attributes>\s[^<>]*)?/?>", re.IGNORECASE
)


def convert(text: str, hidden: HiddenCode) -> str:
    """Convert what stands inside of lines; what has no mark in Markdown leaves its text."""
    if not _INLINE_TAG.search(text):
        return text
    text = _ICON.sub(lambda match: "› " if match[2] in _ARROWS else "", text)
    text = re.sub(
        r"^([ \t>]*)<u>([^<>\n*]+)</u>([:.]?[ \t]*)$", r"\1**\2**\3", text, flags=re.MULTILINE
    )
    for name in ("kbd", "samp", "tt"):
        text = pairs(
            text, name, lambda a, inner, _line: hidden.keep(blocks.code_span(text_of(inner)))
        )
    text = pairs(text, "sup", lambda a, inner, _line: small(text_of(inner), SUPERSCRIPT))
    text = pairs(text, "sub", lambda a, inner, _line: small(text_of(inner), SUBSCRIPT))
    for names, mark in (("strong|b", "**"), ("em|i", "*"), ("del|s|strike", "~~")):
        text = _emphasised(text, names, mark)
    text = pairs(text, "a", _link)
    text = _FIELD.sub(lambda match: match[1] + box(match[2], bool(match[1])), text)
    closed = {match["name"].lower() for match in _INLINE_TAG.finditer(text) if match["closes"]}

    def strip(match: re.Match[str]) -> str:
        name = match["name"].lower()
        is_placeholder = name in _AMBIGUOUS and name not in closed and not match["attributes"]
        return match[0] if is_placeholder else ""

    return _INLINE_TAG.sub(strip, text)


def _link(attributes: dict[str, str], inner: str, _line: str) -> str:
    href, shown = attributes.get("href", ""), " ".join(inner.split())
    if not href or not shown or href.lower().startswith(("javascript:", "data:", "vbscript:")):
        return shown
    return f"[{shown}]({target(href)})"


def _emphasised(text: str, names: str, mark: str) -> str:
    """Put marks around the text of elements; doubled marks would be letters."""
    tag = re.compile(
        rf"<({names})(?:\s[^<>]*)?>((?:[^<\n]|\n(?!\s*\n)|<(?!/?(?:{names})\b))*)</\1>", re.I
    )

    def replace(match: re.Match[str]) -> str:
        inner = match[2]
        bare = inner.strip()
        before = text[max(0, match.start() - 1) : match.start()]
        after = text[match.end() : match.end() + 1]
        if not bare or mark[0] in (before, after, bare[0], bare[-1]):
            return inner
        return emphasised(inner, mark, before, after)

    return tag.sub(replace, text)
