"""What the public pages read: one SQL statement per question, no model instances.

The hot pages are measured against a bare Django view with one query (`make bench`); building a
queryset and its instances costs a fifth of such a page, so these few statements are written out.
All of them read published tables only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from . import page_cache, paths


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a list: what a visitor sees before deciding to read."""

    title: str
    slug: str
    passage: str
    anchor: str
    published_at: datetime
    updated_at: datetime
    views: int
    category_name: str
    pinned: bool
    id: int

    @property
    def url(self) -> str:
        """Path of the article, to the heading that the passage stands under."""
        path = paths.article(self.slug)
        return f"{path}#{self.anchor}" if self.anchor else path


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
    parent: CategoryNode | None = field(default=None, repr=False, compare=False)
    children: list[CategoryNode] = field(default_factory=list, compare=False)

    @property
    def tab(self) -> CategoryNode:
        return self.parent.tab if self.parent else self

    @property
    def url(self) -> str:
        """Path of the category's list: /tab/ or /tab/category/."""
        tab = paths.tab(self.tab.key)
        return f"{tab}{self.key}/" if self.parent else tab

    @property
    def ids(self) -> list[int]:
        """Ids of this category and of all below it."""
        return [self.id, *(id for child in self.children for id in child.ids)]


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple]:
    """Return the rows of a SELECT; PostgreSQL keeps the plan of one that is asked often."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


CATEGORY_NAME = """
    (SELECT {column} FROM articles_categorytranslation AS translation
      WHERE translation.category_id = {category} AND translation.{column} <> ''
      ORDER BY translation.locale = %(locale)s DESC, translation.locale = %(default)s DESC,
               translation.locale
      LIMIT 1)"""

CATEGORY = f"""
    SELECT category.id, category.key, category.icon,
           coalesce({CATEGORY_NAME.format(column="name", category="category.id")}, category.key),
           coalesce({CATEGORY_NAME.format(column="description", category="category.id")}, ''),
           {{articles}}, category.parent_id
      FROM articles_category AS category"""  # noqa: S608

TABS = f"""
    {CATEGORY.format(articles="0")}
     WHERE category.parent_id IS NULL ORDER BY category.position, category.key"""

CATEGORIES = f"""
    {CATEGORY.format(articles="coalesce(counted.articles, 0)")}
      LEFT JOIN (SELECT category_id, count(*) AS articles FROM articles_publishedarticle
                  WHERE locale = %(locale)s GROUP BY category_id) AS counted
             ON counted.category_id = category.id
     ORDER BY category.position, category.key"""  # noqa: S608


def tabs(locale: str) -> list[CategoryNode]:
    """Return the root categories in staff's order, with nothing below them and nothing counted."""
    found = rows(TABS, {"locale": locale, "default": settings.LANGUAGE_CODE})
    return [CategoryNode(*row) for row in found]


@page_cache.remembered
def categories(locale: str) -> tuple[CategoryNode, ...]:
    """Return the tabs in staff's order, each with its tree below it and the counts of articles."""
    found = rows(CATEGORIES, {"locale": locale, "default": settings.LANGUAGE_CODE})
    nodes = {row[0]: CategoryNode(*row) for row in found}
    for node in nodes.values():
        if node.parent_id in nodes:
            node.parent = nodes[node.parent_id]
            node.parent.children.append(node)
    tabs = tuple(node for node in nodes.values() if node.parent is None)
    for tab in tabs:
        _add_up(tab)
    return tabs


def _add_up(node: CategoryNode) -> int:
    node.articles += sum(_add_up(child) for child in node.children)
    return node.articles


CARD_COLUMNS = f"""
    article.title, article.slug,
    {{passage}}, {{anchor}},
    article.published_at, article.updated_at, coalesce(total.views, 0),
    coalesce({CATEGORY_NAME.format(column="name", category="article.category_id")}, ''),
    article.pinned, article.article_id"""

