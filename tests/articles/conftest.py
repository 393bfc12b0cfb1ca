"""Staff of the support team, as the tests of the admin know them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

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
