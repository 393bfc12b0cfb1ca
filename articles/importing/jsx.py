"""JSX in Markdown, as Docusaurus, Nextra, Mintlify and Starlight have it: components become blocks.

What a component is called says what it is: a note, a fold, tabs, a player. One that nobody knows
leaves its title in strong letters and what it holds.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from . import blocks
from .code import fence_after
from .html_pieces import image, video
from .template_blocks import FOLDS, NOTES, OpenBlock, Stack, listed_title, walk

_BRACES = r"[^{}]*+"
for _depth in range(6):
    _BRACES = rf"(?:[^{{}}]|\{{{_BRACES}\}})*+"
_BRACES = rf"\{{{_BRACES}\}}"
_VALUE = rf"(?:\"[^\"]*\"|'[^']*'|{_BRACES})"
_MARK = re.compile(
    r"<(?P<closes>/?)(?P<name>[A-Z]\w*(?:\.\w+)*)"
    rf"(?P<rest>(?:\s+[\w:@.-]+(?:\s*=\s*{_VALUE})?|\s+{_BRACES})*+)\s*(?P<is_empty>/?)>"
)
_OTHER_TAG = re.compile(r"</?[A-Z]\w*(?:\.\w+)*(?:\s[^<>]*)?/?>|</?>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\s*["'`]([^"'`{}]*)["'`]\s*\})"""
)
_STRING = r"""["'`]([^"'`\n]*)["'`]"""
_ITEMS = re.compile(r"\bitems\s*=\s*\{\s*\[([^\]]*)\]")
_OBJECT = re.compile(r"\{([^{}]*)\}")
_NAMED = re.compile(r"\b(label|value):\s*[\"'`]([^\"'`\n]+)")
_DESCRIBED = re.compile(
    r"\bname:\s*[\"'`]([^\"'`\n]+)[\"'`](?:(?!\bname:).)*?\bdescription:\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)",
    re.DOTALL,
)
_MODULE_LINE = re.compile(
    r"^(?:import\s+['\"][^\n]*|import\s(?:(?!\nimport\b)[^;'\"])*?\sfrom\s+['\"][^\n]*"
    r"|export\s[^\n]*[{(\[][ \t]*\n(?:(?!export\s)[^\n]*\n)*?[})\]][^\n]*"
    r"|export\s+(?:const|let|default|function)\b[^\n]*)\n",
    re.MULTILINE,
)
_PATH = re.compile(
    r"=\s*\{\s*(?:useBaseUrl|require)\(\s*[\"']([^\"'\n]+)[\"']\s*\)(?:\.default)?\s*\}"
)
_PICTURE = re.compile(
    r"^import\s+(\w+)\s+from\s+[\"'](?:@site/|@/)?([^\"'\n]+\.(?:png|jpe?g|gif|webp))[\"']",
    re.MULTILINE | re.IGNORECASE,
)
_NAME = re.compile(r"=\s*\{\s*(\w+)(?:\.src)?\s*\}")
_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_ANCHOR = re.compile(r"^(#{1,6}[ \t][^\n]*?)[ \t]*\{/\*[ \t]*#([\w-]+)[ \t]*\*/\}", re.MULTILINE)
_TEXT = re.compile(r"\{\s*([\"'`])([^\"'`{}\n]*)\1\s*\}")
_EVIDENCE = re.compile(
    r"^[ \t]*(?:</[A-Z][\w.]*>|<[A-Z][\w.]*(?:\s[^<>]*)?/>)[ \t]*$", re.MULTILINE
)
_LINE_TAG = re.compile(r"<(/?)([A-Za-z][\w.]*)((?:\s[^<>]*)?)>[ \t]*$")
_CLOSING = re.compile(r"</([A-Za-z][\w.]*)>")
# A picture in words: "the **pencil** (<EditIcon />) icon", "the <EditIcon /> icon".
_ICON_BESIDE = re.compile(r"\s?\(\s*<[A-Z][\w.]*\s*/>\s*\)")
_ICON_NAMED = re.compile(r"<([A-Z]\w*?)Icon\s*/>(?=\s+(?:icon|button)\b)")
_CUSTOM_NOTE = re.compile(r"(?<=[a-z])(?:Note|Tip|Warning|Caution|Info|Danger|Callout|Admonition)$")
TABS = frozenset(["tabs", "tabgroup", "codetabs", "codegroup"])
TAB = frozenset(["tab", "tabitem", "tabpanel"])
TITLES = ("title", "label", "summary", "header", "name", "path", "query", "body", "value")


def is_in(name: str, text: str) -> bool:
    """Whether the file `name` holds JSX: by its extension, or by lines that are a component."""
    return name.lower().endswith(".mdx") or bool(_EVIDENCE.search(text))


class _OpenTag(NamedTuple):
    """A tag in the column where it stands, and by how much what it holds is moved to the left.

    None as long as it holds nothing.
    """

    name: str
    columns: int
    shift: int | None = None


def outdented(text: str) -> str:
    """Return `text` without the indentation of what stands inside of elements.

    It means nothing in MDX; to CommonMark four columns are code. Comes before code is hidden.
    """
    result: list[str] = []
    opened: list[_OpenTag] = []
    fence, shift = "", 0
    closed = set(_CLOSING.findall(text))
    for line in text.split("\n"):
        columns = len(line) - len(line.lstrip(" \t"))
        tag = None if fence else _LINE_TAG.match(line.strip())
        if tag and tag[1] and opened and opened[-1].name == tag[2]:
            opened.pop()
            shift = opened[-1].shift or 0 if opened else 0
        elif opened and opened[-1].shift is None and line.strip():
            shift += max(0, columns - opened[-1].columns)
            opened[-1] = opened[-1]._replace(shift=shift)
        line = line[min(shift, columns) :]
        # Blank lines around a tag, or CommonMark takes a fence behind it for HTML.
        result += ["", line, ""] if tag and tag[2][0].isupper() else [line]
        fence = fence_after(line, fence)
        if tag and not tag[1] and not tag[3].endswith("/") and tag[2] in closed:
            opened.append(_OpenTag(tag[2], columns))
    return "\n".join(result)


