"""Files that are put into other texts: MDX's imported components, Python-Markdown's marks.

    import Steps from "../parts/_steps.mdx"    --8<-- "part.md"    {!part.md!}
    <Steps name="the app" />                   {% include-markdown "part.md" %}

They come before all converters, as deep as their marks: what they hold is text of the page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from .blocks import indented

Include = Callable[[str], str | None]

MAX_DEPTH = 8
_IMPORT = re.compile(
    r"^import[ \t]+([A-Z]\w*)[ \t]+from[ \t]+[\"']([^\"'\n]+\.mdx?)[\"'];?[ \t]*\n?", re.MULTILINE
)
_COMPONENT = re.compile(r"^([ \t]*)<([A-Z]\w*)((?:\s[^<>]*)?)/>[ \t]*$", re.MULTILINE)
_VALUE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|\{[\"'`]([^\"'`{}]*)[\"'`]\})")
_PROPERTY = re.compile(r"\{props\.([\w-]+)\}")
_SNIPPET = re.compile(
    r"^([ \t]*)(?:-{2,}8<-{2,}[ \t]+[\"']([^\"'\n]+)[\"']|\{![ \t]*([^!\n]+?)[ \t]*!\}"
    r"|\{%-?\s*include-markdown\s+[\"']([^\"'\n]+)[\"'][^%]*%\})[ \t]*$",
    re.MULTILINE,
)


def put_in(text: str, include: Include) -> str:
    """Return `text` with the files in the places of their marks; one that is missing is nothing."""
    if "<" in text and "import" in text:
        text = _components(text, include, "", 0)
    return _SNIPPET.sub(
        lambda match: _at(match[1], include(match[2] or match[3] or match[4])), text
    )


def _components(text: str, include: Include, folder: str, depth: int) -> str:
    """Write out what the Markdown files that `text` imports say; their own imports, too."""
    paths = {match[1]: _path(folder, match[2]) for match in _IMPORT.finditer(text)}
    if not paths or depth == MAX_DEPTH:
        return text

    def written(match: re.Match[str]) -> str:
        part = include(paths[match[2]]) if match[2] in paths else None
        if part is None:
            return match[0]
        values = {value[1]: value[2] or value[3] or value[4] for value in _VALUE.finditer(match[3])}
        part = _PROPERTY.sub(lambda name: values.get(name[1], name[0]), part)
        inner = posixpath.dirname(paths[match[2]])
        return f"\n{_at(match[1], _components(part, include, inner, depth + 1))}\n"

    return _COMPONENT.sub(written, text)


def _path(folder: str, path: str) -> str:
    return posixpath.join(folder, path) if path.startswith(".") else path.removeprefix("@site/")


def _at(indent: str, part: str | None) -> str:
    """Return a part as deep as its mark stands."""
    return indent + indented(part, indent) if part else ""
