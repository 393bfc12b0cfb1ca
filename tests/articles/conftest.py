"""Staff of the support team, and visitors who look at pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User

from articles.models import Category, OldPath, PublicationSet
from tests.articles.sets import make

MAY = datetime(2025, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)
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
def ana(make_colleague) -> User:
    return make_colleague("ana", "Authors")


@pytest.fixture
def rob(make_colleague) -> User:
    return make_colleague("rob", "Reviewers")


@pytest.fixture
def petra(make_colleague) -> User:
    return make_colleague("petra", "Publishers")


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


@pytest.fixture
def editor(publisher) -> User:
    """A publisher who also puts sets together."""
    codes = [f"{deed}_publicationset" for deed in ("view", "add", "change", "delete")]
    publisher.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    return publisher


@pytest.fixture
def spring(write) -> PublicationSet:
    """A changed article with a new address and new tags, an announcement, one that goes, and a
    redirect from the one that goes to the announcement."""
    fees = write("Fees", "# Old\n\nOld fees.", tags=["a", "b"], published_at=MAY, updated_at=MAY)
    fees.publish(MAY)
    OldPath.objects.create(locale="en-us", slug="prices", article=fees)
    fees.title, fees.slug, fees.body = "New fees", "new-fees", "## New\n\nNew fees."
    fees.change_note = "Fees of spring"
    fees.save()
    fees.set_tags(["b", "c"])
    news = write("Announcement", "Everything is new.")
    old = write("Old plan", "Gone soon.")
    old.publish(MAY)
    return make(("publish", fees), ("publish", news), ("unpublish", old),
                ("redirect", news, "old-plan"), ("redirect", fees, "tariffs"))  # fmt: skip
