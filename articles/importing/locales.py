"""Which locale a file is in: front matter, else --locale, else its folder or suffix, else ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from babel import Locale, UnknownLocaleError
from django.conf import settings

from ..languages import default_locale
from .report import Refused

MANY = 5
# Docusaurus keeps the German text of docs/a.md here, and that of blog/b.md likewise.
DOCUSAURUS = re.compile(
    r"(?P<before>(?:.*/)?)i18n/(?P<code>[\w-]+)/docusaurus-plugin-content-(?P<kind>docs|blog|pages)"
    r"(?:-[\w-]+)?/(?:current/)?(?P<rest>.+)"
)
SOURCES = {"docs": "docs", "blog": "blog", "pages": "src/pages"}
CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


def matching(code: str) -> str | None:
    """Return the site's locale that a code means ("en" is "en-us"); None for no locale of ours."""
    code = code.lower().replace("_", "-")
    if code in settings.LOCALES:
        return code
    return next((locale for locale in settings.LOCALES if locale.split("-")[0] == code), None)


def named(code: str) -> str:
    """Return the site's locale that a code means; raises Refused when there is none."""
    if (locale := matching(code)) is None:
        raise Refused(
            f"The site has no locale {code!r}; it has {', '.join(settings.LOCALES)}.",
            field="locale",
        )
    return locale


def is_code(name: str) -> bool:
    """Whether a folder's name is the code of any locale."""
    if not CODE.fullmatch(name):
        return False
    try:
        return bool(Locale.parse(name.replace("_", "-"), sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


def _holds_locales(folders: set[str]) -> bool:
    return any(matching(folder) for folder in folders if CODE.fullmatch(folder))


def _holds_nothing_else(folders: set[str]) -> bool:
    """Whether folders are those of many locales and each has the form of one, invented or not."""
    known = sum(is_code(folder) for folder in folders)
    return known >= MANY and all(CODE.fullmatch(folder) for folder in folders)


@dataclass(frozen=True)
class Layout:
    """Where a source keeps its locales.

    `depth` is how many folders stand above those of locales, None where no folder is one.
    `only_locales` is whether nothing else stands beside them. `plain` are the paths of files in
    locales of the site, without the locale.
    """

    depth: int | None
    default: str
    only_locales: bool = False
    plain: frozenset[PurePosixPath] = frozenset()

    @classmethod
    def of(cls, names: list[str], source_name: str, given: str | None) -> Layout:
        """Look for the locales that folders and names of files say."""
        layout = cls._of_folders(names, source_name, given)
        plain = frozenset(layout.find(PurePosixPath(name))[1] for name in names)
        return replace(layout, plain=plain)

    @classmethod
    def _of_folders(cls, names: Iterable[str], source_name: str, given: str | None) -> Layout:
        """Look for folders of locales at the top, or below folders that wrap everything."""
        by_name = matching(source_name) if CODE.fullmatch(source_name) else None
        default = given or by_name or default_locale()
        folders = [PurePosixPath(name).parent.parts for name in names]
        for depth in range(min((len(parts) for parts in folders), default=0)):
            tops = {parts[depth] for parts in folders}
            if _holds_locales(tops):
                return cls(depth, default, _holds_nothing_else(tops))
            if len(tops) > 1:
                break
        tops = {parts[0] for parts in folders if parts}
        if _holds_locales(tops):
            return cls(0, default, _holds_nothing_else(tops))
        below = {parts[1] for parts in folders if len(parts) > 1}
        if len(below) > 1 and _holds_locales(below) and all(map(is_code, below)):
            return cls(1, default)  # docs/en/, docs/de/, blog/en/, blog/de/
        return cls(None, default)

    def is_foreign(self, path: PurePosixPath) -> bool:
        """Whether a file is in a locale that the site does not have, by its folder or its name."""
        if translated := DOCUSAURUS.fullmatch(str(path)):
            return matching(translated["code"]) is None
        stem, _dot, code = path.stem.rpartition(".")
        if stem and is_code(code) and not matching(code):
            return path.with_name(stem + path.suffix) in self.plain
        if self.depth is None or len(path.parts) <= self.depth + 1:
            return False
        folder = path.parts[self.depth]
        return matching(folder) is None and (is_code(folder) or self.only_locales)

    def find(self, path: PurePosixPath) -> tuple[str | None, PurePosixPath]:
        """Return the locale that the path of a file says, and the path without it."""
        if translated := DOCUSAURUS.fullmatch(str(path)):
            source = PurePosixPath(translated["before"], SOURCES[translated["kind"]])
            return matching(translated["code"]), source / translated["rest"]
        if self.depth is not None and len(path.parts) > self.depth + 1:
            folder = path.parts[self.depth]
            if CODE.fullmatch(folder) and (locale := matching(folder)):
                rest = [*path.parts[: self.depth], *path.parts[self.depth + 1 :]]
                return locale, PurePosixPath(*rest)
        stem, _dot, code = path.stem.rpartition(".")
        if stem and CODE.fullmatch(code) and (locale := matching(code)):
            return locale, path.with_name(stem + path.suffix)
        return None, path
