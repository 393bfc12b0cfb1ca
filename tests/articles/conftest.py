"""Staff of the support team, and visitors who look at pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from articles.models import Category

WRITING = ["view_article", "add_article", "change_article"]


@pytest.fixture
def author(make_staff) -> User:
    """May write articles, not publish them."""
    return make_staff("ana", WRITING)


@pytest.fixture
def publisher(make_staff) -> User:
    """May write, publish and delete articles, and order the categories."""
    more = ["publish_article", "delete_article", "view_category", "change_category"]
    return make_staff("petra", WRITING + more + ["add_category", "delete_category"])


@pytest.fixture
def reader(make_staff) -> User:
    """Staff who may look at articles only."""
    return make_staff("rita", ["view_article"])


@pytest.fixture
def see(client, settings):
    """Return a function that opens an address of "Help Center" and returns the parsed page."""
    settings.SITE_NAME, settings.CONTACT_URL = "Help Center", ""  # whatever the environment says

    def get(path: str, status: int = 200) -> BeautifulSoup:
        response = client.get(path)
        assert response.status_code == status, response
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


@pytest.fixture
def money(faq, make_category) -> Category:
    return make_category("money", parent=faq, name="Money")


@pytest.fixture
def many(publish):
    """Return a function that publishes so many articles."""

    def make(count: int, **fields) -> None:
        for n in range(count):
            publish(f"Article {n}", "Some text.\n\n## Part\n\nMore.", tags=["one"], **fields)

    return make
