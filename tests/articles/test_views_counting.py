"""Views: once per visitor, article and day; never by crawlers; never at the article's expense."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import counting
from articles.counting import SeenBy
from articles.models import Article, PublishedArticle, ViewCount, ViewTotal, Visit
from articles.write_buffer import WriteBuffer

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def look(client, slug="title", agent=BROWSER, **headers):
    return client.get(f"/articles/{slug}/view.gif", HTTP_USER_AGENT=agent, **headers)


def views() -> tuple[int, int]:
    """Return the total and the sum over days; they are written together."""
    total = sum(ViewTotal.objects.values_list("views", flat=True))
    return total, sum(ViewCount.objects.values_list("views", flat=True))


@pytest.fixture
def article(publish) -> Article:
    return publish("Title", "Text.")


def test_the_picture_of_an_article_page_counts_a_view(article, client):
    page = client.get("/articles/title/", HTTP_USER_AGENT=BROWSER).content.decode()
    assert views() == (0, 0)
    assert "/articles/title/view.gif" in page
    answer = look(client)
    assert answer.content == counting.PIXEL
    assert "no-store" in answer.headers["Cache-Control"]
    assert views() == (1, 1)


def test_a_visitor_counts_once_a_day_and_without_a_cookie(article, client):
    for _ in range(3):
        answer = look(client)
    assert not answer.cookies
    look(client, REMOTE_ADDR="192.0.2.1")
    look(client, agent=BROWSER + " Other")
    assert views() == (3, 3)


@pytest.mark.parametrize(
    "options",
    [
        {"agent": ""},
        {"agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
    ],
)
def test_crawlers_prefetches_and_nameless_programs_do_not_count(article, client, options):
    assert look(client, **options).status_code == 200
    assert views() == (0, 0)


def test_a_head_request_does_not_count(article, client):
    assert client.head("/articles/title/view.gif", HTTP_USER_AGENT=BROWSER).status_code == 200
    assert views() == (0, 0)


@pytest.mark.parametrize("slug", ["draft", "nothing-here", "%00", "%F0%9F%92%A9", "x" * 3000])
def test_what_no_visitor_can_read_does_not_count(write, client, slug):
    write("Draft", slug="draft")
    assert look(client, slug).status_code < 500
    assert views() == (0, 0)


def test_counting_touches_neither_the_article_nor_what_visitors_read(article, client):
    def rows():
        return Article.objects.values().get(), PublishedArticle.objects.values().get()

    before = rows()
    look(client)
    assert rows() == before
    assert article.history.count() == 2  # written and published


def test_a_read_counts_for_its_own_locale(publish, client):
    publish("Title", slug="same")
    british = publish("Title", slug="same", locale="en-gb")
    client.get("/en-gb/articles/same/view.gif", HTTP_USER_AGENT=BROWSER)
    assert ViewTotal.objects.get().article == british


def test_days_are_counted_apart_and_summed_up(article):
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    counting.write([SeenBy("en-us", "title", day, 7) for day in (yesterday, today, today)])
    counting.write([SeenBy("en-us", "title", today, 8)])
    assert dict(ViewCount.objects.values_list("day", "views")) == {yesterday: 1, today: 2}
    assert views() == (3, 3)


def test_forgetting_visitors_keeps_the_counts(article, client):
    look(client)
    today = timezone.localdate()
    assert counting.forget_visitors(before=today) == 0
    assert counting.forget_visitors(before=today + timedelta(days=1)) == 1
    assert views() == (1, 1)
    assert not Visit.objects.exists()


def test_a_visitors_name_differs_every_day(rf):
    request = rf.get("/", HTTP_USER_AGENT=BROWSER)
    today = timezone.localdate()
    names = [counting.visitor_of_the_day(request, today - timedelta(days=n)) for n in range(3)]
    assert len(set(names)) == 3
    assert names[0] == counting.visitor_of_the_day(request, today)


@pytest.mark.django_db(transaction=True)
def test_workers_that_write_at_once_lose_and_double_nothing(publish):
    slugs = [publish(f"Article {n}").slug for n in range(5)]
    today = timezone.localdate()

    def work(worker: int) -> None:
        try:
            for turn in range(10):
                order = slugs if worker % 2 else slugs[::-1]
                # Each visitor is seen by two workers.
                counting.write([SeenBy("en-us", s, today, worker // 2 * 100 + turn) for s in order])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert views() == (5 * 4 * 10,) * 2


@pytest.mark.django_db(transaction=True)
def test_views_wait_while_the_database_cannot_take_them(publish):
    publish("Title")
    buffer = WriteBuffer(counting.write, "views")
    buffer._writer = threading.current_thread()  # this test says when to write
    buffer.add(SeenBy("en-us", "title", timezone.localdate(), 1))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_visit RENAME TO articles_visit_away")
    try:
        buffer.flush()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE articles_visit_away RENAME TO articles_visit")
    assert views() == (0, 0)
    buffer.flush()
    buffer.flush()
    assert views() == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_view_is_written_later_where_the_site_says_so(publish, client, settings, monkeypatch):
    publish("Title")
    settings.VIEWS_FLUSH_SECONDS = 60
    # This test says when to write.
    monkeypatch.setattr(counting._buffer, "_writer", threading.current_thread())
    look(client)
    assert views() == (0, 0)
    counting._buffer.flush()
    assert views() == (1, 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_foresaw_does_not_end_the_writing(settings):
    settings.VIEWS_FLUSH_SECONDS = 0.01
    written = queue.SimpleQueue()

    def write(things: list[int]) -> None:
        written.put(things)
        if things == [1]:
            raise ValueError("Nobody foresaw this.")
        raise SystemExit  # or its thread would outlive the test

    buffer = WriteBuffer(write, "things")
    buffer.add(1)
    assert written.get(timeout=5) == [1]
    buffer.add(2)
    assert written.get(timeout=5) == [2]
    buffer._writer.join(5)
    assert not buffer._writer.is_alive()
