"""WordPress' shortcodes, which its exports leave in the text.

    [caption id="attachment_7" width="300"]![A](a.png) What it shows[/caption]
    [embed]https://youtu.be/abc[/embed]     [video mp4="a.mp4"][/video]     [gallery ids="1,2"]

They are read as Markdown, when all HTML around and in them is: there the brackets may be escaped.
"""

from __future__ import annotations

import re

from . import titles
from .html_pieces import frame, image, page_link, playable, video
from .link_syntax import LINK, PICTURE
from .pages import Page
from .report import Report
from .template_blocks import values_of

_END = r"\\?\[/{name}\\?\]"
_CAPTION = re.compile(  # of bounded length, so that unclosed ones cost no more than others
    r"\\?\[caption\s[^\[\]\n]*\](.{0,1500}?)" + _END.format(name="caption"), re.DOTALL
)
_EMBED = re.compile(
    r"(?:(?<!\n)\n+)?\\?\[embed(?:\s[^\[\]\n]*)?\\?\]"
    r"\s*<?(?:\[[^\[\]\n]*\]\()?(https?://[^\s<>()\[\]]+?)[>)]?\s*"
    + _END.format(name="embed")
    + r"\n*"
)
_PLAYER = re.compile(
    r"\\?\[(video|audio)(\s[^\[\]\n]*=[^\[\]\n]*)\](?:\s*" + _END.format(name=r"\1") + ")?"
)
_GALLERY = re.compile(
    r"^[ \t]*\\?\[(?:gallery|playlist)(?:\s[^\[\]\n]*)?\\?\][ \t]*$", re.MULTILINE
)
_FILES = ("src", "mp4", "webm", "m4v", "mov", "mp3", "m4a", "ogg", "wav")


def convert(text: str, page: Page, report: Report) -> str:
    """Return `text` without shortcodes. The pictures of a gallery, numbers alone, are warned of."""
    for match in _GALLERY.finditer(text):
        report.warn(
            page.name,
            "The pictures of a gallery are left out: it names them by number alone.",
            page.line_of(match[0].strip().replace("\\", "")),
        )
    text = _CAPTION.sub(_caption, _GALLERY.sub("", text))
    return _PLAYER.sub(_player, _EMBED.sub(_embed, text))


def _caption(match: re.Match[str]) -> str:
    """A picture, perhaps in a link, with the words below it."""
    inner = match[1].strip()
    if not (shown := LINK.match(inner) or PICTURE.match(inner)):
        return inner
    words = titles.plain(inner[shown.end() :])
    return PICTURE.sub(lambda picture: image(_attributes(picture), words), shown[0], count=1)


def _attributes(picture: re.Match[str]) -> dict[str, str]:
    width = re.search(r"width=(\d+)", picture["attributes"] or "")
    return {"src": picture["target"], "alt": picture["alt"], "width": width[1] if width else ""}


def _embed(match: re.Match[str]) -> str:
    return f"\n\n{frame(match[1].replace(chr(92), ''), '').strip()}\n\n"


def _player(match: re.Match[str]) -> str:
    values = values_of(match[2].replace("\\", ""))
    source = playable(values.get(name, "") for name in _FILES)
    return video(source, "") if match[1] == "video" else page_link(source)
