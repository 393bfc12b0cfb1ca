"""Staff of the support team, and visitors who look at pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client

from articles.models import Category

WRITING = ["view_article", "add_article", "change_article"]


def staff(name: str, permissions: list[str]) -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def author(db) -> User:
    """May write articles, not publish them."""
    return staff("ana", WRITING)


@pytest.fixture
def publisher(db) -> User:
    """May write, publish and delete articles, and order the categories."""
    more = ["publish_article", "delete_article", "view_category", "change_category"]
    return staff("petra", WRITING + more + ["add_category", "delete_category"])


@pytest.fixture
def reader(db) -> User:
    """Staff who may look at articles only."""
    return staff("rita", ["view_article"])


@pytest.fixture
def at_desk():
    """Return a function that signs a user in: at_desk(author).get(...)."""

    def sign_in(user: User, **options) -> Client:
        client = Client(**options)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


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
