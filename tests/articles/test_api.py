"""/api/v1/articles: what programs are told of what is published, and how they are answered."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from articles import endpoints
from articles.models import ViewTotal
from articles.rate_limit import TokenBuckets

DAY = datetime(2026, 9, 7, 12, tzinfo=UTC)
LIST = "/api/v1/articles"
ELSEWHERE = {"origin": "https://www.example.com"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Return a function that asks the API and returns the answer's data."""

    def get(path: str = LIST, /, **parameters: object) -> dict:
        response = client.get(path, parameters)
        assert response.status_code == 200, response.content
        assert response.headers["Content-Type"] == "application/json"
        return json.loads(response.content)

    return get


@pytest.fixture
def slugs(ask):
    return lambda **parameters: [one["slug"] for one in ask(**parameters)["articles"]]


@pytest.fixture
def series(publish):
    """Five articles, a day apart; the oldest is pinned."""
    for n in range(5):
        at = DAY + timedelta(days=n)
        publish(f"Article {n}", "Text.", published_at=at, updated_at=at, pinned=n == 0)


def problem(response, status: int) -> str:
    """Return what a problem says to people."""
    assert response.headers["Content-Type"] == "application/problem+json"
    said = json.loads(response.content)
    assert (said["status"], response.status_code) == (status, status)
    return said["detail"]


def test_an_article_is_told_with_where_it_stands_and_when_it_is_from(ask, publish, faq, money):
    article = publish("Größe?", "Text.", category=money, tags=["Cards"], summary="Short.",
                      published_at=DAY, updated_at=DAY)  # fmt: skip
    ViewTotal.objects.create(article=article, views=7)
    host = "http://testserver"
    assert ask()["articles"] == [
        {
            "id": article.pk,
            "locale": "en-us",
            "slug": "größe",
            "url": f"{host}/articles/gr%C3%B6%C3%9Fe/",
            "title": "Größe?",
            "summary": "Short.",
            "published_at": "2026-09-07T12:00:00Z",
            "updated_at": "2026-09-07T12:00:00Z",
            "views": 7,
            "tab": {"key": "faq", "name": "FAQ", "url": f"{host}/faq/"},
            "category": {"key": "money", "name": "Money", "url": f"{host}/faq/money/"},
            "tags": [{"slug": "cards", "name": "Cards"}],
        }
    ]


def test_pages_follow_one_another_also_while_somebody_publishes(client, ask, series, publish):
    first = ask(limit=2, tab="faq")
    publish("Newer", published_at=DAY + timedelta(days=9), updated_at=DAY + timedelta(days=9))
    second = ask(first["next"])
    response = client.get(second["next"])
    third = json.loads(response.content)
    found = [one["slug"] for page in (first, second, third) for one in page["articles"]]
    assert found == [f"article-{n}" for n in (4, 3, 2, 1, 0)]
    assert third["next"] is None
    assert "Link" not in response.headers
    assert client.get(first["next"]).headers["Link"] == f'<{second["next"]}>; rel="next"'


def test_the_list_is_narrowed(slugs, publish, faq, money, make_category):
    publish("In FAQ", updated_at=DAY)
    publish("In Money", category=money, tags=["Cards"], updated_at=DAY + timedelta(days=1))
    publish("In News", category=make_category("news"), updated_at=DAY + timedelta(days=2))
    publish("British", locale="en-gb", updated_at=DAY)
    assert slugs() == ["in-news", "in-money", "in-faq"]
    assert slugs(tab="faq") == ["in-money", "in-faq"]
    assert slugs(category="money") == slugs(tab="faq", category="money") == ["in-money"]
    assert slugs(tag="cards") == ["in-money"]
    assert slugs(tag="none") == []
    assert slugs(locale="en-gb") == ["british"]
    assert slugs(updated_since="2026-09-08T12:00:00Z") == ["in-news", "in-money"]
    assert slugs(updated_since="2026-09-08T14:00:01 02:00") == ["in-news"]  # a + not quoted
    assert slugs(updated_since="2026-09-09") == ["in-news"]


def test_one_article_is_told_whole_with_absolute_addresses(ask, publish):
    source = publish("One", "::: tip\n[Two](/articles/two/)\n:::\n\n## Part\n\nText.")
    publish("One", "Text.", locale="en-gb", slug="one", translation_of=source)
    whole = ask(f"{LIST}/one")
    html = BeautifulSoup(whole["html"], "html.parser")
    assert html.select_one("aside a")["href"] == "http://testserver/articles/two/"
    assert whole["markdown"].startswith("> **Tip**\n>\n> [Two](http://testserver/articles/two/)")
    assert whole["contents"] == [
        {"level": 2, "text": "Part", "url": "http://testserver/articles/one/#part"}
    ]
    assert whole["translations"] == [
        {"locale": "en-gb", "url": "http://testserver/en-gb/articles/one/"}
    ]
    assert ask(f"{LIST}/one", locale="en-gb")["url"] == "http://testserver/en-gb/articles/one/"


