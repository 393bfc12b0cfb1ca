"""The categories as visitors see them: tabs, what stands below each, and counts of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings

from .. import page_cache, paths
from .statements import CATEGORY_NAME, SHOWN, rows


@dataclass(slots=True, unsafe_hash=True)
class CategoryNode:
    """A category with its name in one locale and the number of articles in and below it.

    Two nodes are equal when they show the same; what stands above and below is left aside.
    """

    id: int
    key: str
    icon: str
    name: str
    description: str
    articles: int
    parent_id: int | None
    former_keys: list[str] = field(compare=False)
    parent: CategoryNode | None = field(default=None, repr=False, compare=False)
    children: list[CategoryNode] = field(default_factory=list, compare=False)

    @property
    def tab(self) -> CategoryNode:
        return self.parent.tab if self.parent else self

    @property
    def levels(self) -> list[CategoryNode]:
        """The categories from the tab down to this one."""
        return [*(self.parent.levels if self.parent else ()), self]

    @property
    def trail(self) -> list[tuple[str, str]]:
        """(name, path) of the categories from the tab down to this one."""
        return [(level.name, level.url) for level in self.levels]

    @property
    def url(self) -> str:
        """Path of the category's list: /tab/ or /tab/category/."""
        tab = paths.tab(self.tab.key)
        return f"{tab}{self.key}/" if self.parent else tab

    @property
    def below(self) -> list[CategoryNode]:
        """All categories below this one, each before what is below it."""
        return [node for child in self.children for node in (child, *child.below)]

    @property
    def ids(self) -> list[int]:
        """Ids of this category and of all below it."""
        return [self.id, *(node.id for node in self.below)]


CATEGORY = f"""
    SELECT category.id, category.key, category.icon,
           coalesce({CATEGORY_NAME.format(column="name", category="category.id")}, category.key),
           coalesce({CATEGORY_NAME.format(column="description", category="category.id")}, ''),
           {{articles}}, category.parent_id, category.former_keys
      FROM articles_category AS category"""  # noqa: S608

TABS = f"""
    {CATEGORY.format(articles="0")}
     WHERE category.parent_id IS NULL ORDER BY category.position, category.key"""

TREES = f"""
    {CATEGORY.format(articles="0")}
     ORDER BY category.position, category.key"""

CATEGORIES = f"""
    {CATEGORY.format(articles="coalesce(counted.articles, 0)")}
      LEFT JOIN (SELECT category_id, count(*) AS articles
                   FROM articles_publishedarticle AS article
                  WHERE locale = %(locale)s AND {SHOWN.format(article="article")}
                  GROUP BY category_id) AS counted
             ON counted.category_id = category.id
     ORDER BY category.position, category.key"""  # noqa: S608

NAME_THERE = CATEGORY_NAME.format(column="name", category="tab.id")
SECTIONS = f"""
    SELECT {NAME_THERE.replace("%(locale)s", "told.locale")}, tab.key, told.locale
      FROM articles_category AS tab, unnest(%(locales)s::text[]) AS told (locale)
     WHERE tab.parent_id IS NULL
       AND EXISTS (SELECT FROM articles_publishedarticle AS article
                    WHERE article.locale = told.locale AND article.tab_id = tab.id
                      AND {SHOWN.format(article="article")})
     ORDER BY tab.position, tab.key"""  # noqa: S608


class Section(NamedTuple):
    """A tab that has articles in `locale`, as the foot of every page there names it."""

    name: str
    key: str
    locale: str


def sections() -> tuple[Section, ...]:
    """Return the tabs that have articles, of every locale, in staff's order."""
    values = {"locales": settings.LOCALES, "default": settings.LANGUAGE_CODE}
    return tuple(Section(name or key, key, locale) for name, key, locale in rows(SECTIONS, values))


def tabs(locale: str) -> list[CategoryNode]:
    """Return the root categories in staff's order, with nothing below them and nothing counted."""
    found = rows(TABS, {"locale": locale, "default": settings.LANGUAGE_CODE})
    return [CategoryNode(*row) for row in found]


def trees(locale: str) -> tuple[CategoryNode, ...]:
    """Return the tabs in staff's order, each with its tree below it and nothing counted."""
    return _grown(rows(TREES, {"locale": locale, "default": settings.LANGUAGE_CODE}))


@page_cache.once_per_edition
def categories(locale: str) -> tuple[CategoryNode, ...]:
    """Return the tabs in staff's order, each with its tree below it and the counts of articles."""
    counted = rows(CATEGORIES, {"locale": locale, "default": settings.LANGUAGE_CODE})
    tabs = _grown(counted)
    for tab in tabs:
        _add_up(tab)
    return tabs


def _grown(rows: list[tuple]) -> tuple[CategoryNode, ...]:
    """Return the tabs among the rows, each with its tree below it."""
    nodes = {row[0]: CategoryNode(*row) for row in rows}
    for node in nodes.values():
        if node.parent_id in nodes:
            node.parent = nodes[node.parent_id]
            node.parent.children.append(node)
    return tuple(node for node in nodes.values() if node.parent is None)


def _add_up(node: CategoryNode) -> int:
    node.articles += sum(_add_up(child) for child in node.children)
    return node.articles


def category_at(tabs: Iterable[CategoryNode], tab: str, category: str = "") -> CategoryNode | None:
    """Return the category at /tab/ or /tab/category/; None when there is none."""
    below = [node for node in tabs if node.key == tab]
    if category:
        below = [node for root in below for node in root.below if node.key == category]
    return below[0] if below else None


def told_apart(level: Sequence[CategoryNode]) -> list[tuple[str, CategoryNode]]:
    """Return the categories below tabs with their names; one that two have says its tab."""
    names = Counter(node.name for node in level)
    return [
        (node.name if names[node.name] == 1 else f"{node.name} ({node.tab.name})", node)
        for node in level
    ]


def category_elsewhere(
    tabs: Iterable[CategoryNode], tab: str, category: str = ""
) -> CategoryNode | None:
    """Return the category that an address named before it moved or got another key."""
    key = category or tab
    named = [node for node in nodes(tabs) if key in (node.key, *node.former_keys)]
    return min(named, key=lambda node: node.key != key, default=None)


def nodes(tabs: Iterable[CategoryNode]) -> list[CategoryNode]:
    """Return the tabs and all that stands below them, each before what is below it."""
    return [node for tab in tabs for node in (tab, *tab.below)]
