"""Hugo's shortcodes: `{{< note >}}`, `{{% tab %}}`, `{{< figure src="x.png" >}}`."""

from __future__ import annotations

import re

from . import titles
from .html_pieces import frame, image, page_link, target, video
from .template_blocks import (
    FOLDS,
    NOTES,
    STRING,
    OpenBlock,
    Stack,
    block,
    listed_title,
    title_of,
    values_of,
    walk,
)

TABS = frozenset(["tabs", "tabpane", "code-tabs"])
LINKS = ("href", "link", "url", "relref", "ref")
# Where the video or post is that a shortcode names by its number, and perhaps by who wrote it.
ELSEWHERE = {
    "youtube": "https://www.youtube.com/watch?v={id}",
    "vimeo": "https://vimeo.com/{id}",
    "instagram": "https://www.instagram.com/p/{id}/",
    "gist": "https://gist.github.com/{user}/{id}",
    "tweet": "https://x.com/{user}/status/{id}",
    "x": "https://x.com/{user}/status/{id}",
}
_MARK = re.compile(
    r"\{\{[<%]\s*(?P<closes>/?)\s*(?P<name>[\w./-]++)\s*+"
    r"(?P<rest>(?:[^\S\n]*+(?!\{\{[<%])\S)*?)\s*+/?\s*+[>%]\}\}"
)


def convert(text: str) -> str:
    """Return `text` without shortcodes; pairs that are no note, fold or tab leave their content."""
    closed = {match["name"].lower() for match in _MARK.finditer(text) if match["closes"]}
    opening = closed & (NOTES | FOLDS | {*TABS, "tab", "button"})

    def meet(stack: Stack, match: re.Match[str]) -> None:
        name, rest = match["name"].lower(), match["rest"]
        if match["closes"]:
            _close(stack, name)
        elif name in opening:
            stack.append(OpenBlock(name, rest, []))
        else:
            stack[-1].parts.append(_shortcode(name, rest))

    return walk(_MARK, text, meet)


def _close(stack: Stack, name: str) -> None:
    if len(stack) < 2 or stack[-1].name != name:
        return
    _name, rest, parts = stack.pop()
    outer, content, values = stack[-1], "".join(parts), values_of(rest)
    href = next((values[key] for key in LINKS if values.get(key)), "")
    if name == "button" and href and content.strip():
        outer.parts.append(f"[{content.strip()}]({target(href)})")
    elif name == "tab" and not title_of(rest):  # Hextra's `{{< tabs items="A,B" >}}` lists them
        items = [item for item in values_of(outer.rest).get("items", "").split(",") if item]
        title = listed_title(items, outer.parts)
        outer.parts.append(block(name, f'title="{title}" {rest}', content))
    else:
        outer.parts.append(block("tabs" if name in TABS else name, rest, content))


def _shortcode(name: str, rest: str) -> str:
    values = values_of(rest)
    match = STRING.search(rest)
    first = (match[1] or match[2] or "") if match else rest.strip()
    source = values.get("src", "")
    if name in ("ref", "relref"):
        return first
    if name in ("figure", "img", "image") and source:
        caption = titles.plain(values.get("caption") or values.get("title") or "")
        return image({"alt": caption, **values}, caption)
    if name == "video" and source:
        return video(source, values.get("title", ""))
    if name in ELSEWHERE and rest.strip():
        return _elsewhere(name, rest)
    if name == "card" and (link := values.get("link")):
        description = values.get("subtitle") or values.get("description")
        about = f": {description}" if description else ""
        return f"\n- {page_link(link, values.get('title', ''))}{about}\n"
    if name == "heading":
        return titles.readable(first)
    return values.get("text") or values.get("label") or ""


def _elsewhere(name: str, rest: str) -> str:
    """A video or post of another site: `youtube abc`, `x user="ann" id="12"`, `gist ann 12`."""
    values = values_of(rest)
    words = [word.strip("\"'") for word in rest.split()]
    user, key = values.get("user", words[0]), values.get("id", words[-1])
    return f"\n\n{frame(ELSEWHERE[name].format(user=user, id=key), values.get('title', ''))}\n\n"
