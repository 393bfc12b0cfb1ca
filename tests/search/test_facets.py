"""What the results can be narrowed to, in which order they come, and what the address says."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import PublishedArticle, ViewTotal
from search import ranking
from search.address import SORTS
from search.results import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(publish, faq, make_category):
    """Five articles on refunds: two on cards, one of them below, one on accounts, one of news."""
    cards = make_category("cards", parent=faq)
    lost = make_category("lost", parent=cards)
    accounts = make_category("accounts", parent=faq)
    news = make_category("news")
    publish("Refund one", "Refunds.", category=cards, tags=["Money", "Europe"])
    publish("Refund two", "Refunds.", category=lost, tags=["Money"])
    publish("Refund three", "Refunds.", category=accounts, tags=["Europe"])
    publish("Refund four", "Refunds.", category=faq)
    publish("Refund five", "Refunds.", category=news, tags=["Money"])


@pytest.fixture
def look(client):
    """Return a function that opens the results: look(tab="faq") -> BeautifulSoup."""

    def get(**query: str) -> BeautifulSoup:
        html = client.get("/search/", {"q": "refund"} | query).content
        return BeautifulSoup(html, "html.parser")

    return get


def row(page: BeautifulSoup, label: str) -> dict[str, str]:
    """Return text -> address of the links in one row."""
    links = page.select(f'.narrow-row[aria-label="{label}"] a')
    return {" ".join(link.text.split()): link["href"] for link in links}


def titles(page: BeautifulSoup) -> list[str]:
    return [title.text.strip() for title in page.select(".card-title")]


def tabs(page: BeautifulSoup) -> list[str]:
    return [" ".join(link.text.split()) for link in page.select(".tabs-nav a")]


def test_categories_and_tags_are_offered_with_what_they_would_leave(shop, look):
    page = look()
    assert row(page, "Category:") == {
        "Cards 2": "?q=refund&category=cards",
        "Accounts 1": "?q=refund&category=accounts",
    }
    assert row(page, "Tag:") == {
        "Money 3": "?q=refund&tag=money",
        "Europe 2": "?q=refund&tag=europe",
    }


def test_a_category_holds_what_stands_below_it_and_offers_the_next_level(shop, look):
    page = look(tab="faq", category="cards")
    assert sorted(titles(page)) == ["Refund one", "Refund two"]
    assert row(page, "Category:") == {"Lost 1": "?q=refund&tab=faq&category=lost"}
    assert titles(look(category="lost")) == ["Refund two"]


def test_counts_are_those_under_everything_else_that_is_chosen(shop, look):
    assert tabs(look(tag="money")) == ["All 3", "FAQ 2", "News 1"]
    assert row(look(tag="europe"), "Category:").keys() == {"Cards 1", "Accounts 1"}
    assert row(look(category="cards"), "Tag:").keys() == {"Europe 1"}
    assert tabs(look(tab="faq", category="cards")) == ["All 5", "FAQ 4", "News 1"]


def test_what_all_results_have_is_not_offered(shop, look):
    page = look(category="accounts")
    assert row(page, "Tag:") == {}
    assert row(page, "Sort by:") == {}


def test_a_choice_is_taken_back_by_its_chip(shop, look):
    page = look(tab="faq", category="lost", tag="money", sort="newest")
    chips = {" ".join(link.text.split()): link["href"] for link in page.select(".chosen a")}
    assert chips == {
        "Remove Lost ×": "?q=refund&tab=faq&category=cards&tag=money&sort=newest",
        "Remove Money ×": "?q=refund&tab=faq&category=lost&sort=newest",
    }
    assert look().select(".chosen") == []


def test_another_tab_keeps_the_tag_and_the_order_and_leaves_the_category(shop, look):
    page = look(tab="faq", category="cards", tag="money", sort="views")
    assert [link["href"] for link in page.select(".tabs-nav a")] == [
        "/search/?q=refund&tag=money&sort=views",
        "/search/?q=refund&tab=faq&tag=money&sort=views",
        "/search/?q=refund&tab=news&tag=money&sort=views",
    ]


def test_the_next_page_keeps_all_that_is_chosen(look, publish, faq, make_category):
    cards = make_category("cards", parent=faq)
    for number in range(16):
        publish(f"Refund {number}", "Refunds.", category=cards, tags=["Money"])
    page = look(tab="faq", category="cards", tag="money", sort="newest")
    query = parse_qs(page.select_one("[rel=next]")["href"][1:])
    assert query == {
        "q": ["refund"], "tab": ["faq"], "category": ["cards"], "tag": ["money"],
        "sort": ["newest"], "page": ["2"],
    }  # fmt: skip
    second = look(tab="faq", category="cards", tag="money", sort="newest", page="2")
    assert len(titles(second)) == 1


def test_unknown_values_are_left_aside(shop, look):
    everything, news = titles(look()), titles(look(tab="news"))
    for unknown in ({"category": "nonsense"}, {"tag": "nonsense"}, {"sort": "nonsense"},
                    {"tag": "\0"}):  # fmt: skip
        assert titles(look(**unknown)) == everything, unknown
    assert titles(look(tab="news", category="nonsense")) == news


def test_a_category_of_another_tab_is_left_aside(shop, look):
    assert titles(look(tab="news", category="cards")) == ["Refund five"]


def test_the_eight_most_frequent_tags_are_offered(look, publish):
    for number in range(12):
        for times in range(12 - number):
            publish(f"Refund {number} {times}", "Refunds.", tags=[f"Tag{number}"])
    assert list(row(look(), "Tag:")) == [f"Tag{number} {12 - number}" for number in range(8)]


def test_two_categories_of_one_name_say_their_tabs(look, publish, faq, make_category):
    news = make_category("news")
    for key, tab in (("a", faq), ("b", news)):
        publish(f"Refund {key}", "Refunds.", category=make_category(key, tab, name="Account"))
    assert row(look(), "Category:").keys() == {"Account (FAQ) 1", "Account (News) 1"}


def test_names_are_shown_as_text(look, publish, faq, make_category):
    evil = "<img src=x onerror=alert(1)>"
    publish("Refund one", "Refunds.", category=make_category("a", faq, name=evil), tags=[evil])
    publish("Refund two", "Refunds.")
    page = look()
    assert page.select(".narrow img") == []
    assert f"{evil} 1" in row(page, "Tag:")
    assert f"{evil} 1" in row(page, "Category:")


# Order -------------------------------------------------------------------------------------------


@pytest.fixture
def dated(publish):
    for number, (title, views) in enumerate([("Old", 5), ("Middle", 0), ("Refund", 9)]):
        article = publish(title, "Refunds, refunds." if title == "Refund" else "A refund.")
        day = f"2026-01-0{3 - number if title != 'Middle' else 9}T00:00:00Z"
        PublishedArticle.objects.filter(pk=article.pk).update(updated_at=day)
        if views:
            ViewTotal.objects.create(article=article, views=views)


def test_the_newest_come_first_on_demand(dated, look):
    assert titles(look(sort="newest")) == ["Middle", "Old", "Refund"]


def test_the_most_viewed_come_first_on_demand(dated, look):
    assert titles(look(sort="views")) == ["Refund", "Old", "Middle"]


def test_a_titled_article_comes_first_by_relevance_only(dated, look):
    assert titles(look())[0] == "Refund"
    assert titles(look(sort="newest"))[-1] == "Refund"


def test_all_answers_of_an_article_are_there_in_any_order_the_best_first(look, publish):
    answers = "## How long does a refund take?\n\nA week.\n\n## May I refuse a refund?\n\nYes.\n"
    publish("Money", answers)
    publish("Refunds", "A refund.")
    by_relevance = titles(look())
    for sort in ("newest", "views"):
        sorted_ = titles(look(sort=sort))
        assert sorted(sorted_) == sorted(by_relevance)
        of_money = [title for title in by_relevance if title != "Refunds"]
        assert [title for title in sorted_ if title != "Refunds"] == of_money
        assert len(of_money) == 2


def test_the_order_is_said_and_linked(dated, look):
    page = look(sort="views")
    assert row(page, "Sort by:") == {
        "Relevance": "?q=refund",
        "Newest": "?q=refund&sort=newest",
        "Most viewed": "?q=refund&sort=views",
    }
    assert page.select_one(".narrow-row [aria-current]").text.strip() == "Most viewed"


def test_an_order_by_views_is_as_new_as_the_views(dated, look):
    for _time in range(3):
        look(sort="views")
    ViewTotal.objects.filter(views=5).update(views=50)
    assert titles(look(sort="views"))[0] == "Old"


# Counts ------------------------------------------------------------------------------------------


def test_a_cut_count_says_so_and_a_whole_one_does_not(look, publish, monkeypatch):
    for number in range(6):
        publish(f"Refund {number}", "Refunds.")
    monkeypatch.setattr(ranking, "MAX_PASSAGES", 5)
    page = look()
    assert page.select_one(".count-line").text == "Showing 1-5 of 5+ articles"
    assert tabs(page)[0] == "All 5+"
    monkeypatch.setattr(ranking, "MAX_PASSAGES", 6)
    assert look().select_one(".count-line").text == "Showing 1-6 of 6 articles"


def test_more_passages_of_the_same_articles_are_no_more_articles(look, publish, monkeypatch):
    publish("Refunds", "\n\n".join(f"## Refund {n}\n\n" + "A refund. " * 60 for n in range(8)))
    monkeypatch.setattr(ranking, "MAX_PASSAGES", 3)
    assert look().select_one(".count-line").text == "Showing 1-1 of 1 article"


# Everything at once ------------------------------------------------------------------------------

KEYS = st.sampled_from(["", "faq", "news", "cards", "lost", "accounts", "money", "europe", "x"])


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(tab=KEYS, category=KEYS, tag=KEYS, sort=st.sampled_from([*SORTS, "x"]))
def test_every_choice_leaves_as_many_as_it_says(shop, client, tab, category, tag, sort):
    query = {"q": "refund", "tab": tab, "category": category, "tag": tag, "sort": sort}
    offered = client.get("/search/", query).context["facets"]
    for choice in [offered.everything, *offered.tabs, *offered.categories, *offered.tags]:
        page = client.get(f"/search/?{choice.query}").context["page"]
        assert page.total == choice.articles


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(value=st.text(max_size=40), name=st.sampled_from(["tab", "category", "tag", "sort", "page"]))
def test_no_value_is_an_error(shop, client, name, value):
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    assert client.get("/search/", {"q": "refund", name: value}).status_code == 200


def test_narrowing_asks_nothing_more_and_sorting_asks_once(shop, client):
    counts = []
    for query in ({}, {"category": "cards", "tag": "money"}, {"sort": "views"}):
        client.get("/search/", {"q": "refund"} | query)
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": "refund", "page": "1", "x": "not kept"} | query)
        counts.append(len(queries))
    assert counts == [4, 4, 5]


def test_a_hit_knows_its_place(shop):
    hit = next(hit for hit in find("refund one", "en-us").hits if "europe" in hit.tag_names)
    assert hit.tag_names == {"money": "Money", "europe": "Europe"}
