"""Marks of template languages in Markdown: Liquid (Jekyll, GitHub), Hugo and MDN's macros.

Nothing is run. What a mark stands for is written out where the text itself says it (a note, a
list of settings, a variable that the source defines); else the mark goes and its content stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import blocks

_LIQUID = re.compile(r"\{%-?\s*(/?\w+)\s*([^%\n]*?)\s*-?%\}")
_WHOLE_LINE = re.compile(r"^[ \t>]*(?:\{%[^%\n]*%\}[ \t]*)+\n", re.MULTILINE)
_HUGO = re.compile(r"\{\{[<%]\s*(/?)\s*([\w./-]+)\s*([^\n]*?)\s*/?\s*[>%]\}\}")
_MACRO = re.compile(r"\{\{\s*([A-Za-z][\w.-]*)\s*(?:\(([^{}\n]*)\)|[^{}\n]*)\s*\}\}")
_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NAMED = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_CODE = re.compile(
    r"(?P<open>\{%-?\s*(?:highlight|codeblock)\s*(?P<a>[\w+#-]*)[^%\n]*%\}"
    r"|\{\{[<%]\s*highlight\s*(?P<b>[\w+#-]*)[^\n]*?[>%]\}\})[ \t]*\n?"
    r"(?P<code>(?:(?!\{%-?\s*end|\{\{[<%]\s*/).)*?)"
    r"\n?(?:\{%-?\s*end(?:highlight|codeblock)\s*-?%\}|\{\{[<%]\s*/\s*highlight\s*[>%]\}\})",
    re.DOTALL,
)
NOTES = frozenset(blocks.CALLOUTS) | {"alert", "admonition", "callout"}
FOLDS = frozenset(["details", "expand", "collapse", "accordion", "expandable"])
SILENT_MACROS = frozenset(
    ["apiref", "compat", "cssref", "embedlivesample", "jsref", "learnsidebar", "previousmenunext",
     "previousnext", "securecontext_header", "specifications"]
)  # fmt: skip
Include = Callable[[str], str | None]
# Open blocks, the innermost last: name, what stands behind the name, pieces of the content.
Stack = list[tuple[str, str, list[str]]]


def code(text: str) -> str:
    """Return `text` with template marks around code as fences; before code is hidden."""
    if "{%" not in text and "{{" not in text:
        return text
    text = re.sub(r"^[ \t]*\{%-?\s*(?:end)?raw\s*-?%\}[ \t]*\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}", "", text)
    return _CODE.sub(
        lambda found: blocks.code_block(found["code"], found["a"] or found["b"] or ""), text
    )


def convert(text: str, include: Include, variable: Include) -> str:
    """Return `text` without template marks.

    `include` returns the text of a file that a mark includes, `variable` that of a named value;
    both None where the source has none.
    """
    if "{{<" in text or "{{%" in text:
        text = _hugo(text)
    if "{%" in text:
        text = _liquid(text, include, variable)
    if "{{" in text:
        text = _MACRO.sub(_macro, text)
    return text


def _walk(mark: re.Pattern[str], text: str, meet: Callable[[Stack, re.Match[str]], None]) -> str:
    """Return `text` without its marks; `meet` opens or closes a block, or writes something there.

    A block that is never closed leaves its content.
    """
    stack: Stack = [("", "", [])]
    done = 0
    for found in mark.finditer(text):
        stack[-1][2].append(text[done : found.start()])
        done = found.end()
        meet(stack, found)
    stack[-1][2].append(text[done:])
    while len(stack) > 1:
        _name, _rest, content = stack.pop()
        stack[-1][2].append("".join(content))
    return "".join(stack[0][2])


def _liquid(text: str, include: Include, variable: Include) -> str:
    """Blocks are opened and closed; of alternatives the first one stays."""

    def meet(stack: Stack, found: re.Match[str]) -> None:
        name, rest = found[1].lower(), found[2]
        if name.startswith(("end", "/")):
            _close(stack, name.removeprefix("end").removeprefix("/"))
        elif name in ("else", "elsif", "when") or name in _OPENING or name in NOTES | FOLDS:
            stack.append((name, rest, []))
        else:
            stack[-1][2].append(_single(name, rest, include, variable))

    return _walk(_LIQUID, _WHOLE_LINE.sub(lambda found: _placed(found[0]), text), meet)


_OPENING = frozenset(
    ["if", "unless", "ifversion", "case", "for", "comment", "configuration", "configuration_basic",
     "capture", "rowheaders", "tabs", "tab"]
)  # fmt: skip


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
    stack[-1][2].append(_block(opened, rest, first))


def _block(name: str, rest: str, content: str) -> str:
    if name in ("comment", "capture"):
        return ""
    if name in NOTES:
        return f"\n\n{blocks.callout(_kind(name, rest), _title(rest), content)}\n\n"
    if name in FOLDS:
        return f"\n\n{blocks.fenced('details', _title(rest), content)}\n\n"
    if name.startswith("configuration"):
        return f"\n\n{_settings(content)}\n\n"
    return content


def _named(rest: str) -> dict[str, str]:
    """Return the `name="value"` pairs of a mark."""
    return {found[1]: found[2] or found[3] or found[4] for found in _NAMED.finditer(rest)}


def _kind(name: str, rest: str) -> str:
    named = _named(rest)
    kind = named.get("type") or named.get("kind") or named.get("style") or name
    return kind if kind in blocks.CALLOUTS else "note"


def _title(rest: str) -> str:
    named = _named(rest)
    for key in ("title", "summary", "header", "label", "name", "heading"):
        if named.get(key):
            return named[key]
    found = None if named else _STRING.search(rest)
    return (found[1] or found[2] or "") if found else ""


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
    strings = [found[1] or found[2] for found in _STRING.finditer(rest)]
    words = strings or [rest.replace("_", " ")]
    return words[-1]


def _readable(key: str) -> str:
    """Return words for a variable that nobody defines: `product.prodname_desktop` is "desktop"."""
    return key.rsplit(".", 1)[-1].removeprefix("prodname_").replace("_", " ")


def _settings(yaml: str) -> str:
    """Home Assistant's table of settings: a list of names with their descriptions."""
    result = []
    for found in re.finditer(
        r"^(\s*)([\w. -]+):[ \t]*\n((?:\1[ \t]+[^\n]*\n?|\n)*)", yaml, re.MULTILINE
    ):
        description = re.search(r"^\s*description:\s*(.+)$", found[3], re.MULTILINE)
        if description:
            text = description[1].strip().strip("\"'")
            result.append(f"- **{found[2].strip()}**: {text}")
    return "\n".join(result) if result else yaml


