"""Marks of template languages in Markdown: Liquid (Jekyll, GitHub), Hugo and MDN's macros.

Nothing is run. What a mark stands for is written out where the text itself says it (a note, a
list of settings, a variable that the source defines); else the mark goes and its content stays.
"""

from __future__ import annotations

import re

from . import blocks, hugo, liquid
from .liquid import Include
from .template_blocks import STRING

_MACRO = re.compile(r"\{\{-?\s*\$?([A-Za-z][\w.-]*+)\s*+(?:\(([^{}\n]*)\)|[^{}\n]*+)\s*+\}\}")
_QUOTED = re.compile(r"""\{\{-?\s*(["'])([^"'{}\n]*)\1[^{}\n]*\}\}""")
_CODE = re.compile(
    r"(?P<open>\{%-?\s*(?:highlight|codeblock)\s*(?P<a>[\w+#-]*)[^%\n]*%\}"
    r"|\{\{[<%]\s*highlight\s*(?P<b>[\w+#-]*)[^\n]*?[>%]\}\})[ \t]*\n?"
    r"(?P<code>(?:(?!\{%-?\s*(?:end|highlight)|\{\{[<%]\s*(?:/|highlight)).)*?)"
    r"\n?(?:\{%-?\s*end(?:highlight|codeblock)\s*-?%\}|\{\{[<%]\s*/\s*highlight\s*[>%]\}\})",
    re.DOTALL,
)
SILENT_MACROS = frozenset(
    ["apiref", "compat", "cssref", "embedlivesample", "jsref", "learnsidebar", "previousmenunext",
     "previousnext", "securecontext_header", "specifications"]
)  # fmt: skip


def code(text: str) -> str:
    """Return `text` with template marks around code as fences; before code is hidden."""
    if "{%" not in text and "{{" not in text:
        return text
    text = re.sub(r"^[ \t]*\{%-?\s*(?:end)?raw\s*-?%\}[ \t]*\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}", "", text)
    return _CODE.sub(
        lambda match: blocks.code_block(match["code"], match["a"] or match["b"] or ""), text
    )


def convert(text: str, include: Include, variable: Include, value: Include) -> str:
    """Return `text` without template marks.

    `include` returns the text of a file that a mark includes, `variable` that of GitHub's named
    values, `value` that of names in double braces; all None where the source has none.
    """
    if "{{<" in text or "{{%" in text:
        text = hugo.convert(text)
    if "{%" in text:
        text = liquid.convert(text, include, variable)
    if "{{" in text:
        text = _QUOTED.sub(r"\2", text)
        text = _MACRO.sub(lambda match: _macro(match, value), text)
    return text


def _macro(match: re.Match[str], value: Include) -> str:
    """MDN's `{{domxref("Node")}}` is `Node`; `{{ticket.id}}` may be what an article is about."""
    name, arguments = match[1].lower(), match[2]
    if name in SILENT_MACROS:
        return ""
    if arguments is None:
        text = value(match[1])
        return match[0] if text is None else text
    strings = [string[1] or string[2] for string in STRING.finditer(arguments)]
    if not strings:
        return ""
    if name.endswith(("xref", "element", "header", "status", "method", "ref")):
        return blocks.code_span(strings[-1] if len(strings) > 1 else strings[0])
    return strings[0]
