"""What the address of a results page says: the question, what it is narrowed to, and the order.

Decides what counts: a tab, category, tag or order that does not exist is left aside, so an old link
still answers. A category must stand below the tab that is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils import translation

from articles.reading import CategoryNode

NEWEST, VIEWS = "newest", "views"
RELEVANCE = ""  # the address does not say it
SORTS = (RELEVANCE, NEWEST, VIEWS)


@lru_cache
def results_path(locale: str) -> str:
    """Return the path of the results page of `locale`."""
    with translation.override(locale):
        return reverse("search:results")


# A page has thirty links that say the same question.
_quoted = lru_cache(maxsize=1024)(quote)


@dataclass(frozen=True, slots=True)
class Address:
    """The state of a results page, all but the number of the page.

    `tag` is a slug. `explains` is whether staff ask why an article is a result.
    """

    question: str
    tab: CategoryNode | None = None
    category: CategoryNode | None = None
    tag: str = ""
    sort: str = RELEVANCE
    explains: bool = False

    @property
    def query(self) -> str:
        """The query of the address, without the question mark: `q=lost%20card&tab=faq`."""
        parts = (
            ("why", "1" if self.explains else ""),
            ("q", self.question),
            ("tab", self.tab.key if self.tab else ""),
            ("category", self.category.key if self.category else ""),
            ("tag", self.tag),
            ("sort", self.sort),
        )
        return "&".join([f"{name}={_quoted(value)}" for name, value in parts if value])

    @property
    def visitors_query(self) -> str:
        """The query of the same page as visitors see it."""
        return replace(self, explains=False).query

    @property
    def whole_query(self) -> str:
        """The query of all results of the question, in the order of relevance."""
        return Address(self.question, explains=self.explains).query

    @property
    def is_narrowed(self) -> bool:
        return bool(self.tab or self.category or self.tag)


def read(
    query: Mapping[str, str], question: str, tabs: Sequence[CategoryNode], explains: bool = False
) -> Address:
    """Return what `query` says of a site with these `tabs`; `question` is its cleaned question.

    The tag is taken as it is: whether there is one, the results know.
    """
    tab = next((node for node in tabs if node.key == query.get("tab")), None)
    below = [node for root in ([tab] if tab else tabs) for node in root.below]
    category = next((node for node in below if node.key == query.get("category")), None)
    sort = query.get("sort", RELEVANCE)
    return Address(
        question,
        tab,
        category,
        query.get("tag", ""),
        sort if sort in SORTS else RELEVANCE,
        explains,
    )