LISTING = f"""
    SELECT {CARD_COLUMNS.format(passage="article.opening", anchor="''")}
      FROM articles_publishedarticle AS article
      LEFT JOIN articles_viewtotal AS total ON total.article_id = article.article_id
     WHERE article.locale = %(locale)s {{narrowed}}
     ORDER BY article.pinned DESC, article.updated_at DESC, article.article_id DESC
     LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608

LISTING_OF = {
    "all": LISTING.format(narrowed=""),
    "tab": LISTING.format(narrowed="AND article.tab_id = %(tab)s"),
    "category": LISTING.format(narrowed="AND article.category_id = ANY(%(categories)s)"),
    "tag": LISTING.format(narrowed="AND article.tag_slugs @> ARRAY[%(tag)s]::varchar[]"),
}


def cards(
    locale: str,
    offset: int = 0,
    *,
    limit: int = settings.ARTICLES_PER_PAGE,
    category: CategoryNode | None = None,
    tag: str | None = None,
) -> list[Card]:
    """Return the cards of one page: pinned articles first, then the most recently updated."""
    of = "tag" if tag else "all" if category is None else "category" if category.parent else "tab"
    parameters = {
        "locale": locale,
        "default": settings.LANGUAGE_CODE,
        "tab": category and category.id,
        "categories": category and category.ids,
        "tag": tag,
        "limit": limit,
        "offset": offset,
    }
    return [Card(*row) for row in rows(LISTING_OF[of], parameters)]


TAG = """
    SELECT tag.name, (SELECT count(*) FROM articles_publishedarticle
                       WHERE locale = %(locale)s AND tag_slugs @> ARRAY[%(tag)s]::varchar[])
      FROM taggit_tag AS tag WHERE tag.slug = %(tag)s"""


def tag(locale: str, slug: str) -> tuple[str, int] | None:
    """Return name and number of articles of a tag; None for one that no visitor can see."""
    found = rows(TAG, {"locale": locale, "tag": slug})
    return found[0] if found and found[0][1] else None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that an article's page shows."""

    id: int
    title: str
    slug: str
    summary: str
    html: str
    contents: list[tuple[int, str, str]]
    tag_names: list[str]
    tag_slugs: list[str]
    reading_minutes: int
    published_at: datetime
    updated_at: datetime
    tab_key: str
    tab_name: str
    category_id: int
    category_key: str
    category_name: str
    views: int
    neighbour_titles: list[list[str]]

    @property
    def neighbours(self) -> Sequence[tuple[str, str]]:
        """(title, path) of others of the category: pinned ones, then the most recently updated."""
        path = paths.to("articles:detail")
        return [(title, path(slug)) for title, slug in self.neighbour_titles]

    @property
    def tags(self) -> Sequence[tuple[str, str]]:
        """(name, path) of each tag that has a page."""
        path = paths.to("articles:tag")
        pairs = zip(self.tag_names, self.tag_slugs, strict=True)
        return [(name, path(slug)) for name, slug in pairs if slug]

    @property
    def url(self) -> str:
        return paths.article(self.slug)

    @property
    def tab_url(self) -> str:
        return paths.tab(self.tab_key)

    @property
    def category_url(self) -> str:
        """Path of the category's page; the tab's own when the article stands right in it."""
        in_tab = self.category_key == self.tab_key
        return self.tab_url if in_tab else f"{self.tab_url}{self.category_key}/"


ARTICLE = f"""
    SELECT article.article_id, article.title, article.slug, article.summary, article.html,
           article.contents::text, article.tag_names, article.tag_slugs, article.reading_minutes,
           article.published_at, article.updated_at,
           tab.key, coalesce({CATEGORY_NAME.format(column="name", category="tab.id")}, tab.key),
           category.id, category.key,
           coalesce({CATEGORY_NAME.format(column="name", category="category.id")}, category.key),
           coalesce(total.views, 0),
           ARRAY(SELECT ARRAY[near.title, near.slug] FROM articles_publishedarticle AS near
                  WHERE near.locale = article.locale AND near.category_id = article.category_id
                    AND near.article_id <> article.article_id
                  ORDER BY near.pinned DESC, near.updated_at DESC, near.article_id DESC LIMIT 6)
      FROM articles_publishedarticle AS article
      JOIN articles_category AS tab ON tab.id = article.tab_id
      JOIN articles_category AS category ON category.id = article.category_id
      LEFT JOIN articles_viewtotal AS total ON total.article_id = article.article_id
     WHERE article.locale = %(locale)s AND article.slug = %(slug)s"""  # noqa: S608


def article(locale: str, slug: str) -> ArticlePage | None:
    """Return what the page of a published article shows; None when there is none."""
    found = rows(ARTICLE, {"locale": locale, "default": settings.LANGUAGE_CODE, "slug": slug})
    if not found:
        return None
    columns = list(found[0])
    columns[5] = json.loads(columns[5])
    return ArticlePage(*columns)


def redirect_target(locale: str, slug: str) -> str | None:
    """Return the slug that an old slug of a published article leads to now."""
    found = rows(
        """SELECT article.slug FROM articles_oldpath AS old
             JOIN articles_publishedarticle AS article ON article.article_id = old.article_id
            WHERE old.locale = %(locale)s AND old.slug = %(slug)s""",
        {"locale": locale, "slug": slug},
    )
    return found[0][0] if found else None
