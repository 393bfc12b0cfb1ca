"""MyST, Sphinx' Markdown: directives, roles, targets and comments.

    ```{note}                :::{dropdown} Title       (a-target)=
    Text                     :open:                    ## Heading
    ```                      Text                      {ref}`words <a-target>`, {kbd}`Ctrl`
                             :::                       % for us only

It comes before code is hidden: a directive looks like code to everybody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import blocks, directives
from .code import fence_after
from .html_pieces import target

Include = Callable[[str], str | None]

MAX_DEPTH = 12
LABEL = re.compile(r"^[ \t]*\(([\w .:-]+)\)=[ \t]*$", re.MULTILINE)
_EVIDENCE = re.compile(
    rf"^[ \t>]*(?:`{{3,}}|~{{3,}}|:{{3,}})\{{[\w:-]+\}}|{LABEL.pattern}", re.MULTILINE
)
_OPENING = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ \t]*"
    r"(?P<argument>.*?)[ \t]*$"
)
_OPTION = re.compile(r"^[ \t]*:([\w-]+):[ \t]*(.*?)[ \t]*$")
_COMMENT = re.compile(r"^%(?:[ \t].*)?$")
# A role, or a code span: one that ends in braces, as `/receipts/{id}` does, begins no role.
_ROLE = re.compile(
    r"(?<![`\\])\{(?P<name>[a-z][\w:-]*)\}(?P<ticks>`+)(?P<text>[^`\n]+)(?P=ticks)(?!`)"
    r"|(?<![`\\])(?P<code>`+)(?!`)[^\n]*?(?<!`)(?P=code)(?!`)"
)
_TITLED = re.compile(r"(.*?)(?<!\s)\s*<([^<>]+)>\Z")
_LINKS = frozenset(["ref", "doc", "numref", "any", "download"])
_WORDS = frozenset(["term", "abbr", "sub", "sup", "emphasis", "superscript", "subscript"])
_STRONG = frozenset(["guilabel", "menuselection", "strong", "octicon"])


def is_in(text: str) -> bool:
    """Whether `text` has marks that only MyST has."""
    return bool(_EVIDENCE.search(text)) or any(match["name"] for match in _ROLE.finditer(text))


def convert(text: str, include: Include, depth: int = 0) -> str:
    """Return `text` with its directives and roles in our dialect; code in it is left alone."""
    if depth > MAX_DEPTH:
        return text
    lines, result = text.split("\n"), []
    index, fence, label = 0, "", ""
    while index < len(lines):
        line = lines[index]
        index += 1
        if not fence and (match := _OPENING.match(line)):
            content, index = _inside(lines, index, match["mark"], match["indent"])
            result.append(_directive(match, content, include, depth))
        elif fence:
            fence = fence_after(line, fence)
            result.append(line)
        elif match := LABEL.match(line):
            label = match[1]
        elif not _COMMENT.match(line):
            fence = fence_after(line, fence)
            result.append(line if fence else _ROLE.sub(_role, _labelled(line, label)))
            label = "" if line.strip() else label
    return "\n".join(result)


def _inside(lines: list[str], index: int, mark: str, indent: str) -> tuple[list[str], int]:
    """Return the lines of a directive, outdented, and where the text goes on behind its end."""
    content: list[str] = []
    while index < len(lines):
        line = lines[index]
        index += 1
        bare = line.strip()
        if len(bare) >= len(mark) and bare == mark[0] * len(bare):
            break
        content.append(line.removeprefix(indent))
    return content, index


def _directive(match: re.Match[str], content: list[str], include: Include, depth: int) -> str:
    indent, mark, name = match["indent"], match["mark"], match["name"].lower()
    argument, whole = _ROLE.sub(_role, match["argument"]), "\n".join(content)
    options: dict[str, str] = {}
    while content and (option := _OPTION.match(content[0])):
        options[option[1]] = option[2]
        content = content[1:]
    text = "\n".join(content).strip("\n")
    if path := argument if name == "include" else options.get("file"):
        text = include(path) or ""
    if name not in directives.RAW:
        text = convert(text, include, depth + 1)
    block = directives.block(name, argument, options, text)
    if block is None:  # R's `{r}` is code, of a container the text is converted
        opening = f"{mark}{{{match['name']}}} {match['argument']}".rstrip()
        block = f"{opening}\n{whole if mark[0] in '`~' else text}\n{mark}"
    return f"\n{indent}{blocks.indented(block, indent)}\n" if block else ""


def _labelled(line: str, label: str) -> str:
    """Return a heading with the name that stood above it."""
    named = label and re.match(r"#{1,6}[ \t]", line) and "{#" not in line
    return f"{line.rstrip()} {{#{label.replace(' ', '-')}}}" if named else line


def _role(match: re.Match[str]) -> str:
    if not match["name"]:
        return match[0]
    name, text = match["name"].rpartition(":")[2], match["text"].strip()
    titled = _TITLED.match(text)
    if name in _LINKS:
        words, leads = (titled[1], titled[2]) if titled else ("", text)
        return f"[{words}]({target(leads)})"
    words = titled[1] or titled[2] if titled else text
    if name in _STRONG:
        return f"**{words.replace('-->', '→')}**"
    if name in _WORDS:
        return words
    # Sphinx shows only the last name of `~package.module.name`.
    return blocks.code_span(words.rpartition(".")[2] if words.startswith("~") else words)
