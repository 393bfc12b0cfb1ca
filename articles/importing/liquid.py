"""Liquid, as Jekyll and GitHub have it: `{% note %}`, `{% include x.md %}`, `{% data x.y %}`."""

from __future__ import annotations

import re
from collections.abc import Callable

from .template_blocks import FOLDS, NOTES, STRING, Stack, block, walk

_MARK = re.compile(r"\{%-?\s*(/?\w+)\s*([^%\n]*?)\s*-?%\}")
_WHOLE_LINE = re.compile(r"^[ \t>]*(?:\{%[^%\n]*%\}[ \t]*)+\n", re.MULTILINE)
_OPENING = frozenset(
    ["if", "unless", "ifversion", "case", "for", "comment", "configuration", "configuration_basic",
     "capture", "rowheaders", "tabs", "tab"]
)  # fmt: skip
Include = Callable[[str], str | None]


def convert(text: str, include: Include, variable: Include) -> str:
    """Return `text` without its marks; of alternatives the first one stays."""

    def meet(stack: Stack, found: re.Match[str]) -> None:
        name, rest = found[1].lower(), found[2]
        if name.startswith(("end", "/")):
            _close(stack, name.removeprefix("end").removeprefix("/"))
        elif name in ("else", "elsif", "when") or name in _OPENING or name in NOTES | FOLDS:
            stack.append((name, rest, []))
        else:
            stack[-1][2].append(_single(name, rest, include, variable))

    return walk(_MARK, _WHOLE_LINE.sub(lambda found: _placed(found[0]), text), meet)


def _placed(lines: str) -> str:
    """Keep the line of marks that put something there; others take their line with them."""
    return (
        lines
        if re.search(r"\{%-?\s*(?:data|include|term|my|linkable)", lines)
        else lines.rstrip("\n")
    )


def _close(stack: Stack, name: str) -> None:
    names = {name, "ifversion"} if name == "if" else {name}  # GitHub closes both alike
    if not any(opened in names for opened, _rest, _content in stack[1:]):
        return
    alternatives: list[str] = []
    while True:
        opened, rest, content = stack.pop()
        alternatives.insert(0, "".join(content))
        if opened in names:
            break
    first = alternatives[0] or "".join(alternatives[1:2])
    stack[-1][2].append(block(opened, rest, first))


def _single(name: str, rest: str, include: Include, variable: Include) -> str:
    """A mark without an end: what it puts there, as far as the source says."""
    if name in ("include", "include_relative", "include_cached", "render"):
        path = rest.split()[0].strip("\"'") if rest.split() else ""
        return include(path) or ""
    if name == "data":
        key = rest.split()[0] if rest.split() else ""
        return (
            include(key) or "" if key.startswith("reusables.") else variable(key) or _readable(key)
        )
    if name in ("term", "linkable_title", "icon", "octicon", "my"):
        return _term(name, rest)
    if name == "link":
        return rest.strip("\"'")
    return ""


def _term(name: str, rest: str) -> str:
    if name in ("icon", "octicon"):
        return ""
    strings = [found[1] or found[2] for found in STRING.finditer(rest)]
    words = strings or [rest.replace("_", " ")]
    return words[-1]


def _readable(key: str) -> str:
    """Return words for a variable that nobody defines: `product.prodname_desktop` is "desktop"."""
    return key.rsplit(".", 1)[-1].removeprefix("prodname_").replace("_", " ")
