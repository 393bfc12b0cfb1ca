"""What a directive of MyST stands for: a note, a fold, tabs, code, a picture, a table, nothing."""

from __future__ import annotations

import re
import textwrap

from . import blocks, myst_tables
from .html_pieces import image, video

CODE = frozenset(
    ["code", "code-block", "code-cell", "sourcecode", "parsed-literal", "prompt", "math"]
)
FOLDS = frozenset(["dropdown", "toggle", "collapse", "details"])
BOXES = frozenset(["admonition", "sidebar", "topic", "margin"])
VERSIONS = frozenset(["versionadded", "versionchanged", "deprecated"])
SILENT = frozenset(
    ["toctree", "contents", "index", "meta", "tags", "highlight", "todo", "eval-rst", "raw",
     "literalinclude", "sectionauthor", "codeauthor", "currentmodule"]
)  # fmt: skip
CONTENT = frozenset(
    ["grid", "grid-item", "container", "div", "epigraph", "only", "table", "include", "centered",
     "rubric", "card-carousel", "pull-quote", "highlights"]
)  # fmt: skip
# What these hold is no Markdown.
RAW = CODE | SILENT


def block(name: str, argument: str, options: dict[str, str], text: str) -> str | None:
    """Return a directive in our dialect; None for one that nobody knows."""
    classes = options.get("class", "").lower().split()
    if name in SILENT:
        return ""
    if name in CODE:
        return blocks.code_block(text, argument.split(" ")[0])
    if name in FOLDS or "dropdown" in classes or "toggle" in classes:
        return blocks.fenced("details", argument or name.capitalize(), text)
    if name in BOXES:
        kind = next((kind for kind in classes if kind in blocks.CALLOUTS), "note")
        return blocks.callout(kind, argument, text)
    if name in blocks.CALLOUTS:
        return blocks.callout(name, "", "\n\n".join(part for part in (argument, text) if part))
    if name in VERSIONS:
        return blocks.callout("note", "", " ".join(part for part in (argument, text) if part))
    return _held(name, argument, options, text)


def _held(name: str, argument: str, options: dict[str, str], text: str) -> str | None:
    """Blocks that show or hold something."""
    if name in ("tab-set", "tabs"):
        return blocks.fenced("tabs", "", text)
    if name in ("tab-item", "tab"):
        return blocks.fenced("tab", argument, text)
    if name in ("image", "figure"):
        caption, _blank, rest = text.partition("\n\n")
        return f"{image({**options, 'src': argument, 'title': caption})}\n\n{rest}".strip()
    if name in ("card", "grid-item-card"):
        link = options.get("link")
        title = f"**[{argument}]({link})**" if link and argument else f"**{argument}**"
        return f"{title if argument else ''}\n\n{text}".strip()
    if name == "youtube":
        return video(f"https://www.youtube.com/watch?v={argument}", "").strip()
    if name in ("list-table", "csv-table"):
        cells = myst_tables.rows(name, options, text)
        return myst_tables.table(argument, options, cells) if cells else text
    if name == "glossary":
        return _glossary(text)
    if name in CONTENT:
        caption = f"**{argument}**\n\n" if argument and name in ("table", "rubric") else ""
        return caption + text
    return None


def _glossary(text: str) -> str:
    """Terms at the margin, their meanings indented below; several terms may share one."""
    if re.search(r"^:[ \t]", text, re.MULTILINE):
        return text  # a list as `definitions` reads it
    parts = re.split(r"^(\S[^\n]*)$", text, flags=re.MULTILINE)  # what stands between, a term, ...
    said = [f"**{part}**" if at % 2 else textwrap.dedent(part) for at, part in enumerate(parts)]
    return "\n\n".join(part.strip("\n") for part in said if part.strip())
