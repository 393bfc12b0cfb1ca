"""An article leaves the site at its time, also before `publish_due` takes it down."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, PublishedArticle
from tests.articles.pages import texts


@pytest.fixture
def over() -> datetime:
    return timezone.now() - timedelta(seconds=1)


@pytest.fixture
def offers(publish, money, over) -> Article:
    """An offer that is over and one that is not, in one category and with one tag."""
    tomorrow = timezone.now() + timedelta(days=1)
    publish("New offer", "Text.", category=money, tags=["offer"], expire_at=tomorrow)
    return publish("Old offer", "Text.", category=money, tags=["offer"], expire_at=over)


@pytest.mark.parametrize("path", ["/", "/faq/", "/faq/money/", "/tags/offer/"])
def test_no_list_shows_or_counts_it(see, offers, path):
    page = see(path)
    assert texts(page, ".card-title") == ["New offer"]
    assert texts(page, ".count-line") == ["Showing 1-1 of 1 article"]


def test_no_tab_category_or_topic_counts_it(see, offers):
    assert texts(see("/"), ".tabs-nav a") == ["All 1", "FAQ 1"]
    assert texts(see("/"), ".topic-count") == ["1 article"]
    assert texts(see("/faq/"), ".chip") == ["Money 1"]


def test_its_page_and_its_old_addresses_are_gone(see, client, offers):
    offers.slug = "last-offer"
    offers.publish()
    for path in ("/articles/last-offer/", "/articles/old-offer/"):
        see(path, status=410)
    PublishedArticle.objects.update(expire_at=None)
    assert client.get("/articles/old-offer/").url == "/articles/last-offer/"


def test_no_other_article_leads_to_it(see, offers, publish, money):
    publish("Other", "Text.", category=money)
    assert texts(see("/articles/other/"), ".section a") == ["Other", "New offer", "See all"]


def test_a_tag_of_nothing_else_has_no_page(see, publish, over):
    publish("Old offer", tags=["rare"], expire_at=over)
    see("/tags/rare/", status=404)


def test_what_visitors_read_until_then_needs_no_other_approval(offers, settings):
    settings.REVIEW_REQUIRED = True
    offers.expire()
    offers.expire_at = None
    offers.publish()
    offers.expire()
    offers.body = "Other."
    with pytest.raises(ValidationError, match="not approved"):
        offers.publish()


def test_it_is_shown_again_when_it_is_published_for_longer(see, offers):
    offers.expire_at = None
    offers.publish()
    assert texts(see("/"), ".card-title") == ["Old offer", "New offer"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/faq/", 200), ("/tags/offer/", 404), ("/articles/new-offer/", 410)],
)
def test_a_kept_page_is_not_shown_beyond_the_next_expiry(client, offers, path, status):
    """Time passes: the edition's number stays, as nobody writes anything."""
    before = [client.get(path) for _time in range(3)][-1]
    assert "New offer" in before.content.decode()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_publishedarticle DISABLE TRIGGER new_edition")
        later = timezone.now() - timedelta(milliseconds=1)
        PublishedArticle.objects.filter(title="New offer").update(expire_at=later)
        cursor.execute("ALTER TABLE articles_publishedarticle ENABLE TRIGGER new_edition")
    after = client.get(path)
    assert after.status_code == status
    assert "Text." not in after.content.decode()