def convert(text: str) -> str:
    """Return `text` (its code hidden) without JSX."""
    text = _ANCHOR.sub(r"\1 {#\2}", _MODULE_LINE.sub("", _with_paths(text)))
    text = _COMMENT.sub("", text) if "*/}" in text else text
    text = _ICON_NAMED.sub(lambda match: _words(match[1]), _ICON_BESIDE.sub("", text))
    return _OTHER_TAG.sub("", _TEXT.sub(r"\2", walk(_MARK, text, _meet)))


def _with_paths(text: str) -> str:
    """Write the path of a picture where a module stands for it: `src={require("./a.png")}`."""
    pictures = {match[1]: match[2] for match in _PICTURE.finditer(text)}

    def path(match: re.Match[str]) -> str:
        return f'="{pictures[match[1]]}"' if match[1] in pictures else match[0]

    return _NAME.sub(path, _PATH.sub(r'="\1"', text))


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _kind(component: str) -> str:
    """Return what a component is called: the last of its words when that is a kind of note."""
    name = component.rsplit(".", 1)[-1]
    match = None if name in ("FootNote", "ToolTip") else _CUSTOM_NOTE.search(name)
    return (match[0] if match else name).lower()


def _meet(stack: Stack, match: re.Match[str]) -> None:
    name, rest = _kind(match["name"]), match["rest"]
    before = match.string[: match.start()].rpartition("\n")[2]
    begins_line = not before.strip(" \t>")
    if name in NOTES and before.lstrip(" >").startswith("|"):
        return  # a cell holds no block: `<Key>Esc</Key>` is its text
    if match["closes"]:
        _close(stack, name)
    elif match["is_empty"]:
        stack[-1].parts.append(_alone(name, rest))
    else:
        stack.append(OpenBlock(name, rest if begins_line or name in TABS | TAB else "", []))


def _close(stack: Stack, name: str) -> None:
    """Close the innermost block of this name; what was left open inside leaves its content."""
    if name not in (opened.name for opened in stack[1:]):
        return
    content = ""
    while True:
        opened = stack.pop()
        content = "".join(opened.parts) + content
        if opened.name == name:
            break
    parent = stack[-1]
    parent.parts.append(_block(name, opened.rest, content, parent))


def _block(name: str, rest: str, content: str, parent: OpenBlock) -> str:
    """Return what a closed component stands for."""
    attributes = _attributes(rest)
    title = _title(attributes)
    if name in TAB:
        title = _label(parent, title) if title else _item(parent)
        return f"\n\n{blocks.fenced('tab', title, content)}\n\n"
    if name in TABS:
        made = blocks.fenced("tabs", "", content)
        return f"\n\n{made}\n\n" if re.search(r"^:{3,} tab\b", content, re.MULTILINE) else content
    if name in NOTES or name == "aside":
        kind = attributes.get("type") or attributes.get("variant") or name
        kind = kind if kind in blocks.CALLOUTS else "note"
        return f"\n\n{blocks.callout(kind, attributes.get('title', ''), content)}\n\n"
    if name in FOLDS and title:
        return f"\n\n{blocks.fenced('details', title, content)}\n\n"
    if title and content.strip():
        href = attributes.get("href") or attributes.get("to")
        heading = f"[{title}]({href})" if href else title
        return f"\n\n**{heading}**\n\n{content.strip()}\n\n"
    return content


def _alone(name: str, rest: str) -> str:
    """Return what a component without content stands for."""
    attributes = _attributes(rest)
    source = attributes.get("src") or attributes.get("url") or attributes.get("href") or ""
    title = _title(attributes)
    if name in ("youtube", "youtubeembed") and (key := attributes.get("id")):
        return video(f"https://www.youtube.com/watch?v={key}", title)
    if name in ("youtube", "youtubeembed", "vimeo", "video", "videoplayer") and source:
        return video(source, title)
    if attributes.get("src"):
        return image(attributes)
    if title and source:
        described = attributes.get("description")
        return f"\n\n[{title}]({source})" + (f": {described}\n\n" if described else "\n\n")
    if fields := _DESCRIBED.findall(rest):
        lines = (f"- **{what}**: {' '.join(''.join(says).split())}" for what, *says in fields)
        return "\n\n" + "\n".join(lines) + "\n\n"
    return attributes.get("text", "")


def _attributes(rest: str) -> dict[str, str]:
    return {
        match[1]: " ".join((match[2] or match[3] or match[4] or "").split())
        for match in _ATTRIBUTE.finditer(rest)
    }


def _title(attributes: dict[str, str]) -> str:
    return next((attributes[name] for name in TITLES if attributes.get(name)), "")


def _label(tabs: OpenBlock, value: str) -> str:
    """Return the label that `<Tabs values={[{label: "On the web", value: "web"}]}>` has for it."""
    entries = [dict(_NAMED.findall(entry)) for entry in _OBJECT.findall(tabs.rest)]
    labels = {entry.get("value"): entry["label"] for entry in entries if "label" in entry}
    return labels.get(value, value)


def _item(tabs: OpenBlock) -> str:
    """Return the title that `<Tabs items={["A", "B"]}>` has for its next tab."""
    match = _ITEMS.search(tabs.rest)
    return listed_title(re.findall(_STRING, match[1]) if match else [], tabs.parts)
