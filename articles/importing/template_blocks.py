"""Blocks between marks of a template language, and what a mark says behind its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from . import blocks

STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NAMED = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
NOTES = frozenset(blocks.CALLOUTS) | {"alert", "admonition", "callout"}
FOLDS = frozenset(["details", "expand", "collapse", "accordion", "expandable"])


class OpenBlock(NamedTuple):
    """A block whose end has not come: its name, what stands behind that, and its content so far."""

    name: str
    rest: str
    parts: list[str]


# The innermost last.
Stack = list[OpenBlock]


def walk(mark: re.Pattern[str], text: str, meet: Callable[[Stack, re.Match[str]], None]) -> str:
    """Return `text` without its marks; `meet` opens or closes a block, or writes something there.

    A block that is never closed leaves its content.
    """
    stack = [OpenBlock("", "", [])]
    done = 0
    for match in mark.finditer(text):
        stack[-1].parts.append(text[done : match.start()])
        done = match.end()
        meet(stack, match)
    stack[-1].parts.append(text[done:])
    while len(stack) > 1:
        content = "".join(stack.pop().parts)
        stack[-1].parts.append(content)
    return "".join(stack[0].parts)


def block(name: str, rest: str, content: str) -> str:
    """Return what a closed block stands for: a note, a fold, a list, nothing or its content."""
    if name in ("comment", "capture"):
        return ""
    if name in NOTES:
        return f"\n\n{blocks.callout(_kind(name, rest), title_of(rest), content)}\n\n"
    if name in FOLDS:
        return f"\n\n{blocks.fenced('details', title_of(rest), content)}\n\n"
    if name == "tab":
        return f"\n\n{blocks.fenced('tab', title_of(rest), _code_of(rest, content))}\n\n"
    if name == "tabs":
        return f"\n\n{blocks.fenced('tabs', '', content)}\n\n"
    if name == "for" and "{{" in content:  # made of data that only the other system has
        return ""
    if name.startswith("configuration"):
        return f"\n\n{_settings(content)}\n\n"
    return content


def _code_of(rest: str, content: str) -> str:
    """Return the content of a tab, which may be code: Hugo's `codelang="bash"`."""
    values = values_of(rest)
    language = values.get("codelang") or values.get("lang")
    return blocks.code_block(content, language) if language else content


def values_of(rest: str) -> dict[str, str]:
    """Return the `name="value"` pairs of a mark."""
    return {match[1]: match[2] or match[3] or match[4] for match in _NAMED.finditer(rest)}


def _kind(name: str, rest: str) -> str:
    values = values_of(rest)
    attributes = [values[key] for key in ("type", "kind", "style", "color") if key in values]
    first_word = rest.lower().split()[:1]  # Hexo's `note info`, Hugo's `notice tip`
    words = [*attributes, *first_word, name]
    return next((kind for kind in words if kind in blocks.CALLOUTS), "note")


def title_of(rest: str) -> str:
    """Return the title that a mark gives its block; empty when it gives none."""
    values = values_of(rest)
    for key in ("title", "summary", "header", "label", "name", "heading"):
        if values.get(key):
            return values[key]
    match = None if values else STRING.search(rest)
    return (match[1] or match[2] or "") if match else ""


def listed_title(items: list[str], parts: list[str]) -> str:
    """Return the title that a box of tabs lists for its next tab, behind `parts`; else a number."""
    number = sum(part.lstrip().startswith(":::") for part in parts)
    return items[number].strip() if number < len(items) else str(number + 1)


def _settings(yaml: str) -> str:
    """Home Assistant's table of settings: a list of names with their descriptions."""
    result = []
    for match in re.finditer(
        r"^(\s*)([\w. -]+):[ \t]*\n((?:\1[ \t]+[^\n]*\n?|\n)*)", yaml, re.MULTILINE
    ):
        description = re.search(r"^\s*description:\s*(.+)$", match[3], re.MULTILINE)
        if description:
            text = description[1].strip().strip("\"'")
            result.append(f"- **{match[2].strip()}**: {text}")
    return "\n".join(result) if result else yaml
