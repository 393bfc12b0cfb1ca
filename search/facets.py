"""What the results can be narrowed to, and how many articles each choice would leave.

Decides what is offered: of the categories one level below what is chosen and of the tags, the most
frequent ones that some of the results have and some have not. Counts are those of the question
under everything else that is chosen; an article with several answers counts once. All of it is
counted from the hits: no SQL statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext, gettext_lazy

from articles.reading import CategoryNode, told_apart

from .address import NEWEST, RELEVANCE, VIEWS, Address
from .ranking import Hit, one_each

MAX_OFFERED = 8

T = TypeVar("T")

ORDERS = {
    RELEVANCE: gettext_lazy("Relevance"),
    NEWEST: gettext_lazy("Newest"),
    VIEWS: gettext_lazy("Most viewed"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes what is shown; `articles` is how many it would leave."""

    name: str
    query: str
    articles: int = 0
    key: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """All that narrows and sorts the results of one page; `chosen` are the ones to take back."""

    everything: Choice
    tabs: list[Choice]
    chosen: list[Choice]
    categories: list[Choice]
    tags: list[Choice]
    orders: list[Choice]

    @property
    def is_offered(self) -> bool:
        return bool(self.categories or self.tags or self.orders)


def known(address: Address, hits: Iterable[Hit]) -> Address:
    """Return `address` without a tag that none of `hits` has."""
    if address.tag and any(address.tag in hit.tag_names for hit in hits):
        return address
    return replace(address, tag="")


def narrowed(address: Address, hits: Iterable[Hit]) -> list[Hit]:
    """Return those of `hits` that the address asks for."""
    hits = list(hits)
    if address.tab:
        hits = [hit for hit in hits if hit.tab_id == address.tab.id]
    if address.category:
        ids = frozenset(address.category.ids)
        hits = [hit for hit in hits if hit.category_id in ids]
    if address.tag:
        hits = [hit for hit in hits if address.tag in hit.tag_names]
    return hits


def facets(address: Address, hits: Sequence[Hit], tabs: Iterable[CategoryNode]) -> Facets:
    """Return what the `hits` of a question can be narrowed to; the address's tag is a known one."""
    everywhere = replace(address, tab=None, category=None)
    hits = one_each(hits)
    of_tag = narrowed(everywhere, hits)
    in_tab = Counter(hit.tab_id for hit in of_tag)
    shown = narrowed(address, hits)
    return Facets(
        everything=Choice(
            gettext("All"), everywhere.query, len(of_tag), is_chosen=address.tab is None
        ),
        tabs=[_tab(address, node, in_tab[node.id]) for node in tabs],
        chosen=_chosen(address, hits),
        categories=_categories(address, shown, tabs),
        tags=[] if address.tag else _tags(address, shown),
        orders=_orders(address) if len(shown) > 1 else [],
    )


def _tab(address: Address, node: CategoryNode, articles: int) -> Choice:
    """Return the link to a tab; a category belongs to one tab and is left behind."""
    query = replace(address, tab=node, category=None).query
    return Choice(node.name, query, articles, node.key, is_chosen=node == address.tab)


def _chosen(address: Address, hits: Sequence[Hit]) -> list[Choice]:
    """Return what is chosen below the tabs, each with the address that takes it back."""
    chosen = []
    if node := address.category:
        up = node.parent if node.parent and node.parent.parent else None
        chosen.append(Choice(node.name, replace(address, category=up).query, key="category"))
    if address.tag:
        name = _tag_names(hits).get(address.tag, address.tag)
        chosen.append(Choice(name, replace(address, tag="").query, key="tag"))
    return chosen


def _categories(
    address: Address, shown: Sequence[Hit], tabs: Iterable[CategoryNode]
) -> list[Choice]:
    """Return the categories right below what is chosen."""
    above = [address.category or address.tab]
    level = [child for node in (above if above[0] else tabs) if node for child in node.children]
    articles_in = Counter(hit.category_id for hit in shown)
    options = [
        (name, sum(articles_in[id] for id in node.ids), node) for name, node in told_apart(level)
    ]
    return [
        Choice(name, replace(address, category=node).query, articles, node.key)
        for name, articles, node in _offered(options, len(shown))
    ]


def _tags(address: Address, shown: Sequence[Hit]) -> list[Choice]:
    articles_with = Counter(slug for hit in shown for slug in hit.tag_names if slug)
    names = _tag_names(shown)
    options = [(names[slug], articles, slug) for slug, articles in articles_with.items()]
    return [
        Choice(name, replace(address, tag=slug).query, articles, slug)
        for name, articles, slug in _offered(options, len(shown))
    ]


def _offered(options: Iterable[tuple[str, int, T]], shown: int) -> list[tuple[str, int, T]]:
    """Return the most frequent of `options` that some of the articles `shown` have, and not all.

    An option is (name, articles, category or tag). Results have a hundred tags, so only what is
    offered gets an address.
    """
    useful = [option for option in options if 0 < option[1] < shown]
    return sorted(useful, key=lambda option: (-option[1], option[0]))[:MAX_OFFERED]


def _tag_names(hits: Sequence[Hit]) -> dict[str, str]:
    """Return slug -> name of every tag; the best hit's where articles write it differently."""
    names: dict[str, str] = {}
    for hit in reversed(hits):
        names.update(hit.tag_names)
    return names


def _orders(address: Address) -> list[Choice]:
    return [
        Choice(str(name), replace(address, sort=sort).query, is_chosen=sort == address.sort)
        for sort, name in ORDERS.items()
    ]
