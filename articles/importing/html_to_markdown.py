"""HTML that stands in Markdown files, as Markdown: the site never reads HTML in an article.

Works on text whose code is hidden (`code.HiddenCode`). Tables and lists are converted as documents
(`html_documents`); what only wraps Markdown (`<div>`, `<details>`) is taken away around it; what
stands inside a line becomes its Markdown. A tag that is not HTML (`<project-id>`) is text. Every
search goes forward only, so that a thousand unclosed tags cost no more than others.
"""

from __future__ import annotations

import re
from functools import partial

from . import blocks, html_inline, html_players
from .code import HiddenCode
from .html_documents import to_markdown
from .html_pieces import callout_kind, image, language, page_link
from .html_places import continuation, marker, own_block
from .tags import ANY_TAG, attributes_of, pairs, regions, text_of, without

_WRAPPERS = (
    "address|article|aside|body|center|dd|dl|dt|div|fieldset|figcaption|figure|footer|form|header|"
    "html|li|main|nav|ol|p|section|table|tbody|td|tfoot|th|thead|tr|ul|colgroup|col|caption"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_WRAPPERS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_LINE = re.compile(rf"[ \t>]*</?(?:{_WRAPPERS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_ANY_BLOCK = re.compile(r"</?(?:h[1-6]|p|div|br)\b[^<>]*>", re.IGNORECASE)
_RULE = re.compile(r"<hr\b[^<>]*>", re.IGNORECASE)
_TARGET = re.compile(r"(\]\([ \t]*)(<[^<>\n]*>)")  # [text](<a target>) looks like a tag
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_HEADING_ANCHOR = re.compile(
    r"^(?P<before>[ \t>]*#{1,6}[ \t].*?)"
    r"<a\s+(?:name|id)\s*=\s*[\"']?(?P<anchor>[\w.:-]+)[\"']?[^<>]*>(?P<text>.*?)</a>(?P<after>.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_ASIDE = re.compile(r"<aside\b", re.IGNORECASE)  # a bare one is Notion's callout
_NOTION_ICON = re.compile(r"\A\s*<img\s[^<>]*notion[^<>]*/icons/[^<>]*>")
_HREF = re.compile(r"<a\s[^<>]*\bhref=[^<>]+>", re.IGNORECASE)
_LONE_ANCHOR = re.compile(
    r"<a\s+(?:name|id)\s*=\s*[\"']?([\w.:-]+)[\"']?[^<>]*>[ \t]*</a>[ \t]*"
    r"(\n\s*#{1,6}[ \t][^\n]*)?",
    re.IGNORECASE,
)


def convert(text: str, hidden: HiddenCode) -> str:
    """Return `text` without HTML."""
    if "<" not in text:
        return text
    text = _TARGET.sub(lambda match: match[1] + hidden.keep(match[2]), text)
    text = without(text, "<!--", "-->")
    if not ANY_TAG.search(text):
        return text
    for name in ("script", "style", "svg", "noscript"):
        text = pairs(text, name, lambda attributes, inner, _line: "")
    text = _HEADING_ANCHOR.sub(_heading_anchor, text)
    text = _LONE_ANCHOR.sub(_lone_anchor, text)
    text = pairs(text, "pre", partial(_pre, hidden))
    text = pairs(text, "code", partial(_code, hidden))
    for names in ("table", "ul|ol", "dl"):
        text = regions(text, names, partial(_document, hidden))
    text = regions(text, "details", partial(_details, hidden))
    text = regions(text, "blockquote", partial(_quote, hidden))
    text = regions(text, "div|aside|p", partial(_callout, hidden))
    for level in range(1, 7):
        text = pairs(text, f"h{level}", partial(_heading, level))
    text = html_players.convert(text)
    text = _images(text)
    return _BLANK_LINES.sub("\n\n", html_inline.convert(_unwrapped(text), hidden))


def _heading_anchor(match: re.Match[str]) -> str:
    heading = match["before"] + match["text"] + match["after"]
    return f"{heading.rstrip()} {{#{match['anchor']}}}"


def _lone_anchor(match: re.Match[str]) -> str:
    heading = match[2]
    if heading and "{#" not in heading:
        return f"{heading.rstrip()} {{#{match[1]}}}"
    return heading or ""


def _pre(hidden: HiddenCode, attributes: dict[str, str], inner: str, line: str) -> str:
    code = re.match(r"\s*<code\b([^<>]*)>", inner)
    classes = attributes.get("class", "").split()
    classes += attributes_of(code[1]).get("class", "").split() if code else []
    block = blocks.code_block(text_of(inner.replace("<br>", "\n")), language(classes))
    if re.search(r"<(?:td|th)\b", line, re.IGNORECASE) or "|" in line:
        return hidden.keep(block)
    prefix = continuation(line)
    before = "" if line == marker(line) else f"\n{prefix}"
    return f"{before}{hidden.keep(blocks.indented(block, prefix))}\n{prefix}"


def _code(hidden: HiddenCode, attributes: dict[str, str], inner: str, line: str) -> str:
    if "\n" in inner.strip():
        return _pre(hidden, attributes, inner, line)
    span = blocks.code_span(text_of(inner))
    return hidden.keep(span) if span else ""


def _document(hidden: HiddenCode, region: str, line: str) -> str:
    made = own_block(to_markdown(region, hidden), line)
    for part in made.split("\n"):
        hidden.indent(part, continuation(part))
    return made


def _inside(region: str) -> tuple[dict[str, str], str]:
    """Return the attributes and the content of an element."""
    end, start = region.rfind("<"), region.find(">") + 1
    return attributes_of(region[:start]), region[start:end]


def _quote(hidden: HiddenCode, region: str, line: str) -> str:
    _attributes, inner = _inside(region)
    content = convert(_dedented(inner), hidden).strip("\n")
    if not content and (link := _HREF.search(inner)):  # a tweet before its script ran
        content = page_link(attributes_of(link[0])["href"])
    return own_block(blocks.quoted(content), line)


def _details(hidden: HiddenCode, region: str, line: str) -> str:
    _attributes, inner = _inside(region)
    title = ""

    def take(attributes: dict[str, str], summary: str, _line: str) -> str:
        nonlocal title
        title = title or " ".join(html_inline.convert(_ANY_BLOCK.sub(" ", summary), hidden).split())
        return ""

    inner = pairs(inner, "summary", take)
    return own_block(blocks.fenced("details", title, convert(_dedented(inner), hidden)), line)


def _dedented(text: str) -> str:
    """Return lines without the indentation that all of them share."""
    lines = text.strip("\n").split("\n")
    widths = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    width = min(widths, default=0)
    return "\n".join(line[width:] for line in lines)


def _callout(hidden: HiddenCode, region: str, line: str) -> str:
    attributes, inner = _inside(region)
    if not attributes and _ASIDE.match(region):
        content = convert(_dedented(_NOTION_ICON.sub("", inner)), hidden)
        return own_block(blocks.signed(content), line)
    kind = callout_kind(attributes.get("class", ""))
    if not kind:
        # Not ours to replace as a whole, but a callout may be inside.
        cut, end = region.find(">") + 1, region.rfind("<")
        nested = regions(inner, "div|aside|p", partial(_callout, hidden))
        return region[:cut] + nested + region[end:]
    return own_block(blocks.callout(kind, "", convert(_dedented(inner), hidden)), line)


def _heading(level: int, attributes: dict[str, str], inner: str, line: str) -> str:
    anchor = attributes.get("id", "")
    text = " ".join(inner.split())
    mark = f" {{#{anchor}}}" if re.fullmatch(r"[\w.-]+", anchor) else ""
    return own_block(f"{'#' * max(2, level)} {text}{mark}", line) if text else ""


def _images(text: str) -> str:
    return re.sub(
        r"<img\s([^<>]*)>", lambda match: image(attributes_of(match[1])), text, flags=re.IGNORECASE
    )


def _unwrapped(text: str) -> str:
    """Take away elements that only wrap: each begins a paragraph, and indentation means nothing."""
    if not _BLOCK_TAG.search(text):
        return _RULE.sub("\n\n---\n\n", text)
    result: list[str] = []
    prefix: str | None = None
    for line in text.split("\n"):
        if not line.strip(" \t>"):
            prefix = None
        elif prefix is None and _BLOCK_LINE.match(line):
            match = re.match(r"[ \t>]*", line)
            prefix = match[0] if match else ""
        if prefix is not None:
            line = prefix + line.lstrip(" \t>")
        result.append(_split_line(line) if _BLOCK_TAG.search(line) else line)
    return _RULE.sub("\n\n---\n\n", "\n".join(result))


def _split_line(line: str) -> str:
    mark = marker(line)
    prefix = continuation(line)
    split = [part.strip() for part in _BLOCK_TAG.split(line[len(mark) :])]
    parts = [part for part in split if part]
    if not parts:
        return mark.rstrip() if mark.strip() else ""
    gap = prefix.rstrip()
    body = f"\n{gap}\n{prefix}".join(parts)
    opens = _BLOCK_TAG.match(line, len(mark)) and not mark.strip(" \t>")
    return (f"{gap}\n" if opens else "") + mark + body + ("" if split[-1] else f"\n{gap}")
