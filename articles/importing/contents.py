"""Tables of contents: the SUMMARY.md of GitBook and mdBook, the `nav` of MkDocs.

They say the order of folders by that of their pages, and the name of a folder where an entry stands
for it: by linking to its first page, or by having below it all pages of the folder that are listed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from . import titles
from .link_syntax import LINK, bare

DEEPEST = 60  # columns; what stands deeper is read as standing there
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*")
_ITEM = re.compile(r"([ \t]*)[-*+][ \t]+(\S.*)")
_BESIDE = re.compile(r"\s*(?:[-*_=][-*_= ]*|<!--.*-->)?")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|/")


@dataclass
class Entry:
    """A line of a table of contents. `link` is a path below the source, "" for none."""

    name: str
    link: str = ""
    below: list[Entry] = field(default_factory=list)

    def links(self) -> Iterator[str]:
        """Yield the link of this entry and those below it."""
        if self.link:
            yield self.link
        yield from _links(self.below)


def of_summary(text: str, folder: str) -> list[Entry]:
    """Return the entries of a SUMMARY.md in `folder`; each heading is one, but for the title."""
    top: list[Entry] = []
    open_lists, is_titled = [(-1, top)], False
    for line in text.split("\n"):
        if heading := _HEADING.fullmatch(line.rstrip()):
            is_title, is_titled = not (top or is_titled) and heading[1] == "#", True
            if not is_title:
                top.append(Entry(titles.plain(heading[2])))
                open_lists = [(-1, top[-1].below)]
        elif (item := _ITEM.fullmatch(line)) or LINK.match(line):
            depth = min(len(item[1].expandtabs(4)), DEEPEST) if item else 0
            while open_lists[-1][0] >= depth:
                open_lists.pop()
            entry = _entry(item[2] if item else line, folder)
            open_lists[-1][1].append(entry)
            open_lists.append((depth, entry.below))
    return top


def is_summary(text: str) -> bool:
    """Whether a text has links in lists, and headings above them, and nothing else."""
    lines = [line for line in text.split("\n") if not _BESIDE.fullmatch(line)]
    linked = [line for line in lines if LINK.search(line)]
    return bool(linked) and all(
        _HEADING.match(line) or _ITEM.match(line) or LINK.match(line) for line in lines
    )


def of_nav(nav: Any, folder: str) -> list[Entry]:
    """Return the entries of a `nav` as YAML has it; its paths begin in `folder`."""
    entries = []
    for item in nav if isinstance(nav, list) else ():
        for name, value in item.items() if isinstance(item, dict) else [("", item)]:
            link = path_below(value, folder) if isinstance(value, str) else ""
            entries.append(Entry(titles.plain(name), link, of_nav(value, folder)))
    return entries


def order(entries: list[Entry]) -> dict[str, int]:
    """Return the place of each folder among the others: that of its first page."""
    places: dict[str, int] = {}
    for number, link in enumerate(_links(entries)):
        for folder in PurePosixPath(link).parents:
            places.setdefault(str(folder), number)
    return places


def names(entries: list[Entry], root: str) -> dict[str, str]:
    """Return the name of each folder below `root` that an entry stands for.

    That is the entry that has all listed pages of the folder below it, else the one that links to
    its first page.
    """
    listed = list(_links(entries))
    named: dict[str, str] = {}
    for entry in _all(entries):
        folder = _folder_of(entry) if entry.below else root
        if folder != root and _count_in(folder, listed) == _count_in(folder, entry.links()):
            named.setdefault(folder, entry.name)
    for entry in _all(entries):
        if _is_index(entry.link):
            named.setdefault(posixpath.dirname(entry.link), entry.name)
    return {folder: name for folder, name in named.items() if name and folder}


def _entry(text: str, folder: str) -> Entry:
    if not (match := LINK.search(text)):
        return Entry(titles.plain(text))
    return Entry(titles.plain(match["text"]), path_below(bare(match["target"])[0], folder))


def path_below(link: str, folder: str) -> str:
    """Return the path below the source of a link; that of a folder is its first page."""
    if not link or _ELSEWHERE.match(link):
        return ""
    return posixpath.normpath(posixpath.join(folder, f"{link}index" if link[-1] == "/" else link))


def _links(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.links()


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield every entry, those below another one before it."""
    for entry in entries:
        yield from _all(entry.below)
        yield entry


def _folder_of(entry: Entry) -> str:
    """Return the folder that all pages below `entry` are in; "" when its own page is one, too."""
    inside = [posixpath.dirname(link) for link in _links(entry.below)]
    if _is_index(entry.link):
        inside.append(posixpath.dirname(entry.link))
    folder = posixpath.commonpath(inside) if inside else ""
    is_one_of_them = entry.link.startswith(f"{folder}/") and not _is_index(entry.link)
    return "" if is_one_of_them else folder


def _count_in(folder: str, links: Iterable[str]) -> int:
    return sum(link.startswith(f"{folder}/") for link in links)


def _is_index(link: str) -> bool:
    return PurePosixPath(link).stem.lower() in titles.INDEX_NAMES
