"""What plays in a page of HTML or shows another one: a card, a link, what stands in its place."""

from __future__ import annotations

import re

from .html_pieces import frame, page_link, playable, video
from .html_places import own_block
from .tags import ANY_TAG, attributes_of, pairs, text_of

_EMPTY_PLAYER = re.compile(r"<(iframe|video|audio|object)(\s[^<>]*)/>", re.IGNORECASE)
_EMBED = re.compile(r"<embed(\s[^<>]*)>", re.IGNORECASE)


def convert(text: str) -> str:
    """Return `text` (its code hidden) without players, frames and embedded files."""
    text = _EMPTY_PLAYER.sub(r"<\1\2></\1>", text)
    for name, reader in _READERS.items():
        text = pairs(text, name, reader)
    return _EMBED.sub(lambda match: page_link(attributes_of(match[1]).get("src", "")), text)


def _frame(attributes: dict[str, str], inner: str, line: str) -> str:
    source = attributes.get("src") or attributes.get("data-src") or ""
    return _card(frame(source, attributes.get("title", "")), line)


def _video(attributes: dict[str, str], inner: str, line: str) -> str:
    sources = [attributes.get("src", ""), *_sources(inner)]
    return _card(video(playable(sources), attributes.get("title", "")), line)


def _card(block: str, line: str) -> str:
    return own_block(block.strip("\n"), line) if block else ""


def _sources(inner: str) -> list[str]:
    return [attributes_of(match[0]).get("src", "") for match in ANY_TAG.finditer(inner)]


def _audio(attributes: dict[str, str], inner: str, _line: str) -> str:
    source = attributes.get("src") or next(filter(None, _sources(inner)), "")
    return page_link(source, attributes.get("title", ""))


def _object(attributes: dict[str, str], inner: str, _line: str) -> str:
    return inner if text_of(inner).strip() else page_link(attributes.get("data", ""))


_READERS = {"iframe": _frame, "video": _video, "object": _object, "audio": _audio}
