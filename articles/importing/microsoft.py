"""Microsoft Learn's marks: `:::image`, `[!INCLUDE]`, tabs under headings, zones, `> [!div]`."""

from __future__ import annotations

import re
from collections.abc import Callable

from . import blocks
from .html_pieces import target

_NAMED = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_IMAGE = re.compile(r":::\s*(?:image|video)\s+([^\n]*?):::(?:[ \t]*$)?", re.MULTILINE)
_IMAGE_END = re.compile(r"^[ \t>]*:::\s*(?:image|video|code)-end\s*:::[ \t]*\n?", re.MULTILINE)
_ZONE = re.compile(
    r"^[ \t>]*:::\s*(?:moniker|zone|row|column|code|lightbox|no-loc)(?:-end)?\b[^\n]*(?:\n|\Z)",
    re.MULTILINE,
)
_NO_LOC = re.compile(r":::\s*no-loc\s+text=\"([^\"]*)\"\s*:::")
_INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]\n]*\]\s*\(([^()\n]+)\)\s*\]", re.IGNORECASE)
_SNIPPET = re.compile(r"\[!code-[\w-]+\s*\[([^\]\n]*)\]\s*\(([^()\n]+)\)\s*\]", re.IGNORECASE)
_VIDEO = re.compile(
    r"^[ \t>]*\[!VIDEO\s*\]?\(?\s*(https?://[^\s)\]]+)\s*[)\]]*[ \t]*$", re.I | re.M
)
_DIV = re.compile(r"^[ \t>]*\[!div\b[^\]\n]*\][ \t]*\n?", re.MULTILINE | re.IGNORECASE)
_BADGE = re.compile(r"\[!BADGE\s++([^\]{\n]{1,200}?)\s*+\](?:\{[^}\n]*\})?", re.IGNORECASE)
_TAB = re.compile(r"^#{1,6}[ \t]+\[([^\]\n]+)\]\(#tab/[^)\n]*\)[ \t]*$", re.MULTILINE)
_TAB_END = re.compile(r"^(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,2}[ \t]", re.MULTILINE)


def convert(text: str, include: Callable[[str], str | None]) -> str:
    """Return `text` in our dialect; `include` returns the text of an included file."""
    if "[!" in text:
        text = _INCLUDE.sub(lambda match: include(match[1].split()[0]) or "", text)
        text = _SNIPPET.sub(lambda match: f"[{match[1] or 'Code'}]({target(match[2])})", text)
        text = _VIDEO.sub(lambda match: f"\n{blocks.fenced('video', match[1], '')}\n", text)
        text = _DIV.sub("", text)
        text = _BADGE.sub(r"**\1**", text)
    if ":::" in text:
        text = _NO_LOC.sub(r"\1", text)
        text = _IMAGE.sub(_image, text)
        text = _IMAGE_END.sub("", text)
        text = _ZONE.sub("", text)
    return _tabs(text) if "(#tab/" in text else text


def _image(match: re.Match[str]) -> str:
    named = {item[1]: item[2] or item[3] or "" for item in _NAMED.finditer(match[1])}
    source = named.get("source", "")
    alt = named.get("alt-text", "").replace("[", "(").replace("]", ")")
    return f"![{alt}]({target(source)})" if source else alt


def _tabs(text: str) -> str:
    """Headings that link to `#tab/x` until a rule, a heading or the end are the tabs of one box."""
    result: list[str] = []
    done = 0
    starts = list(_TAB.finditer(text))
    index = 0
    while index < len(starts):
        first, group = starts[index], [starts[index]]
        stop = _TAB_END.search(text, first.end())
        limit = stop.start() if stop else len(text)
        while index + 1 < len(starts) and starts[index + 1].start() < limit:
            index += 1
            group.append(starts[index])
        index += 1
        if heading := _plain_heading(text, group[-1].end(), limit):
            limit, stop = heading, None
        result += [text[done : first.start()], _box(text, group, limit)]
        done = stop.end() if stop else limit
    return "".join(result) + text[done:]


def _plain_heading(text: str, start: int, limit: int) -> int | None:
    match = _HEADING.search(text, start, limit)
    return match.start() if match else None


def _box(text: str, group: list[re.Match[str]], limit: int) -> str:
    ends = [*(found.start() for found in group[1:]), limit]
    tabs = [
        blocks.fenced("tab", found[1], text[found.end() : end])
        for found, end in zip(group, ends, strict=True)
    ]
    return f"{blocks.fenced('tabs', '', (chr(10) * 2).join(tabs))}\n\n"
