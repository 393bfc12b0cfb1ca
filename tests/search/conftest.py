"""Staff who tell the search what visitors mean."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from search.results import find

KINDS = ("synonymset", "pinnedquestion", "goldenquery")


@pytest.fixture
def searcher(make_staff) -> User:
    """May do everything about the search, and look at articles."""
    deeds = [f"{deed}_{kind}" for kind in KINDS for deed in ("view", "add", "change", "delete")]
    return make_staff("sam", [*deeds, "view_article", "explain_results"])


@pytest.fixture
def author(make_staff) -> User:
    """May write articles, and has no say about the search."""
    return make_staff("ana", ["view_article", "add_article", "change_article"])


@pytest.fixture
def titles(db):
    """Return a function that asks as a visitor: titles("a question") -> titles, best first."""

    def ask(question: str, locale: str = "en-us") -> list[str]:
        return [card.plain_title for card in find(question, locale).cards()]

    return ask
