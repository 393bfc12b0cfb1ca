"""Staff of the support team, as the tests of the admin know them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

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
