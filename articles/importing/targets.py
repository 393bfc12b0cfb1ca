"""What a path in a file means: another file of the import, an article, or nothing.

A path may be relative to its file, absolute from the root of the folder, with or without `.md`, or
with the `.html` that a generator makes of it; a translation is preferred in its own locale.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Generic, TypeVar
from urllib.parse import unquote

from . import titles
from .myst import LABEL
from .pages import MARKDOWN, Page
from .sources import HTML

_DATED = re.compile(r"\d{4}-\d\d-\d\d-(.+)")  # a post's file, whose address is /2024/05/06/name/
_HEADING = re.compile(r"\s*#{1,6}[ \t]+([^\n]+)")
INDEXES = ("index", "_index", "readme", "overview")


T = TypeVar("T")


def folded(name: str) -> str:
    """Return a path in one spelling: a Mac packs "é" as two letters, and Windows knows no case."""
    return unicodedata.normalize("NFC", name).lower()


class ByName(Generic[T]):
    """What files stand for: that of this very name, else that of its other spellings."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._named = dict(named)
        for name, thing in [*self._named.items()]:
            self.add(name, thing)

    def add(self, name: str, thing: T) -> None:
        """Give `thing` a name that no other has."""
        self._named.setdefault(name, thing)
        self._named.setdefault(folded(name), thing)

    def get(self, name: str) -> T | None:
        return self._named.get(name) or self._named.get(folded(name))


class Targets:
    """Everything that a link of one import may lead to, by each of its names."""

    def __init__(self, names: Collection[str], pages: list[Page]) -> None:
        self._files = ByName((name, name) for name in names)
        self._by_basename: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_basename[folded(posixpath.basename(name))].append(name)
        self._pages = ByName((page.name, page) for page in pages)
        self._twins = {(page.locale, page.place): page for page in pages}
        self._by_ending: dict[str, list[Page]] = defaultdict(list)
        self._by_title: dict[tuple[str, str], Page] = {}
        self._by_alias: dict[str, Page] = {}
        self._by_label: dict[str, tuple[Page, str, str]] = {}
        of_folders: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            self._add(page, of_folders)
        for ending, indexes in of_folders.items():
            self._by_ending.setdefault(ending, indexes)

    def _add(self, page: Page, of_folders: dict[str, list[Page]]) -> None:
        self._by_label.update(_labels(page))
        bare = PurePosixPath(page.name).with_name(page.place.name)  # without `.en` of `a.en.md`
        self._pages.add(str(bare), page)
        parts = folded(str(bare.with_suffix(""))).split("/")
        for ending in _endings(parts):
            self._by_ending[ending].append(page)
        for ending in _endings(parts[:-1] if parts[-1] in INDEXES else []):
            of_folders[ending].append(page)
        if dated := _DATED.fullmatch(parts[-1]):
            self._by_ending[dated[1]].append(page)
        for name in (page.title, page.slug, PurePosixPath(page.name).stem):
            self._by_title.setdefault((page.locale, titles.slug_from(name).lower()), page)
        for alias in page.head.aliases:
            self._by_alias.setdefault(alias.strip("/").lower(), page)

    def page(self, name: str) -> Page | None:
        """Return the article in the file `name`."""
        return self._pages.get(name)

    def has_file(self, name: str) -> bool:
        return self._files.get(name) is not None

    def titled(self, name: str, locale: str) -> Page | None:
        """Return the article with this title, slug or file name, or that had this name before."""
        page = self._by_title.get((locale, titles.slug_from(name).lower()))
        return page or self._by_alias.get(name.strip("/").lower())

    def labelled(self, label: str) -> tuple[Page, str, str] | None:
        """Return the page, anchor and heading that MyST's `(label)=` names."""
        return self._by_label.get(label.lstrip("#").lower())

    def page_at(self, page: Page, path: str) -> Page | None:
        """Return the article that `path` in `page` means, in the locale of `page` if there."""
        path = unquote(path)
        for candidate in _spellings(page, path):
            for name in _with_extension(candidate):
                if target := self._pages.get(name):
                    return self._twins.get((page.locale, target.place), target)
        if target := self._by_alias.get(path.strip("/").lower()):
            return self._twins.get((page.locale, target.place), target)
        return self._by_ending_of(page, path)

    def _by_ending_of(self, page: Page, path: str) -> Page | None:
        """Return the article whose path ends as `path` does, a link from the root of another site.

        The longest ending decides, and among articles that share it the nearest to `page`. The last
        name alone decides only where no other article has it.
        """
        if not path.startswith("/"):
            return None
        parts = folded(_stem(path.strip("/"))).split("/")
        for start in range(len(parts)):
            pages = self._by_ending.get("/".join(parts[start:]), [])
            in_locale = [target for target in pages if target.locale == page.locale]
            candidates = in_locale or pages
            if start and start == len(parts) - 1 and (len(candidates) > 1 or parts[-1] in INDEXES):
                return None
            shared = [_shared(page.name, target.name) for target in candidates]
            pairs = zip(candidates, shared, strict=True)
            nearest = [target for target, length in pairs if length == max(shared)]
            if len(nearest) == 1:
                return nearest[0]
        return None

    def file_at(self, page: Page, path: str) -> str | None:
        """Return the file that `path` means; the one of another locale when it has none."""
        path = unquote(path)
        for candidate in _spellings(page, path):
            if name := self._files.get(candidate):
                return name
        beside = folded(posixpath.normpath(posixpath.join("/", page.place.parent, path)))
        named_alike = self._by_basename.get(posixpath.basename(beside), [])
        near = [name for name in named_alike if f"/{folded(name)}".endswith(beside)]
        if near:
            return near[0]
        # Jekyll and Obsidian name a picture by the end of its path, wherever that begins; so does
        # a text that is included from another folder.
        ending = folded(posixpath.normpath(posixpath.join("/", path)))
        ends = [name for name in named_alike if f"/{folded(name)}".endswith(ending)]
        return ends[0] if len(ends) == 1 else None


