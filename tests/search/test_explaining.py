"""Why an article is a result: told to staff who ask, and adding up to the score."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import ranking
from search.explaining import Explanation, explain
from search.models import PinnedQuestion, SynonymSet
from search.results import find
from tests.articles.pages import active_content, page

pytestmark = pytest.mark.django_db

FILLER = "Nothing of interest stands in this sentence about other matters."


@pytest.fixture
def shop(publish):
    long = "\n\n".join(
        f"## Part {n}\n\nA refund is paid to the card. {FILLER * 6}" for n in range(9)
    )
    return {
        "refunds": publish("Refunds", f"How a refund works. {FILLER}", tags=["money"]),
        "long": publish("Everything about cards", long, summary="Refunds and more"),
        "other": publish("Shipping", FILLER),
        "bank": publish("Bank transfers", f"## The bank transfer\n\nMoney arrives. {FILLER}"),
    }


def told(question: str, locale: str = "en-us") -> dict[int, Explanation]:
    found = find(question, locale)
    explained = explain(found.question, found.hits)
    return {hit.article_id: explained[hit.passage_id] for hit in found.hits}


def assert_adds_up(question: str) -> None:
    found = find(question, "en-us")
    explained = explain(found.question, found.hits)
    assert list(explained) == [hit.passage_id for hit in found.hits]
    for place, hit in enumerate(found.hits, 1):
        why = explained[hit.passage_id]
        assert (why.place, why.score) == (place, hit.score)
        assert why.total == pytest.approx(hit.score, abs=1e-6)


QUESTIONS = [
    "refund", "how do I get a refund to my card", "money from a bank transfer", "Refunds",
    "chargeback of the bank", "the card and the part of other matters", "refund refund card xyzzy",
]  # fmt: skip


def test_the_sums_are_the_scores_that_results_are_ordered_by(shop):
    SynonymSet.objects.create(terms="chargeback, refund, money, bank transfer")
    for question in QUESTIONS:
        assert_adds_up(question)


def test_the_sums_are_right_for_passages_ranked_by_their_main_words_only(shop, monkeypatch):
    monkeypatch.setattr(ranking, "REFINED", 1)
    for question in QUESTIONS:
        assert_adds_up(question)


SAID = [
    "the",
    "refund",
    "card",
    "bank",
    "transfer",
    "money",
    "of",
    "part",
    "zebra",
    "漢字",
    "it's",
    "bank_transfer",
]


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)
@given(words=st.lists(st.sampled_from(SAID), max_size=12))
def test_the_sums_are_the_scores_for_any_question(shop, words):
    assert_adds_up(" ".join(words))


def test_each_word_says_where_it_stands_and_what_it_adds(shop):
    why = told("a refund by zebra?")[shop["refunds"].pk]
    refund, zebra = (
        next(part for part in why.parts if part.text == text) for text in ("refund", "zebra")
    )
    assert (refund.kind, [str(place) for place in refund.places]) == ("said", ["title", "text"])
    assert refund.adds > 0
    assert refund.worth == find("refund", "en-us").question.words[0].worth
    assert (zebra.kind, zebra.worth, zebra.adds) == ("unknown", 0, 0)


def test_headings_tags_stop_words_and_neighbours_are_told(shop):
    bank = {part.text: part for part in told("the bank transfer")[shop["bank"].pk].parts}
    assert [str(place) for place in bank["bank"].places] == ["title", "heading"]
    assert bank["bank transfer"].kind == "pair"
    assert bank["bank transfer"].adds == bank["bank transfer"].worth > 0
    assert bank["the"].kind == "stop"
    tagged = {part.text: part for part in told("money")[shop["refunds"].pk].parts}
    assert [str(place) for place in tagged["money"].places] == ["tags or summary"]


def test_a_synonym_names_what_it_stands_for(shop):
    SynonymSet.objects.create(terms="money back, refund")
    parts = {part.text: part for part in told("my money back")[shop["refunds"].pk].parts}
    assert (parts["refund"].kind, parts["refund"].said) == ("synonym", "money back")
    SynonymSet.objects.create(terms="payout", also_finds="bank transfer")
    (part,) = told("payout")[shop["bank"].pk].parts[:1]
    assert (part.text, part.kind, part.said) == ("bank transfer", "synonym", "payout")
    assert [str(place) for place in part.places] == ["title", "heading"]


def test_pinned_articles_and_exact_titles_are_told(shop):
    PinnedQuestion.objects.create(question="refunds", first=shop["other"])
    why = told("Refunds")
    assert (why[shop["other"].pk].is_pinned, why[shop["other"].pk].parts) == (True, ())
    assert (why[shop["refunds"].pk].is_pinned, why[shop["refunds"].pk].is_title) == (False, True)
    assert not why[shop["long"].pk].is_title


def test_nothing_is_explained_without_results(shop):
    assert told("zebra") == {}


# The page ----------------------------------------------------------------------------------------

ASKED = "/search/?q=refund&why=1"


def test_staff_who_ask_see_why_under_each_card(at_desk, searcher, shop):
    response = at_desk(searcher).get(ASKED)
    cards = page(response).select("li.card")
    assert len(cards) == 2
    for card, shown in zip(cards, response.context["cards"], strict=True):
        assert card.select_one("details.why > summary").get_text() == "Why this result?"
        assert card.select_one(".why-score td").get_text() == f"{shown.score:.4f}"
    assert "signed in as sam" in page(response).get_text()
    assert active_content(page(response)) == []


def test_what_staff_see_is_kept_nowhere(at_desk, searcher, client, shop):
    desk = at_desk(searcher)
    for _time in range(3):
        response = desk.get(ASKED)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"]
    for path in (ASKED, "/search/?q=refund"):
        for _time in range(3):
            assert "why" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "query", ["q=refund", "q=refund&why=", "q=refund&why=0", "q=refund&why=11"]
)
def test_staff_who_do_not_ask_see_the_plain_page(at_desk, searcher, client, shop, query):
    assert (
        at_desk(searcher).get(f"/search/?{query}").content
        == client.get(f"/search/?{query}").content
    )


def test_a_visitor_who_asks_why_sees_the_plain_page_and_gets_no_cookie(client, shop):
    plain = client.get("/search/?q=refund").content
    with CaptureQueriesContext(connection) as queries:
        response = client.get(ASKED)
    assert response.content == plain
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not any("session" in query["sql"] for query in queries)


def test_a_made_up_session_sees_the_plain_page(client, shop):
    plain = client.get("/search/?q=refund").content
    client.cookies["sessionid"] = "x" * 32
    assert client.get(ASKED).content == plain


def test_public_pages_read_no_session_even_of_staff(at_desk, searcher, shop):
    desk = at_desk(searcher)
    with CaptureQueriesContext(connection) as queries:
        response = desk.get("/search/?q=refund")
    assert not any("django_session" in query["sql"] for query in queries)
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Cache-Control" not in response.headers


def test_staff_without_the_permission_and_signed_in_visitors_see_the_plain_page(
    at_desk, author, client, shop, django_user_model
):
    plain = client.get("/search/?q=refund").content
    assert at_desk(author).get(ASKED).content == plain
    nobody = django_user_model.objects.create_user("nobody")
    assert at_desk(nobody).get(ASKED).content == plain


def test_tabs_pages_and_the_box_keep_asking_why(at_desk, searcher, publish, faq):
    for number in range(17):
        publish(f"Refund {number}", "Refunds.")
    html = page(at_desk(searcher).get(f"{ASKED}&tab=faq"))
    assert all("why=1" in link["href"] for link in html.select(".tabs-nav a, .pages a"))
    assert html.select_one("main .search input[name=why]")["value"] == "1"
    second = at_desk(searcher).get(
        html.select_one(".pages a[rel=next]")["href"].replace("?", "/search/?")
    )
    assert [card.why.place for card in second.context["cards"]] == [16, 17]


def test_explaining_costs_a_fixed_number_of_statements(at_desk, searcher, publish):
    for number in range(20):
        publish(f"Refund {number}", "Refunds.")
    desk = at_desk(searcher)
    desk.get(ASKED)
    with CaptureQueriesContext(connection) as queries:
        desk.get(ASKED)
    # Session, user with permissions; tabs, words, ranking, cards; ranking, forms, parts.
    assert len(queries) == 9


@pytest.mark.parametrize("text", ["</details><script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>"])  # fmt: skip # noqa: E501
def test_hostile_words_are_shown_as_text(at_desk, searcher, publish, text):
    publish(f"{text} refund", f"{text} refund")
    SynonymSet.objects.create(terms=f"<script>alert(2)</script>, refund {text}".replace(",", " , "))
    for question in (f"{text} refund", "script alert 2 script"):
        response = at_desk(searcher).get("/search/", {"q": question, "why": "1"})
        assert active_content(page(response)) == []


def test_the_desk_offers_a_search_to_those_who_may(at_desk, searcher, author, settings):
    for path in ("/admin/", "/admin/search/"):
        form = page(at_desk(searcher).get(path)).select_one("form.desk-ask")
        assert form.select_one("[name=why]")["value"] == "1"
        leads_to = [button["formaction"] for button in form.select("button")]
        others = [locale for locale, _name in settings.LANGUAGES[1:]]
        assert leads_to == ["/search/", *(f"/{locale}/search/" for locale in others)]
    assert not page(at_desk(author).get("/admin/")).select("form.desk-ask")
    assert at_desk(author).get("/admin/search/").status_code in (403, 404)
