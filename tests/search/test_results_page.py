"""The page that answers a question."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import bounded, lookup, matching, ranking, results
from tests.articles.pages import read, read_frame

SLOW = """
    WITH ranked AS (SELECT 1 AS article_id, 1 AS id, 1.0 AS score, NULL AS anchor
                      FROM pg_sleep(5)),
         best AS (TABLE ranked), refined AS (TABLE ranked)"""

pytestmark = pytest.mark.django_db


def test_the_context_is_what_the_template_needs(client, publish, faq, make_category):
    make_category("news")
    publish("Refunds", "How refunds work.")
    response = client.get("/search/", {"q": " refunds\0 ", "tab": "faq"})
    context = response.context
    assert response.status_code == 200
    assert context["question"] == "refunds"
    assert [(node.key, node.articles) for node in context["facets"].tabs] == [
        ("faq", 1),
        ("news", 0),
    ]
    assert context["found"] == 1
    assert context["tab"].key == "faq"
    assert [card.plain_title for card in context["cards"]] == ["Refunds"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_an_unknown_tab_behaves_as_all(client, publish):
    publish("Refunds", "How refunds work.")
    response = client.get("/search/", {"q": "refunds", "tab": "nonsense"})
    assert response.context["tab"] is None
    assert len(response.context["cards"]) == 1


@pytest.mark.parametrize("question", ["", "   ", "\0", "\ue000"])
def test_an_empty_question_leads_to_the_list(client, faq, question):
    assert client.get("/search/", {"q": question}).headers["Location"] == "/"
    response = client.get("/search/", {"q": question, "tab": "faq"})
    assert response.headers["Location"] == "/faq/"


def test_a_page_beyond_the_last_shows_the_last(client, publish):
    for number in range(17):
        publish(f"Refund {number}", "Refunds.")
    response = client.get("/search/", {"q": "refund", "page": "99999999999999999999"})
    assert response.context["page"].number == 2
    assert len(response.context["cards"]) == 2


def test_without_results_the_articles_most_read_of_late_are_offered(client, publish):
    for number in range(7):
        read(publish(f"Article {number}", "Text."), number)
    read(publish("Read last year", "Text."), 1000, days_ago=300)
    response = client.get("/search/", {"q": "xyzzy"})
    offered = [line.title for line in response.context["popular"]]
    assert offered == [f"Article {number}" for number in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize("articles", [10, 100])
def test_a_search_takes_at_most_five_queries(client, publish, articles):
    for number in range(articles):
        publish(f"Refund {number}", "How refunds work, refunded or not.")
    matching._stems.clear()
    read_frame()
    with CaptureQueriesContext(connection) as cold:
        client.get("/search/", {"q": "how do refunds work?"})
    with CaptureQueriesContext(connection) as warm:
        client.get("/search/", {"q": "how do refunds work?", "tab": "faq"})
    assert len(cold) == 5
    assert len(warm) == 4


def test_scripts_are_shown_as_text(client, publish):
    evil = "<script>alert(1)</script>"
    publish(f"{evil} refund", f'{evil} refund "><img src=x onerror=alert(1)>', tags=[evil])
    html = client.get("/search/", {"q": f"refund {evil}"}).content.decode()
    assert not re.search(r"<script>|<img src=x", html)
    assert html.count("&lt;") > 3
    assert "<mark>refund</mark>" in html


HOSTILE = [
    "q=" + "-" * 33,
    "q=%00",
    "q=refund%00",
    "q=%ff%fe",
    "q=%ed%a0%80",
    "q=" + "a" * 1_000_000,
    "q=" + "refund+" * 10_000,
    "q=the+and+of",
    "q=%21%3F.%2C%3B",
    "q=%F0%9F%99%82",
    "q=%27%22%5C%27%27",
    "q=%3Cscript%3E",
    "q=%26+%7C+%21+%3A%2A+%3C-%3E+%28%29",
    "q=refund%3A%2A&page=-1",
    "q=refund&page=%00",
    "q=refund&page=99999999999999999999",
    "q=refund&tab=%00",
    "q=refund&tab=%ff",
    "q=" + "%EE%80%80refund%EE%80%81",
    "q=" + "%E6%BC%A2" * 5000,
    "q=1e999+-5+%2B5+0x1F+1.2.3.4+a@b.c+http%3A%2F%2Fx%2Fy",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:30])
def test_no_question_is_a_server_error(client, publish, query):
    publish("Refunds", "How the refunds work and why: 🙂 <script> 漢字")
    response = client.get(f"/search/?{query}")
    assert response.status_code in (200, 302, 400)


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_says_so_and_the_next_one_works(client, publish, monkeypatch):
    publish("Refunds", "How refunds work.")
    with monkeypatch.context() as patch:
        patch.setattr(bounded, "TIME_LIMIT_MS", 20)
        patch.setattr(ranking, "PASSAGES", SLOW)
        response = client.get("/search/", {"q": "refunds", "tab": "faq"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert "took too long" in response.content.decode()
    assert response.context["question"] == "refunds"
    assert client.get("/search/", {"q": "refunds"}).context["found"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "statement"), [(lookup, "LOOKUP"), (results, "CARDS")])
def test_reading_the_question_and_the_cards_are_within_the_limit(
    client, publish, monkeypatch, module, statement
):
    publish("Refunds", "How refunds work.")
    with monkeypatch.context() as patch:
        patch.setattr(bounded, "TIME_LIMIT_MS", 20)
        patch.setattr(module, statement, "SELECT pg_sleep(5)")
        response = client.get("/search/", {"q": "refunds"})
    assert (response.status_code, response.context["refused"]) == (503, 503)
    assert client.get("/search/", {"q": "refunds"}).context["found"] == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_lasts_for_one_statement_and_leaves_the_connection_usable(monkeypatch):
    monkeypatch.setattr(bounded, "TIME_LIMIT_MS", 20)
    with pytest.raises(bounded.TookTooLong):
        bounded.rows("SELECT pg_sleep(5)", {})
    assert bounded.rows("SELECT 1", {}) == [(1,)]
    with bounded.limited(), bounded.limited():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('jit')")
        before = cursor.fetchone()
        cursor.execute("SELECT boot_val FROM pg_settings WHERE name = 'statement_timeout'")
        assert before[0] == cursor.fetchone()[0]


def test_a_flood_of_questions_is_slowed_down_and_others_are_not(client, publish, settings):
    publish("Refunds", "How refunds work.")
    settings.QUESTIONS_PER_MINUTE = 3
    questions = [f"refunds {number}" for number in range(4)]
    flood = [client.get("/search/", {"q": question}) for question in questions]
    assert [response.status_code for response in flood] == [200, 200, 200, 429]
    assert 1 <= int(flood[-1].headers["Retry-After"]) <= 20
    assert "Please wait a moment" in flood[-1].content.decode()
    assert client.get("/").status_code == 200
    other = client.get("/search/", {"q": questions[-1]}, REMOTE_ADDR="192.0.2.2")
    assert other.context["found"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_page_from_memory_takes_no_question_away(client, publish, settings):
    publish("Refunds", "How refunds work.")
    settings.QUESTIONS_PER_MINUTE = 3
    answers = [client.get("/search/?q=refunds") for _time in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 6
