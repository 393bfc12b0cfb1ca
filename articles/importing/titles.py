"""Titles, summaries and slugs: plain text and addresses made from what a file offers."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from pathlib import PurePosixPath

from django.utils.text import slugify

SUMMARY_LENGTH = 500
# In a longer line marks stay: to look for the end of each would cost the square of its length.
MARKED_LENGTH = 2_000
INDEX_NAMES = frozenset(["index", "_index", "readme"])
WORDS = {"faq": "FAQ", "faqs": "FAQs", "api": "API", "sdk": "SDK", "cli": "CLI", "sso": "SSO"}

# What Notion puts behind the name of each page and folder.
_NOTION_ID = re.compile(r"[ -][0-9a-f]{32}\Z")
_MARKED = [
    (re.compile(r"\[![A-Za-z]+ ([^\]]+)\]"), r"\1"),  # [!DNL Product]
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"[ \t]*\{#[^}]*\}"), ""),
    # MyST's {kbd}`Ctrl`, too
    (re.compile(r"(?:\{[a-z][\w:-]*\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!<>|~-])"), r"\1"),
]


def plain(text: str) -> str:
    """Return a line of Markdown without its marks, as titles and summaries are shown."""
    for pattern, replacement in _MARKED if len(text) <= MARKED_LENGTH else ():
        text = pattern.sub(replacement, text)
    return " ".join(unescape(text).split())


def shortened(text: str, limit: int = SUMMARY_LENGTH) -> str:
    """Return the whole sentences of `text` that fit into `limit` characters, or its words."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    sentences = re.match(r"(.{80,}[.!?。！？])(?:\s|(?<=[。！？]))", cut, re.DOTALL)
    return sentences[1] if sentences else cut[: limit - 1].rsplit(" ", 1)[0] + "…"


def readable(name: str) -> str:
    """Return the name of a folder or file as people write it: "how-to" is "How to"."""
    name = unicodedata.normalize("NFC", _NOTION_ID.sub("", name))  # a Mac's "é" is two letters
    words = re.sub(r"^\d+[-_. ]+(?=\D)", "", name).replace("_", " ").replace("-", " ").split()
    words = [WORDS.get(word.lower(), word) for word in words]
    text = " ".join(words) or name
    return text[:1].upper() + text[1:]


def slug_from(name: str) -> str:
    """Return the slug for a file, folder or title; "" when it has no letter or digit."""
    name = re.sub(r"^\d+[-_](?=\D)", "", _NOTION_ID.sub("", name))
    return slugify(re.sub(r"[.\s/]+", "-", name), allow_unicode=True)[:190].strip("-_")


def file_slug(path: PurePosixPath, title: str) -> str:
    """Return the slug of the article at `path`; an index takes the name of its folder."""
    folder = slug_from(path.parent.name)
    stem = path.stem.lower()
    if stem in INDEX_NAMES:
        return folder or slug_from(title) or "index"
    if stem == "overview" and folder:
        return f"{folder}-overview"
    return slug_from(path.stem) or slug_from(title) or "article"
