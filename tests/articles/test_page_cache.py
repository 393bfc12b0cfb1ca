"""Pages are rendered once and never shown after what they show has changed."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from articles.editions import Edition
from articles.models import CategoryTranslation, ViewTotal
from articles.page_cache import MAX_RESULTS, CachedPage, PageStore, clear, once_per_edition

# Cached pages are those of committed data, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def read(client):
    """Return a function that reads a page three times, the last time from memory if at all."""
    return lambda path: [client.get(path).content.decode() for _time in range(3)][-1]


@pytest.fixture
def article(publish):
    return publish("How do I pay?", "By card.")


@pytest.mark.parametrize("path", ["/", "/faq/", "/articles/how-do-i-pay/", "/search/?q=pay"])
def test_a_page_that_is_asked_for_again_costs_one_query(
    client, read, article, path, django_assert_num_queries
):
    first = client.get(path).content.decode()
    assert read(path) == first
    with django_assert_num_queries(1):
        assert client.get(path).content.decode() == first


def test_an_answer_is_cached_until_something_is_published(
    client, read, article, publish, django_assert_num_queries
):
    read("/search/?q=pay")
    with django_assert_num_queries(1):
        response = client.get("/search/?q=pay")
    assert response.headers["X-Robots-Tag"] == "noindex"
    publish("Who has to pay?", "You.")
    assert "Who has to " in read("/search/?q=pay")


def test_a_published_change_is_seen_by_the_next_reader(read, article):
    assert "By card." in read("/articles/how-do-i-pay/")
    article.body = "By invoice."
    article.publish()
    assert "By invoice." in read("/articles/how-do-i-pay/")
    assert "By invoice." in read("/")


def test_a_draft_change_is_not_seen(read, article):
    before = read("/articles/how-do-i-pay/")
    article.body = "By invoice."
    article.save()
    assert read("/articles/how-do-i-pay/") == before


def test_an_unpublished_article_is_gone_at_once(client, read, article):
    assert "How do I pay?" in read("/")
    assert "How do I pay?" in read("/articles/how-do-i-pay/")
    article.unpublish()
    assert "How do I pay?" not in read("/")
    assert client.get("/articles/how-do-i-pay/").status_code == 410


def test_a_renamed_category_is_seen_by_the_next_reader(read, article):
    assert "Questions" not in read("/articles/how-do-i-pay/")
    CategoryTranslation.objects.update(name="Questions")
    assert "Questions" in read("/articles/how-do-i-pay/")


def test_views_are_those_of_this_moment(read, article):
    assert "views" not in read("/articles/how-do-i-pay/").split("<h1>")[1].split("prose")[0]
    ViewTotal.objects.create(article=article, views=1940)
    assert "1,940 views" in read("/articles/how-do-i-pay/")
    assert "1,940" in read("/")


def test_nothing_that_an_author_writes_is_a_place_for_views(client, read, publish):
    publish("Fees \ue010page:1:1\ue011 abroad", slug="fees")
    first = client.get("/articles/fees/").content.decode()
    assert "\ue010page:1:1\ue011" in first
    assert read("/articles/fees/") == first


def test_a_page_that_is_read_while_somebody_publishes_is_not_cached(read, article):
    """The publisher has moved the edition, but the reader still sees the old text."""
    written, seen = threading.Event(), threading.Event()

    def publish_slowly():
        with transaction.atomic():
            article.body = "By invoice."
            article.publish()
            written.set()
            seen.wait(10)
        connection.close()

    publisher = threading.Thread(target=publish_slowly)
    publisher.start()
    assert written.wait(10)
    assert "By card." in read("/articles/how-do-i-pay/")
    seen.set()
    publisher.join()
    assert "By invoice." in read("/articles/how-do-i-pay/")


def test_made_up_queries_are_answered_and_not_cached(
    client, read, article, django_assert_num_queries
):
    read("/?x=1")
    with django_assert_num_queries(2):
        assert "How do I pay?" in client.get("/?x=1").content.decode()


def test_the_pages_that_nobody_asks_for_make_room():
    def page(size):
        return CachedPage(edition=Edition(1, None), pieces=["x"], headers={}, size=size)

    pages = PageStore(capacity=100)
    pages.put("/a/", page(40))
    pages.put("/b/", page(40))
    pages.get("/a/")
    pages.put("/c/", page(40))
    cached = [path for path in ("/a/", "/b/", "/c/") if pages.get(path)]
    assert cached == ["/a/", "/c/"]


def test_a_result_is_remembered_until_there_are_too_many():
    clear()
    calls = []
    double = once_per_edition(lambda number: calls.append(number) or 2 * number)
    many = range(MAX_RESULTS + 1)
    assert [double(number) for number in many] == [2 * number for number in many]
    assert double(MAX_RESULTS) == 2 * MAX_RESULTS
    assert calls == [*many]
    assert double(0) == 0
    assert calls == [*many, 0]
