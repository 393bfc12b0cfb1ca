"""Small things that HTML says in documents and in Markdown alike: pictures, players, callouts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import blocks

SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# A line's break, until it is known whether another line follows in its paragraph.
BREAK = "\ue004"
_VIDEO = re.compile(
    r"//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?|youtu|vimeo|loom|wistia|vidyard|dailymotion|brightcove)\."
    r"|\bvideos?\b|\.(?:mp4|webm|mov|m4v)\b",
    re.IGNORECASE,
)
_CHECKBOX = re.compile(r"\stype\s*=\s*[\"']?checkbox\b", re.IGNORECASE)
_CHECKED = re.compile(r"\schecked\b(?!\s*=\s*[\"']?false)", re.IGNORECASE)
_SPACE = f" \t\r\n\xa0\u3000{BREAK}"
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_BOXES = frozenset(
    ["alert", "callout", "admonition", "notice", "message", "notification", "panel", "macro"]
)
_PARTS = frozenset(["body", "content", "icon", "title"])  # of a box
KINDS = frozenset(["note", "tip", "important", "warning", "caution", "danger", "info", "hint"])


def small(text: str, letters: dict[int, int]) -> str:
    """Return a superscript or subscript in Unicode where all of it exists, else as it is."""
    return text.translate(letters) if all(ord(letter) in letters for letter in text) else text


def breaking_lines(text: str) -> str:
    """Return `text` with a mark where it breaks a line, with none where its paragraph ends."""
    lines = text.split("\n")
    follows = False
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].endswith(BREAK):
            lines[number] = lines[number].rstrip(_SPACE) + ("\\" if follows else "")
        follows = bool(lines[number].strip(" \t>")) and not _ITEM.match(lines[number])
    return "\n".join(lines)


def box(tag: str, begins_item: bool) -> str:
    """Return what an `<input>` shows: the box of a task, or that of a form; "" for a field."""
    if not _CHECKBOX.search(tag):
        return ""
    checked = bool(_CHECKED.search(tag))
    return f"[{' x'[checked]}] " if begins_item else "☐☑"[checked] + " "


def emphasised(text: str, mark: str, before: str, after: str) -> str:
    """Put marks around `text`, where CommonMark will read them as marks; none around paragraphs.

    `before` and `after` are the letters beside it: a space keeps them apart from its punctuation.
    """
    bare = text.strip(_SPACE)
    if not bare or "\n\n" in bare:
        return text
    left, right = text[: text.index(bare)], text[text.index(bare) + len(bare) :]
    if not left and before.isalnum() and not bare[0].isalnum():
        left = " "
    if not right and after.isalnum() and not bare[-1].isalnum():
        right = " "
    return f"{left}{mark}{bare}{mark}{right}"


def target(url: str) -> str:
    """Return `url` as the target of a Markdown link."""
    url = url.replace("\n", "").strip()
    return re.sub(r"[\s()<>]", lambda match: f"%{ord(match[0]):02X}", url)


def image(attributes: dict[str, str], caption: str = "") -> str:
    """Return the Markdown of an `<img>`; a title that only repeats what it shows is no caption."""
    source = attributes.get("src") or attributes.get("data-src") or ""
    if not source or source.startswith("data:"):
        return ""
    source = _with_scheme(source)
    alt = " ".join(attributes.get("alt", "").split()).replace("[", "(").replace("]", ")")
    title = " ".join((caption or attributes.get("title", "")).split()).replace('"', "'")
    width = re.fullmatch(r"(\d{1,4})(?:px)?", attributes.get("width", ""))
    return (
        f"![{alt}]({target(source)}"
        + (f' "{title}"' if caption or (title and title != alt) else "")
        + ")"
        + (f"{{width={width[1]}}}" if width else "")
    )


def video(source: str, title: str) -> str:
    """Return the card of a video, as a block of its own; that of a file is placed with links."""
    if not source:
        return ""
    return f"\n\n{blocks.fenced('video', f'{target(_with_scheme(source))} {title}', '')}\n\n"


def playable(sources: Iterable[str]) -> str:
    """Return the address of a video that browsers play, of several; else the first one."""
    named = [source for source in sources if source]
    plays = (source for source in named if re.search(r"\.(?:mp4|webm)\b", source, re.IGNORECASE))
    return next(plays, named[0] if named else "")


def frame(source: str, title: str) -> str:
    """Return what a frame of another site shows: a video's card, or a link to a form or a map."""
    return video(source, title) if title or is_video(source) else page_link(source)


def is_video(source: str) -> bool:
    """Whether an address is that of a video, as far as it says so."""
    return bool(_VIDEO.search(source))


def page_link(source: str, title: str = "") -> str:
    """Return a link that is called by its title, by its host and path, or by the name of a file."""
    if not source:
        return ""
    source = _with_scheme(source)
    bare = re.sub(r"/?[?#].*$|/$", "", source)
    host, is_other_site = re.subn(r"^https?://(?:www\.)?", "", bare)
    shown = title or (host if is_other_site else bare.rpartition("/")[2])
    return f"[{shown}]({target(source)})"


def _with_scheme(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def language(classes: list[str]) -> str:
    """Return the language that the classes of a `<pre>` or `<code>` name."""
    for name in classes:
        if match := re.fullmatch(r"(?:lang|language|highlight-source)-([\w+#-]+)", name):
            return match[1]
    return ""


def callout_kind(classes: list[str] | str) -> str:
    """Return the kind of callout that the classes of an element mean; "" for none."""
    names = classes.split() if isinstance(classes, str) else classes
    words = [re.split(r"[^a-z]+", name.lower()) for name in names]
    boxed = any(_BOXES & set(parts) and not _PARTS & set(parts) for parts in words)
    kinds = [part for parts in words for part in parts if part in blocks.CALLOUTS]
    if boxed:
        return (
            kinds[-1] if kinds else ("note" if "admonition" in names or "callout" in names else "")
        )
    whole = [name.lower() for name in names if name.lower() in KINDS]
    return whole[-1] if whole else ""