def _endings(parts: list[str]) -> list[str]:
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _labels(page: Page) -> Iterator[tuple[str, tuple[Page, str, str]]]:
    """Yield what MyST's targets name: a heading, or the page when it is the title that follows."""
    for match in LABEL.finditer(page.raw) if ")=" in page.raw else ():
        heading = _HEADING.match(page.raw, match.end())
        text = titles.plain(heading[1]) if heading else ""
        if not text or text == page.title:
            yield match[1].lower(), (page, "", page.title)
        else:
            yield match[1].lower(), (page, f"#{match[1].replace(' ', '-')}", text)


def _spellings(page: Page, path: str) -> Iterator[str]:
    """Yield the paths below the source that `path` may mean, the likeliest first."""
    folder = posixpath.dirname(page.name)
    shared = len(page.place.parts)
    locale_folder = "/".join(PurePosixPath(page.name).parts[:-shared])
    if path.startswith("/"):
        bases = [("", path.lstrip("/")), (locale_folder, path.lstrip("/"))]
    else:
        # A generator that makes a folder of every page (`../other/`) is one level deeper.
        stem = posixpath.splitext(page.name)[0]
        bases = [(folder, path), ("", path), (stem, path)]
    for base, rest in bases:
        whole = posixpath.normpath(posixpath.join(base, rest))
        if not whole.startswith(".."):
            yield whole


def _shared(name: str, other: str) -> int:
    """Return how many letters two paths begin with alike."""
    return len(posixpath.commonprefix([folded(name), folded(other)]))


def _stem(path: str) -> str:
    stem, extension = posixpath.splitext(path)
    return stem if extension.lower() in (*MARKDOWN, *HTML) else path


def _with_extension(path: str) -> Iterator[str]:
    if path.endswith((*MARKDOWN, *HTML)):
        yield path
    stem = _stem(path).rstrip("/")
    for extension in (*MARKDOWN, *HTML):
        yield stem + extension
    for index in INDEXES:
        yield f"{stem}/{index}.md".lstrip("/")
    yield f"{stem}/index.html".lstrip("/")
