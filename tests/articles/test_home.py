"""What the home page offers beside its list, and that nothing hidden is among it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import page_cache
from tests.articles.pages import read, read_frame, texts


@pytest.fixture
def news(make_category):
    return make_category("announcements", name="What is new", position=1)


def test_the_most_read_of_the_last_90_days_come_first(see, publish):
    for n in range(7):
        read(publish(f"Read {n} times", slug=f"read-{n}"), n + 1, days_ago=89)
    read(publish("Read long ago"), 1000, days_ago=90)
    publish("Never read")
    page = see("/")
    assert texts(page, "[aria-labelledby='page:popular'] li") == [
        f"Read {n} times" for n in (6, 5, 4, 3, 2)
    ]
    assert page.select_one("[aria-labelledby='page:popular'] a")["href"] == "/articles/read-6/"


def test_the_latest_announcements_stand_there_with_their_days(see, publish, news, faq):
    for day in range(1, 6):
        at = datetime(2023, 9, day, 12, tzinfo=UTC)
        publish(f"News {day}", category=news, published_at=at, pinned=day == 1)
    publish("No news", category=faq)
    page = see("/")
    assert texts(page, "[aria-labelledby='page:news'] li") == [
        "News 5Sep 5, 2023",
        "News 4Sep 4, 2023",
        "News 3Sep 3, 2023",
    ]
    assert page.select_one("#page\\:news a")["href"] == "/announcements/"
    assert texts(page, "#page\\:news") == ["What is new"]


def test_nothing_hidden_over_or_foreign_is_offered(see, publish, news):
    over = timezone.now() - timedelta(hours=1)
    for article in (
        publish("Over", category=news, expire_at=over),
        publish("Taken off", category=news),
        publish("Colour", category=news, locale="en-gb"),
    ):
        read(article, 5)
        if article.title == "Taken off":
            article.unpublish()
    assert see("/").select(".highlights") == []
    assert texts(see("/en-gb/"), ".highlights li")[0] == "Colour"


def test_only_the_first_page_of_all_offers_them(see, publish, many):
    many(16)
    read(publish("Popular"), 3)
    assert len(see("/").select(".highlights")) == 1
    for path in ("/?page=2", "/faq/"):
        assert see(path).select(".highlights") == []


def test_pinned_articles_stand_apart_from_those_updated_last(see, publish):
    publish("Pinned one", pinned=True)
    publish("Another", tags=["cards"])
    page = see("/")
    assert texts(page, "h2.list-part, h3.card-title") == [
        "Pinned", "Pinned one", "Recently updated", "Another",
    ]  # fmt: skip
    assert texts(see("/tags/cards/"), "h2.card-title") == ["Another"]
    assert texts(page, ".count-line") == ["Showing 1-2 of 2 articles"]


@pytest.mark.django_db(transaction=True)
def test_what_is_popular_is_remembered_until_something_is_published(
    client, publish, django_assert_max_num_queries
):
    article = publish("Popular")
    read(article, 3)
    page_cache.clear()
    read_frame()
    for _time in range(2):
        with django_assert_max_num_queries(5):
            assert "Popular articles" in client.get("/").content.decode()
    article.unpublish()
    assert "Popular articles" not in client.get("/").content.decode()


def test_the_days_are_those_of_the_sites_time_zone(see, publish, monkeypatch):
    read(publish("Read of late"), 1, days_ago=89)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    page_cache.clear()
    assert not texts(see("/"), "[aria-labelledby='page:popular'] li")
