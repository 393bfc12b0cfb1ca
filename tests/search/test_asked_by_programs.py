"""What programs and browsers are told when they ask: the same as the results page shows."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from search import bounded, ordering, ranking
from search.api import text_and_marks
from search.models import AskedQuestion
from tests.search.test_results_page import HOSTILE, SLOW

SEARCH = "/api/v1/search"
READER = {"HTTP_USER_AGENT": "Mozilla/5.0"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Return a function that asks a question of the API."""

    def get(question: str, **parameters: object) -> dict:
        response = client.get(SEARCH, {"q": question, **parameters})
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return get


def found(answer: dict) -> list[str]:
    return [result["article_title"] for result in answer["results"]]


def test_a_result_has_its_passage_with_the_matches_and_the_place_it_stands_at(ask, publish):
    publish("Refunds", "Words.\n\n## When 😀 it comes\n\n😀 A refund takes <b>five</b> days.",
            tags=["Money"])  # fmt: skip
    answer = ask("refund days")
    (result,) = answer["results"]
    passage = result["passage"]
    assert passage["text"] == "When 😀 it comes: 😀 A refund takes <b>five</b> days."
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["refund", "days"]
    assert result["title"] == {"text": "Refunds", "marks": [[0, 7]]}
    assert result["url"] == "http://testserver/articles/refunds/#when-it-comes"
    assert (result["anchor"], result["is_question"]) == ("when-it-comes", False)
    assert result["tab"]["key"] == "faq"
    assert result["tags"] == [{"slug": "money", "name": "Money"}]
    assert answer["url"] == "http://testserver/search/?q=refund%20days"


def test_a_question_inside_an_article_is_told_as_one(ask, publish):
    filler = "Much else is written here, and this goes on for a while. " * 40
    publish("Travel", f"{filler}\n\n## May I carry gold abroad?\n\nOnly as much as said.")
    (result,) = ask("carry gold abroad")["results"]
    assert result["is_question"]
    assert (result["title"]["text"], result["article_title"]) == (
        "May I carry gold abroad?", "Travel",
    )  # fmt: skip


def test_the_api_answers_as_the_results_page_does(client, ask, publish, faq, make_category):
    news = make_category("news")
    for n in range(17):
        publish(f"Refund {n}", "How refunds work.", category=news if n % 2 else faq, tags=["money"])
    publish("Other", "Something about a refund.", tags=["rare"])
    for parameters in ({}, {"page": 2}, {"tab": "news"}, {"tag": "rare"}, {"tab": "none"},
                       {"sort": "newest"}, {"page": 99}):  # fmt: skip
        answer = ask("refund", **parameters)
        context = client.get("/search/", {"q": "refund", **parameters}).context
        assert found(answer) == [card.plain_title for card in context["cards"]]
        assert (answer["total"], answer["page"]) == (context["page"].total, context["page"].number)
        assert answer["facets"]["tabs"] == [
            {"key": node.key, "name": node.name, "articles": node.articles}
            for node in context["facets"].tabs
        ]


def test_a_misspelt_word_is_asked_back(ask, publish):
    publish("Refunds", "How a refund works.")
    answer = ask("refnud")
    assert (answer["did_you_mean"], found(answer)) == ("refund", ["Refunds"])
    assert ask("xyzzy")["results"] == []


def test_only_the_locale_asked_for_answers(ask, publish):
    publish("Colour", "The colour.", locale="en-gb")
    assert ask("colour")["total"] == 0
    assert ask("colour", locale="en-gb")["results"][0]["url"].endswith("/en-gb/articles/colour/")


def test_a_question_is_noted_only_when_it_is_said_to_be_asked(client, publish):
    publish("Refunds", "How a refund works.")
    client.get(SEARCH, {"q": "refu"}, **READER)
    client.get(SEARCH, {"q": "refund", "note": "1"}, **READER)
    response = client.get(SEARCH, {"q": "colour", "note": "1", "locale": "en-gb"}, **READER)
    noted = AskedQuestion.objects.order_by("text").values_list("locale", "text", "results")
    assert list(noted) == [("en-gb", "colour", 0), ("en-us", "refund", 1)]
    assert "X-Found" not in response.headers


def test_what_is_noted_counts_articles_not_answers(client, publish):
    publish("Router", "## How do I reset it?\n\nPress.\n\n## When do I reset it?\n\nNever.\n")
    client.get(SEARCH, {"q": "reset router", "note": "1"}, **READER)
    assert AskedQuestion.objects.get().results == 1


@pytest.mark.parametrize("question", ["", "   ", "\ue000"])
def test_no_question_is_a_problem(client, db, question):
    response = client.get(SEARCH, {"q": question})
    assert (response.status_code, json.loads(response.content)["detail"][:6]) == (400, "q must")


def test_no_question_is_a_server_error(client, publish, settings):
    settings.API_REQUESTS_PER_MINUTE = 0
    publish("Refunds", "How the refunds work and why: 🙂 <script> 漢字")
    for query in HOSTILE:
        assert client.get(f"{SEARCH}?{query}").status_code in (200, 400), query


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "statement", "slow"),
    [(ranking, "PASSAGES", SLOW), (ordering, "ORDERED", "SELECT pg_sleep(5)")],
)
def test_a_search_that_takes_too_long_is_a_problem_to_try_again(
    client, publish, monkeypatch, module, statement, slow
):
    for title in ("Refunds", "Refunds of cards"):
        publish(title, "How refunds work.")
    monkeypatch.setattr(bounded, "TIME_LIMIT_MS", 20)
    monkeypatch.setattr(module, statement, slow)
    response = client.get(SEARCH, {"q": "refunds", "sort": "newest"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")


def test_marks_are_counted_in_characters():
    assert text_and_marks("a \ue000😀b\ue001 c\ue001") == {"text": "a 😀b c", "marks": [[2, 4]]}


def test_a_browser_learns_how_to_ask_in_each_locale(client, db, settings):
    settings.SITE_NAME = "Larkbooks & friends help center"
    for prefix, locale in (("", "en-us"), ("/en-gb", "en-gb")):
        response = client.get(f"{prefix}/opensearch.xml")
        assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
        root = ElementTree.fromstring(response.content)
        name = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert root.findtext(f"{name}ShortName") == "Larkbooks & frie"
        assert root.findtext(f"{name}Language") == locale
        here = f"http://testserver{prefix}/search"
        assert {url.get("type"): url.get("template") for url in root.findall(f"{name}Url")} == {
            "text/html": f"{here}/?q={{searchTerms}}",
            "application/x-suggestions+json": f"{here}/suggest/opensearch/?q={{searchTerms}}",
            "application/opensearchdescription+xml": f"http://testserver{prefix}/opensearch.xml",
        }
        page = client.get(f"{prefix}/").content.decode()
        assert f'href="{prefix}/opensearch.xml"' in page


def test_the_address_bar_gets_the_suggestions_of_the_search_box(client, publish):
    publish("Password & rules")
    response = client.get("/search/suggest/opensearch/", {"q": "pass"})
    assert response.headers["Content-Type"] == "application/x-suggestions+json"
    url = "http://testserver/articles/password-rules/"
    assert json.loads(response.content) == ["pass", ["Password & rules"], ["FAQ"], [url]]
