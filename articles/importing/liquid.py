"""Liquid, as Jekyll and GitHub have it: `{% note %}`, `{% include x.md %}`, `{% data x.y %}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from .html_pieces import frame, image, target, video
from .template_blocks import FOLDS, NOTES, STRING, OpenBlock, Stack, block, values_of, walk

_MARK = re.compile(r"\{%-?\s*(/?\w++)\s*+((?:[^\S\n]*+[^%\s])*?)\s*+-?%\}")
# An icon alone in a cell is what the cell says; elsewhere it stands beside words that say it.
_ICON_IN_CELL = re.compile(
    r"(?<=\|)([ \t]*)\{%-?\s*octicon\s[^%\n|]*aria-label=\"([^\"\n|]+)\"[^%\n|]*%\}(?=[ \t]*\|)"
)
_ICON = re.compile(
    r"\s?\(\s*\{%-?\s*(?:octicon|icon)\b[^%\n]*%\}\s*\)|\{%-?\s*(?:octicon|icon)\b[^%\n]*%\}[ \t]?"
)
_PICTURE = re.compile(r"(\S+\.(?:png|jpe?g|gif|webp|svg))[\"']?(?:\s|\Z)", re.IGNORECASE)
_WHOLE_LINE = re.compile(r"^[ \t>]*(?:\{%[^%\n]*%\}[ \t]*)+\n", re.MULTILINE)
_OPENING = frozenset(
    ["if", "unless", "ifversion", "case", "for", "comment", "configuration", "configuration_basic",
     "capture", "rowheaders", "tabs", "tab"]
)  # fmt: skip
Include = Callable[[str], str | None]


def convert(text: str, include: Include, variable: Include) -> str:
    """Return `text` without its marks; of alternatives the first one stays."""

    def meet(stack: Stack, match: re.Match[str]) -> None:
        name, rest = match[1].lower(), match[2]
        if name.startswith(("end", "/")):
            _close(stack, name.removeprefix("end").removeprefix("/"))
        elif name in ("else", "elsif", "when") or name in _OPENING or name in NOTES | FOLDS:
            stack.append(OpenBlock(name, rest, []))
        else:
            stack[-1].parts.append(_single(name, rest, include, variable))

    text = _ICON.sub("", _ICON_IN_CELL.sub(r"\1\2", text))
    return walk(_MARK, _WHOLE_LINE.sub(lambda match: _placed(match[0]), text), meet)


def _placed(lines: str) -> str:
    """Keep the line of marks that put something there; others take their line with them."""
    return (
        lines
        if re.search(r"\{%-?\s*(?:data|include|term|my|linkable|image|img|picture)", lines)
        else lines.rstrip("\n")
    )


def _close(stack: Stack, name: str) -> None:
    names = {name, "ifversion"} if name == "if" else {name}  # GitHub closes both alike
    if not any(opened.name in names for opened in stack[1:]):
        return
    alternatives: list[str] = []
    while True:
        opened = stack.pop()
        alternatives.insert(0, "".join(opened.parts))
        if opened.name in names:
            break
    first = alternatives[0] or "".join(alternatives[1:2])
    stack[-1].parts.append(block(opened.name, opened.rest, first))


def _single(name: str, rest: str, include: Include, variable: Include) -> str:
    """A mark without an end: what it puts there, as far as the source says."""
    if name in ("include", "include_relative", "include_cached", "render"):
        path = rest.split()[0].strip("\"'") if rest.split() else ""
        return _component(path, rest) if path.endswith(".html") else include(path) or ""
    if name == "data":
        key = rest.split()[0] if rest.split() else ""
        return (
            include(key) or "" if key.startswith("reusables.") else variable(key) or _readable(key)
        )
    if name in ("term", "linkable_title", "my"):
        return _term(rest)
    if name == "embed" and (url := values_of(rest).get("url")):
        return f"\n\n{frame(url, '')}\n\n"
    if name == "file" and (source := values_of(rest).get("src")):
        return f"[{PurePosixPath(source).name}]({target(source)})\n\n"
    if name in ("image", "img", "picture"):
        return _picture(rest)
    if name == "link":
        return rest.strip("\"'")
    return ""


def _component(path: str, rest: str) -> str:
    """Jekyll's `{% include note.html content="..." %}`: what is said stands in the mark itself."""
    stem, values = PurePosixPath(path).stem.lower(), values_of(rest)
    content = values.get("content") or values.get("text") or ""
    if stem in NOTES and content:
        return block(stem, rest, content)
    if stem == "youtube" and (key := values.get("id") or values.get("video")):
        return video(f"https://www.youtube.com/watch?v={key}", values.get("title", ""))
    if source := values.get("file") or values.get("src"):
        return image({"title": values.get("caption", ""), **values, "src": source})
    return content


def _picture(rest: str) -> str:
    """Jekyll's `{% img left a.png 300 What it shows %}`: classes, path, size, words."""
    values, match = values_of(rest), _PICTURE.search(rest)
    if not match:
        return image(values)
    words = [word for word in rest[match.end() :].split() if not word.isdigit()]
    alt = values.get("alt", "" if values else " ".join(words))
    return image({"src": values.get("src", match[1].strip("\"'")), "alt": alt.strip("\"'")})


def _term(rest: str) -> str:
    strings = [match[1] or match[2] for match in STRING.finditer(rest)]
    words = strings or [rest.replace("_", " ")]
    return words[-1]


def _readable(key: str) -> str:
    """Return words for a variable that nobody defines: `product.prodname_desktop` is "desktop"."""
    return key.rsplit(".", 1)[-1].removeprefix("prodname_").replace("_", " ")
