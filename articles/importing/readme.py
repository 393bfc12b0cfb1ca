"""ReadMe's marks: blocks of JSON, quotes that begin with a picture, links to `doc:page`.

[block:callout]                               > 📘 Good to know        [a page](doc:page)
{"type": "info", "body": "One"}               >
[/block]                                      > Text
"""

from __future__ import annotations

import json
import re
from typing import Any

from . import blocks
from .html_pieces import image, is_video, page_link, video

_BLOCK = re.compile(
    r"^[ \t]*\[block:([\w-]+)\][ \t]*\n((?:(?!\[/?block\b).)*)\[/block\][ \t]*$", re.M | re.S
)
_LINK = re.compile(r"(?<=\]\()(?:doc|ref|page):(?=[\w-])")
_EMBED = re.compile(r"^\[([^\[\]\n]*)\]\((\S+) \"@embed\"\)[ \t]*$", re.MULTILINE)
_TERM = re.compile(r"<<glossary:([^<>\n]+)>>")
_SIGNED = re.compile(
    rf"^> ?(?:#{{1,6}} )?({'|'.join(blocks.SIGNS)})\ufe0f?[ \t]*([^\n]*)((?:\n>[^\n]*)*)",
    re.MULTILINE,
)
_PICTURE_NAME = re.compile(r"\S+\.\w{3,4}|.*\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)


def blocks_of(text: str) -> str:
    """Return `text` with its blocks of JSON in our dialect; comes before code is hidden."""
    return _BLOCK.sub(_block, text) if "[block:" in text else text


def convert(text: str) -> str:
    """Return `text` (its code hidden) without ReadMe's other marks."""
    text = _LINK.sub("/docs/", text) if "](" in text else text
    text = _EMBED.sub(lambda match: _shown(match[2], match[1]), _TERM.sub(r"\1", text))
    return _SIGNED.sub(_signed, text)


def _block(match: re.Match[str]) -> str:
    try:
        values = json.loads(match[2])
    except ValueError:
        return match[0]
    reader = _READERS.get(match[1])
    return f"\n{reader(values)}\n" if reader and isinstance(values, dict) else ""


def _callout(values: dict[str, Any]) -> str:
    return blocks.callout(_text(values, "type"), _text(values, "title"), _text(values, "body"))


def _pictures(values: dict[str, Any]) -> str:
    shown = [picture for picture in values.get("images") or () if isinstance(picture, dict)]
    return "\n\n".join(_picture(picture) for picture in shown)


def _picture(values: dict[str, Any]) -> str:
    """The address, the name of the file and, of late, what it shows stand in one list."""
    source, *words = [word for word in values.get("image") or [""] if isinstance(word, str)] or [""]
    words = [word for word in words if not word.startswith("#")]
    alt = next((word for word in reversed(words) if not _PICTURE_NAME.fullmatch(word)), "")
    return image({"src": source, "alt": alt, "title": _text(values, "caption")})


def _codes(values: dict[str, Any]) -> str:
    codes = [code for code in values.get("codes") or () if isinstance(code, dict)]
    made = [blocks.code_block(_text(code, "code"), _text(code, "language")) for code in codes]
    if len(codes) < 2:
        return "".join(made)
    names = [_text(code, "name") or _text(code, "language") for code in codes]
    tabs = [blocks.fenced("tab", name, code) for name, code in zip(names, made, strict=True)]
    return blocks.fenced("tabs", "", "\n\n".join(tabs))


def _table(values: dict[str, Any]) -> str:
    """Cells are named by row and column: "h-0" is the head of the first, "0-0" is below it."""
    data = values.get("data")
    cells = data if isinstance(data, dict) else {}
    named = [key.split("-") for key in cells if "-" in key]
    rows = sorted({int(row) for row, *_column in named if row.isdigit()})
    columns = sorted({int(column[0]) for _row, *column in named if column[0].isdigit()})
    if not columns:
        return ""
    written = [
        [blocks.cell(_text(cells, f"{row}-{column}")) for column in columns]
        for row in ("h", *map(str, rows))
    ]
    return blocks.table(written, header=True)


def _embed(values: dict[str, Any]) -> str:
    return _shown(_text(values, "url") or _text(values, "href"), _text(values, "title"))


def _shown(url: str, title: str) -> str:
    return video(url, title).strip() if is_video(url) else page_link(url, title)


def _signed(match: re.Match[str]) -> str:
    """What stands beside the sign is a title when nothing else is in its paragraph."""
    lines = [re.sub(r"^> ?", "", line) for line in match[3].split("\n")[1:]]
    titled = len(lines) > 1 and not lines[0].strip()
    title = re.sub(r"^[*_]+|[*_]+$", "", match[2].strip()).rstrip(":：") if titled else ""
    content = "\n".join(lines if titled else [match[2], *lines]).strip()
    return blocks.callout(blocks.SIGNS[match[1]], title, content)


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


_READERS = {
    "callout": _callout,
    "image": _pictures,
    "code": _codes,
    "parameters": _table,
    "embed": _embed,
    "api-header": lambda values: f"## {_text(values, 'title')}\n" if _text(values, "title") else "",
    "html": lambda values: _text(values, "html"),
    "textarea": lambda values: _text(values, "text"),
}