def _hugo(text: str) -> str:
    """Hugo's shortcodes: pairs for notes, folds and tabs; of others the content stays."""
    closed = {found[2].lower() for found in _HUGO.finditer(text) if found[1]}
    opening = closed & (NOTES | FOLDS | {"tabs", "tab"})

    def meet(stack: Stack, found: re.Match[str]) -> None:
        closing, name, rest = found[1], found[2].lower(), found[3]
        if closing:
            _close_hugo(stack, name)
        elif name in opening:
            stack.append((name, rest, []))
        else:
            stack[-1][2].append(_shortcode(name, rest))

    return _walk(_HUGO, text, meet)


def _close_hugo(stack: Stack, name: str) -> None:
    if len(stack) < 2 or stack[-1][0] != name:
        return
    _name, rest, parts = stack.pop()
    content = "".join(parts)
    if name in ("tabs", "tab"):
        block = blocks.fenced(name, _title(rest) if name == "tab" else "", content)
        stack[-1][2].append(f"\n\n{block}\n\n")
    else:
        stack[-1][2].append(_block(name, rest, content))


def _shortcode(name: str, rest: str) -> str:
    named = _named(rest)
    found = _STRING.search(rest)
    first = (found[1] or found[2] or "") if found else rest.strip()
    if name in ("ref", "relref"):
        return first
    if name in ("figure", "img", "image") and (source := named.get("src")):
        caption = named.get("caption") or named.get("title") or ""
        alt = named.get("alt") or caption
        return f"![{alt}]({source}" + (f' "{caption}")' if caption else ")")
    if name == "youtube" and first:
        return f"\n\n{blocks.fenced('video', f'https://www.youtube.com/watch?v={first}', '')}\n\n"
    return ""


def _macro(found: re.Match[str]) -> str:
    """MDN's `{{domxref("Node")}}` is `Node`; `{{ticket.id}}` may be what an article is about."""
    name, arguments = found[1].lower(), found[2]
    if name in SILENT_MACROS:
        return ""
    if arguments is None:
        return found[0]
    strings = [string[1] or string[2] for string in _STRING.finditer(arguments)]
    if not strings:
        return ""
    if name.endswith(("xref", "element", "header", "status", "method", "ref")):
        return blocks.code_span(strings[-1] if len(strings) > 1 else strings[0])
    return strings[0]
