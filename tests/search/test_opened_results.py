"""From results to an article: what staff learn of it, and that nobody can make it up at length."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from search import opened_results, question_log
from search.models import AskedQuestion
from tests.articles.pages import page, texts
from tests.search.test_question_log import BROWSER, ask

pytestmark = pytest.mark.django_db

RESULTS = "http://testserver/search/?q=refunds"


@pytest.fixture
def site(publish):
    return publish("Refunds", "How refunds work.", slug="refunds")


def read(client, referer: str = RESULTS, address: str = "192.0.2.1", **options):
    options = {"HTTP_USER_AGENT": BROWSER, "HTTP_REFERER": referer} | options
    return client.get("/articles/refunds/", REMOTE_ADDR=address, **options)


def opened() -> dict[str, int | None]:
    return dict(AskedQuestion.objects.values_list("text", "opened"))


def test_an_article_opened_from_results_counts_once_a_day_and_address(client, site):
    ask(client, "Refunds?")
    assert opened() == {"refunds": 0}
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        read(client, f"{RESULTS}%3F&tab=faq", address)
    assert opened() == {"refunds": 2}


def test_a_question_belongs_to_the_locale_it_was_asked_in(client, site, publish):
    publish("Refunds", "How refunds work.", locale="en-gb", slug="refunds")
    for path in ("/search/", "/en-gb/search/"):
        ask(client, "refunds", path=path)
    read(client, "http://testserver/en-gb/search/?q=refunds")
    rows = AskedQuestion.objects.values_list("locale", "opened")
    assert dict(rows) == {"en-us": 0, "en-gb": 1}


@pytest.mark.parametrize(
    ("referer", "options"),
    [
        ("http://other.example/search/?q=refunds", {}),
        ("http://testserver/faq/?q=refunds", {}),
        ("http://testserver/en-gb/search/?q=refunds", {}),  # not asked there
        ("http://testserver/search/?q=", {}),
        ("http://testserver/search/?" + "a=1&" * 50 + "q=refunds", {}),
        ("http://[testserver/search/?q=refunds", {}),
        (RESULTS, {"HTTP_USER_AGENT": "Googlebot/2.1 (+http://www.google.com/bot.html)"}),
        (RESULTS, {"HTTP_SEC_PURPOSE": "prefetch"}),
    ],
)
def test_what_is_no_reader_from_results_of_this_site_counts_nothing(client, site, referer, options):
    ask(client, "refunds")
    assert read(client, referer, **options).status_code == 200
    assert opened() == {"refunds": 0}


def test_staff_count_nothing(client, site):
    ask(client, "refunds")
    client.force_login(User.objects.create_user("staff", is_staff=True))
    read(client)
    assert opened() == {"refunds": 0}


def test_nobody_makes_a_question_by_opening_an_article(client, site):
    read(client)
    assert opened() == {}


def test_nobody_fills_the_memory(client, site, monkeypatch):
    monkeypatch.setattr(question_log, "MAX_QUESTIONS", 2)
    for number in range(4):
        ask(client, f"refund x{'i' * number}", address=f"192.0.2.{number}")
        read(client, f"{RESULTS[:-1]} x{'i' * number}")
    assert sum(opened().values()) == 2


@given(text=st.text())
def test_no_referer_is_an_error(text):
    assert opened_results._question(text, "testserver") is None
    question = opened_results._question(RESULTS + text, "testserver")
    assert question is None or question[1] == "en-us"


def test_a_program_says_that_a_result_was_opened(site):
    for more in ({}, {"opened": "1"}, {"opened": "1"}):
        ask(Client(), "refunds", path="/api/v1/search", data={"note": "1"} | more)
    assert opened() == {"refunds": 1}


def test_staff_see_which_questions_led_on(admin_client, client, site):
    ask(client, "refunds")
    ask(client, "how", address="192.0.2.2")
    ask(client, "xyzzy")
    read(client)
    log = "/admin/search/askedquestion/"
    shown = page(admin_client.get(log))
    rows = dict(zip(texts(shown, ".field-text"), texts(shown, ".field-led_on"), strict=True))
    assert rows == {"refunds": "1", "how": "0", "xyzzy": "–"}
    narrowed = page(admin_client.get(log, {"found": "unopened"}))
    assert texts(narrowed, ".field-text") == ["how"]
