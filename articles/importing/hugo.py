"""Hugo's shortcodes: `{{< note >}}`, `{{% tab %}}`, `{{< figure src="x.png" >}}`."""

from __future__ import annotations

import re

from . import blocks, titles
from .template_blocks import FOLDS, NOTES, STRING, Stack, block, named, walk

_MARK = re.compile(r"\{\{[<%]\s*(/?)\s*([\w./-]+)\s*([^\n]*?)\s*/?\s*[>%]\}\}")


def convert(text: str) -> str:
    """Return `text` without shortcodes; pairs that are no note, fold or tab leave their content."""
    closed = {found[2].lower() for found in _MARK.finditer(text) if found[1]}
    opening = closed & (NOTES | FOLDS | {"tabs", "tab", "button"})

    def meet(stack: Stack, found: re.Match[str]) -> None:
        closing, name, rest = found[1], found[2].lower(), found[3]
        if closing:
            _close(stack, name)
        elif name in opening:
            stack.append((name, rest, []))
        else:
            stack[-1][2].append(_shortcode(name, rest))

    return walk(_MARK, text, meet)


def _close(stack: Stack, name: str) -> None:
    if len(stack) < 2 or stack[-1][0] != name:
        return
    _name, rest, parts = stack.pop()
    content = "".join(parts)
    href = named(rest).get("href") or named(rest).get("link")
    if name == "button" and href and content.strip():
        stack[-1][2].append(f"[{content.strip()}]({href})")
    else:
        stack[-1][2].append(block(name, rest, content))


def _shortcode(name: str, rest: str) -> str:
    values = named(rest)
    found = STRING.search(rest)
    first = (found[1] or found[2] or "") if found else rest.strip()
    if name in ("ref", "relref"):
        return first
    if name in ("figure", "img", "image") and (source := values.get("src")):
        caption = values.get("caption") or values.get("title") or ""
        alt = values.get("alt") or caption
        return f"![{alt}]({source}" + (f' "{caption}")' if caption else ")")
    if name == "youtube" and first:
        return f"\n\n{blocks.fenced('video', f'https://www.youtube.com/watch?v={first}', '')}\n\n"
    if name == "heading":
        return titles.readable(first)
    return values.get("text") or values.get("label") or ""
