"""The categories of an import: those of the site first, then new ones.

A category is found by its key and its place, so a second import makes none. What staff changed
since (names, order, icons) stays as it is: only a new one takes the name, the order and the
description that the source says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import slugify

from ..models import Category, CategoryTranslation, Icon, validate_category_key
from . import safe_yaml, titles
from .report import Refused, SourceRefused
from .sources import Source, decode

FILE = "categories.yml"
# The tab of articles in no folder; a folder of that name below others takes their key before it.
GENERAL = "general"
UNLISTED = 1_000_000  # the place of a folder that a list does not name
KEY_LENGTH = 50
NAME_LENGTH = 80
DESCRIPTION_LENGTH = 200
WRAPPERS = frozenset(
    ["articles", "content", "doc", "docs", "documentation", "help", "kb", "knowledge-base", "pages"]
)
ICONS = {
    "account": Icon.USER, "announcements": Icon.MEGAPHONE, "api": Icon.PLUG, "bank": Icon.BANK,
    "billing": Icon.INVOICE, "cards": Icon.CARD, "faq": Icon.QUESTION, "faqs": Icon.QUESTION,
    "getting-started": Icon.ROCKET, "integrations": Icon.PLUG, "legal": Icon.SCALE,
    "mobile": Icon.PHONE, "news": Icon.MEGAPHONE, "payments": Icon.WALLET, "privacy": Icon.SHIELD,
    "quickstart": Icon.ROCKET, "release-notes": Icon.SPARKLE, "reports": Icon.CHART,
    "security": Icon.SHIELD, "status": Icon.STATUS, "team": Icon.TEAM,
}  # fmt: skip


def content_folder(folders: Sequence[tuple[str, ...]], tabs: Container[str]) -> tuple[str, ...]:
    """Return the folders that only wrap the others (`help/`): they are no category.

    One that has the key of one of the site's `tabs` is that tab, alone as it may be.
    """
    wrapper: tuple[str, ...] = ()
    while True:
        below = [path[len(wrapper) :] for path in folders]
        tops = {path[0] for path in below if path}
        if len(tops) != 1 or not all(below):
            return wrapper
        (top,) = tops
        seconds = {path[1] for path in below if len(path) > 1}
        if ascii_key(top) in tabs and top not in seconds:  # docs/docs/ made the tab itself
            return wrapper
        has_pages = any(len(path) == 1 for path in below)
        if top.lower() not in WRAPPERS and (not seconds or (has_pages and len(seconds) == 1)):
            return wrapper
        wrapper += (top,)


class Section(NamedTuple):
    """What a source says of a folder in one locale; "" and None where it says nothing."""

    name: str = ""
    position: float | None = None
    description: str = ""

    def or_else(self, other: Section) -> Section:
        """Return this, filled from `other` where it says nothing."""
        position = other.position if self.position is None else self.position
        return Section(self.name or other.name, position, self.description or other.description)


# What is said of folders, by path and locale.
Sections = dict[tuple[str, ...], dict[str, Section]]


class Categories:
    """The site's categories by key, read once; makes those that are missing."""

    def __init__(self) -> None:
        everything = list(Category.objects.prefetch_related("translations"))
        by_id = {category.pk: category for category in everything}
        self._by_key = {category.key: category for category in everything}
        self._by_former_key = {
            key: category for category in everything for key in category.former_keys
        }
        self.made: list[str] = []
        self.sections: Sections = {}
        self._positions: dict[str, float] = {}
        self.listed = False
        for category in everything:
            if category.parent_id:
                category.parent = by_id[category.parent_id]

    def tabs(self) -> set[str]:
        """Return the keys that categories have or had which are tabs."""
        known = self._by_former_key | self._by_key
        return {key for key, category in known.items() if category.parent_id is None}

    def _at(self, key: str) -> Category | None:
        """Return the category with this key, else the one that gave it up."""
        return self._by_key.get(key) or self._by_former_key.get(key)

    def named(self, name: str) -> Category:
        """Return the category with this key or name; a new tab when there is none."""
        key = titles.slug_from(name)[:KEY_LENGTH]
        if category := self._at(name) or self._at(key):
            return category
        for category in self._by_key.values():
            names = (translation.name for translation in category.translations.all())
            if name.casefold() in (known.casefold() for known in names):
                return category
        shown = name if name != titles.slug_from(name) else titles.readable(name)
        return self._make(self._free_key(name, None), {settings.LANGUAGE_CODE: shown}, None)

    def forget(self, keys: list[str]) -> None:
        """Drop categories whose making was rolled back."""
        for key in keys:
            del self._by_key[key]
        self.made = [key for key in self.made if key not in keys]

    def for_folders(self, folders: Sequence[str], *, named: bool = False) -> Category:
        """Return the category of the first two `folders`; `GENERAL` for none.

        `named` folders are the names of categories already, as people write them.
        """
        category: Category | None = None
        for folder in reversed(folders):  # categories.yml may place a folder elsewhere
            if self.listed and (placed := self._at(folder)):
                return placed
        path = tuple(folders[:2]) or (GENERAL,)
        for depth in range(len(path)):
            category = self._below(path[: depth + 1], category, named)
        assert category is not None  # noqa: S101 - the loop runs at least once
        return category

    def _below(self, path: tuple[str, ...], parent: Category | None, named: bool) -> Category:
        folder = path[-1]
        for key in self._keys(folder, parent):
            category = self._at(key)
            if category and category.parent_id == (parent.pk if parent else None):
                return category
        key, sections = self._free_key(folder, parent), self.sections.get(path, {})
        names = {settings.LANGUAGE_CODE: folder if named else titles.readable(folder)}
        names |= {locale: section.name for locale, section in sections.items() if section.name}
        positions = [section.position for section in sections.values()]
        self._positions[key] = min((at for at in positions if at is not None), default=UNLISTED)
        descriptions = {locale: section.description for locale, section in sections.items()}
        return self._make(key, names, parent, descriptions=descriptions)

    def set_in_order(self) -> None:
        """Give new categories the order that the source says, behind those that were there."""
        siblings: dict[int | None, list[Category]] = defaultdict(list)
        for key in self.made:
            siblings[self._by_key[key].parent_id].append(self._by_key[key])
        for made in siblings.values():
            places = [category.position for category in made]
            made.sort(key=lambda category: self._positions.get(category.key, UNLISTED))
            moved = [pair for pair in zip(made, places, strict=True) if pair[0].position != pair[1]]
            for category, place in moved:
                category.position = place
            Category.objects.bulk_update((category for category, _place in moved), ["position"])

    def _keys(self, name: str, parent: Category | None) -> list[str]:
        """Keys that a category of this name may have, the best first."""
        key = ascii_key(name)
        below = [f"{parent.key}-{key}"[:KEY_LENGTH].rstrip("-")] if parent else []
        numbered = [f"{key[:44]}-{number}" for number in range(2, 100)]
        if parent and key == GENERAL:
            return [*below, *numbered]
        return [key, *below, *numbered]

    def _free_key(self, name: str, parent: Category | None) -> str:
        keys = self._keys(name, parent)
        return next(key for key in keys if self._at(key) is None and is_allowed(key))

    def _make(
        self,
        key: str,
        names: dict[str, str],
        parent: Category | None,
        icon: str = "",
        descriptions: dict[str, str] | None = None,
    ) -> Category:
        siblings = [
            other for other in self._by_key.values() if other.parent_id == (parent and parent.pk)
        ]
        position = max((other.position for other in siblings), default=-1) + 1
        icon = icon or ICONS.get(key, Icon.BOOK)
        category = Category.objects.create(key=key, parent=parent, position=position, icon=icon)
        CategoryTranslation.objects.bulk_create(
            CategoryTranslation(
                category=category,
                locale=locale,
                name=name[:NAME_LENGTH],
                description=(descriptions or {}).get(locale, "")[:DESCRIPTION_LENGTH],
            )
            for locale, name in names.items()
        )
        self._by_key[key] = category
        self.made.append(key)
        return category

    def read_file(self, source: Source) -> bool:
        """Make the categories of `categories.yml`, where there is one. Raises SourceRefused."""
        if not source.has(FILE):
            return False
        try:
            entries = safe_yaml.load(decode(source.read(FILE, safe_yaml.MAX_LENGTH)))
            self._make_all([] if entries is None else entries, None)
            self.listed = True
        except Refused as error:
            at = f"{FILE}:{error.line}" if error.line else FILE
            raise SourceRefused(f"{at}: {error}") from error
        return True

    def _make_all(self, entries: Any, parent: Category | None) -> None:
        if not isinstance(entries, list):
            raise Refused("A list of categories is expected, each with a key and names.")
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
                raise Refused(f"A category needs a key: {entry!r:.80}.")
            category = self._at(entry["key"]) or self._from_entry(entry, parent)
            self._make_all(entry.get("children") or [], category)

    def _from_entry(self, entry: dict[str, Any], parent: Category | None) -> Category:
        key, names = entry["key"], _texts(entry, "names")
        descriptions = _texts(entry, "descriptions")
        if not is_allowed(key):
            raise Refused(f"{key!r} cannot be the key of a category; choose another.")
        icon = entry.get("icon") or ""
        if icon and icon not in Icon.values:
            raise Refused(f"{key}: there is no icon {icon!r}; choose of {', '.join(Icon.values)}.")
        known = {locale: names.get(locale, "") for locale in settings.LOCALES}
        shown = {
            locale: name or titles.readable(key)
            for locale, name in known.items()
            if name or locale in descriptions
        }
        if "names" not in entry:
            shown = shown or {settings.LANGUAGE_CODE: titles.readable(key)}
        return self._make(key, shown, parent, icon, descriptions)


def _texts(entry: dict[str, Any], key: str) -> dict[str, str]:
    """Return a mapping of locale to text."""
    texts = entry.get(key) or {}
    if isinstance(texts, str):
        return {settings.LANGUAGE_CODE: texts}
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Refused(f"{entry['key']}: {key} must be a mapping of locale to text.")
    return texts


def ascii_key(name: str) -> str:
    """Return the key for a folder's name; keys are plain ASCII."""
    return slugify(titles.slug_from(name))[:KEY_LENGTH].strip("-_") or "section"


def is_allowed(key: str) -> bool:
    """Whether the site could show a category at /key/."""
    try:
        validate_slug(key)
        validate_category_key(key)
    except ValidationError:
        return False
    return len(key) <= KEY_LENGTH
