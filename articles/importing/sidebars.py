"""Sidebars that are written as code: Docusaurus' `sidebars.js`, VitePress' `.vitepress/config.ts`.

Nothing is run. Read are lists and objects that are written out; what a function returns or another
file gives says nothing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from . import safe_yaml, titles
from .contents import Entry, path_below
from .report import Refused

NOT_WRITTEN = "A sidebar is read where it is written out as lists and objects."
# A string, in which no comment begins, or a comment; each to its end, closed or not.
_STRING = r"\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?|`(?:\\.|[^`\\])*+`?"
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TOKEN = re.compile(rf"{_STRING}|[\[{{(]|[\]}})]", re.DOTALL)
_SIDEBARS = re.compile(r"(?:\bsidebars\b[^=\n]*|\bmodule\.exports\s*)=\s*|\bexport\s+default\s+")
_SIDEBAR = re.compile(r"\bsidebar\s*:\s*")


def of_docusaurus(text: str, folder: str, most: int) -> list[Entry]:
    """Return the entries of all sidebars; their pages are in `folder`. Raises Refused."""
    sidebars = _literal(text, _SIDEBARS, most)
    return _entries([sidebars], folder, "")


def of_vitepress(text: str, folder: str, most: int) -> list[Entry]:
    """Return the entries of the sidebar, or of one for each path. Raises Refused."""
    sidebar = _literal(text, _SIDEBAR, most)
    by_path = sidebar.values() if isinstance(sidebar, dict) else [{"items": sidebar}]
    listed = [part if isinstance(part, dict) else {"items": part} for part in by_path]
    return _entries(listed, folder, "")


def _entries(items: Any, folder: str, base: str) -> list[Entry]:
    entries: list[Entry] = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str):
            entries.append(Entry("", path_below(item, folder)))
        elif isinstance(item, dict) and item.keys() & {"items", "link", "id", "dirName"}:
            entries.append(_entry(item, folder, base))
        elif isinstance(item, dict) and "type" not in item:  # {"A category": ["a/page"]}
            entries += [Entry(_said(n), "", _entries(b, folder, base)) for n, b in item.items()]
    return entries


def _entry(item: dict[str, Any], folder: str, base: str) -> Entry:
    """Return a page, or a category with what is below it, which may have a page, too."""
    base = str(item.get("base") or base)
    link = item.get("link") or item.get("id") or ""
    if isinstance(link, dict):
        link = link.get("id") or ""
    if name := item.get("dirName"):
        link = f"{name}/"
    below = _entries(item.get("items"), folder, base)
    name = _said(item.get("label") or item.get("text"))
    return Entry(name, path_below(f"{base}{link}".lstrip("/") if link else "", folder), below)


def _said(name: Any) -> str:
    return titles.plain(name) if isinstance(name, str) else ""


def _literal(text: str, before: re.Pattern[str], most: int) -> Any:
    """Return the list or object behind the first such mark that has one. Raises Refused."""
    text = _COMMENT.sub(lambda match: match[1] or "", text).replace("\t", " ")
    marks = list(before.finditer(text))
    written = [mark for mark in marks if text[mark.end() : mark.end() + 1] in ("[", "{")]
    if not written:
        if marks:
            raise Refused(NOT_WRITTEN)
        return None
    try:
        node = safe_yaml.compose(_as_yaml(text, written[0].end()), most=most)
    except Refused as error:
        raise Refused(NOT_WRITTEN) from error
    return safe_yaml.plain(node, set()) if node else None


def _as_yaml(text: str, start: int) -> str:
    """Return the literal that begins at `start`; in YAML strings know other escapes."""
    result, done, depth = [], start, 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "[{(":
            depth += 1
        elif token[0] in "]})":
            depth -= 1
        else:
            value = re.sub(r"\\(.)", r"\1", token[0][1:-1], flags=re.DOTALL)
            result += [text[done : token.start()], " ", json.dumps(value, ensure_ascii=False)]
            done = token.end()
        if depth == 0:
            return "".join(result) + text[done : token.end()]
    return "".join(result) + text[done:]