def test_drafts_and_what_is_gone_are_never_told(client, slugs, ask, publish, write):
    article = publish("Live", "Public.")
    article.title, article.body = "Secret", "Secret."
    article.save()
    write("Draft")
    publish("Over", expire_at=timezone.now() - timedelta(hours=1))
    publish("Off").unpublish()
    assert slugs() == ["live"]
    assert "Secret" not in json.dumps(ask(f"{LIST}/live"))
    hidden = [client.get(f"{LIST}/{slug}") for slug in ("draft", "over", "off", "none")]
    assert {response.content for response in hidden} == {hidden[0].content}
    assert "No published article" in problem(hidden[0], 404)


def test_an_old_slug_leads_to_the_one_of_today(client, publish):
    article = publish("Old")
    article.slug = "new"
    article.publish()
    response = client.get(f"{LIST}/old")
    problem(response, 301)
    assert response.headers["Location"] == "http://testserver/api/v1/articles/new?locale=en-us"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit must be"), ("limit=101", "limit must be"), ("limit=x", "limit must be"),
        ("cursor=x", "cursor must be"), ("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ==", "cursor must"),
        ("updated_since=yesterday", "updated_since must be"), ("locale=xx", "No locale 'xx'"),
        ("updated_since=2026-02-31", "updated_since must be"), ("tag=%00", "NUL"),
        ("tab=none", "No tab"), ("category=none", "No category"), ("tab=news&category=money", "No"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_words(client, money, make_category, query, said):
    make_category("news")
    refused = client.get(f"{LIST}?{query}")
    assert said in problem(refused, 400)
    assert refused.headers["Content-Language"] == "en-us"


@pytest.mark.parametrize("number", ["0" * 20 + "9" * 30, "9" * 20, "9" * 5000, "-1", "1e3", ""])
def test_a_cursor_with_an_absurd_number_is_refused(client, money, number):
    cursor = base64.urlsafe_b64encode(f"1.{number}".encode()).decode()
    assert "cursor must be" in problem(client.get(LIST, {"cursor": cursor}), 400)


@pytest.mark.parametrize("since", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59Z"])
def test_times_at_the_ends_of_the_calendar_are_answered(ask, series, since):
    assert len(ask(updated_since=since)["articles"]) == (5 if since[0] == "0" else 0)


def test_asking_again_costs_no_transfer_until_something_changes(client, publish):
    article = publish("One")
    for path in (LIST, f"{LIST}/one"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        asked = {"If-None-Match": first.headers["ETag"]}
        again = client.get(path, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
    ViewTotal.objects.create(article=article, views=7)
    assert client.get(LIST, headers=asked).status_code == 200


def test_it_can_only_be_read(client, publish):
    publish("One")
    assert client.head(LIST).status_code == 200
    assert client.options(LIST).headers["Allow"] == "GET, HEAD, OPTIONS"
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(LIST)
        assert "only be read" in problem(response, 405)
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "openapi" in problem(client.get("/api/v2/anything"), 404)


def test_pages_of_other_sites_may_read_it_only_when_the_site_says_so(client, db, settings):
    allow = "Access-Control-Allow-Origin"
    assert allow not in client.get(LIST, headers=ELSEWHERE).headers
    settings.API_CORS_ORIGINS = ["https://www.example.com"]
    for path, status in ((LIST, 200), (f"{LIST}/none", 404), (f"{LIST}?limit=x", 400)):
        response = client.get(path, headers=ELSEWHERE)
        assert response.status_code == status
        assert response.headers[allow] == "https://www.example.com"
        assert "Origin" in response.headers["Vary"]
    other = client.get(LIST, headers={"origin": "https://evil.example"})
    assert allow not in other.headers
    assert "Origin" in other.headers["Vary"]
    preflight = client.options(LIST, headers=ELSEWHERE)
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    settings.API_CORS_ORIGINS = ["*"]
    assert client.get(LIST, headers=ELSEWHERE).headers[allow] == "*"
    assert "Access-Control-Allow-Credentials" not in client.get(LIST, headers=ELSEWHERE).headers


def test_a_flood_from_one_address_is_slowed_down_and_others_are_not(client, db, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    flood = [client.get(LIST, REMOTE_ADDR="192.0.2.1") for _time in range(4)]
    assert [response.status_code for response in flood] == [200, 200, 200, 429]
    assert "At most 3" in problem(flood[-1], 429)
    assert 1 <= int(flood[-1].headers["Retry-After"]) <= 20
    assert client.get(LIST, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert client.get("/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_bucket_fills_again():
    buckets = TokenBuckets()
    assert [buckets.take("192.0.2.1", 60, now=0) for _time in range(61)] == [0] * 60 + [1]
    assert buckets.take("192.0.2.1", 60, now=1) == 0
    assert buckets.take("192.0.2.1", 60, now=1) == 1
    assert buckets.take("192.0.2.2", 60, now=1) == buckets.take("192.0.2.1", 0, now=1) == 0


def test_a_database_that_is_away_is_a_problem_to_try_again(client, db, monkeypatch):
    from django.db import OperationalError

    def away(*_args):
        raise OperationalError

    monkeypatch.setattr(endpoints, "_limit_rate", away)
    response = client.get(LIST)
    assert "database" in problem(response, 503)
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize(("path", "most"), [(LIST, 3), (f"{LIST}/article-1", 5)])
def test_an_answer_asks_as_much_of_a_large_site_as_of_a_small_one(
    client, many, path, most, django_assert_max_num_queries
):
    many(25)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200
