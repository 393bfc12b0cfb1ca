"""What the page says when the best articles do not hold the whole question."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import PinnedQuestion, SynonymSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(publish):
    publish("Refunds", "A refund is paid to the card.\n\n## Times\n\nIt takes five days.")
    publish("Shipping", "Parcels travel by train to Norway.")
    publish("Passwords", "Choose a password.")


@pytest.fixture
def ask(client):
    """Return a function that opens the results of a question as BeautifulSoup."""

    def get(question: str, **query: str) -> BeautifulSoup:
        html = client.get("/search/", {"q": question} | query).content
        return BeautifulSoup(html, "html.parser")

    return get


def said(page: BeautifulSoup) -> str:
    """Return what the page says of its results; "" when it says nothing."""
    return " ".join(" ".join(note.text.split()) for note in page.select(".fit"))


@pytest.mark.parametrize(
    "question", ["refund", "how is the refund paid?", "refund card", "the", "refund five days"]
)
def test_nothing_is_said_while_an_article_has_every_word(shop, ask, question):
    """Also when its passages have them together only, and whatever stop words it lacks."""
    assert said(ask(question)) == ""


def test_nothing_is_said_while_an_article_has_half_of_a_sentence(shop, ask, publish):
    publish("Lost phones", "A lost phone is a nuisance.")
    publish("Logs", "Each log is kept.")
    assert said(ask("I lost my phone, where is the log?")) == ""
    assert said(ask("I lost my phone, a nuisance, where is the log of yesterday?")) == ""
    assert said(ask("Yesterday somebody stole my phone and my card")) != ""
    assert said(ask("lost log card")) != ""


def test_words_that_no_article_has_are_told(shop, ask):
    assert said(ask("refund card teleporter")) == (
        "No article has all the words. Found: refund, card. Not found: teleporter."
    )


def test_words_that_stand_in_different_articles_are_told(shop, ask):
    assert said(ask("refunds password")) == (
        "None of these articles has all the words; each has some of them: refunds, password."
    )


def test_less_than_half_of_the_words_is_a_weak_match(shop, ask):
    page = ask("refund teleporter wormhole")
    assert said(page) == (
        "These are weak matches. No article has all the words."
        " Found: refund. Not found: teleporter, wormhole."
    )
    assert [title.text for title in page.select(".card-title")] == ["Refunds"]


def test_a_misspelt_word_is_told_with_the_word_taken_for_it(shop, ask):
    page = ask("pasword")
    assert " ".join(page.select_one(".did-you-mean").text.split()) == (
        "Did you mean password? No article has “pasword”; showing results for “password” too."
    )
    assert said(page) == ""


def test_a_long_question_is_not_told_back_word_by_word(shop, ask):
    mail = "Hello, my refnud to Anna in Spain was delayed at the hotel yesterday. Kind regards, Tom"
    page = ask(mail)
    assert page.select(".did-you-mean") == []
    assert said(page) == (
        "These are weak matches. Your question is long, and no article has half of its words. "
        "Try a few that name the matter."
    )
    assert "Not found: yesterday, Anna." in said(ask("yesterday refund Anna"))


def test_a_misspelt_and_an_unknown_word_are_both_told(shop, ask):
    page = ask("pasword teleporter")
    assert "No article has “pasword”" in page.select_one(".did-you-mean").text
    assert said(page).endswith("Found: password. Not found: teleporter.")


def test_a_synonym_is_as_good_as_the_word(shop, ask):
    SynonymSet.objects.create(locale="en-us", terms="chargeback, money back, refund")
    assert said(ask("chargeback card")) == ""
    assert said(ask("money back card")) == ""
    assert said(ask("chargebacks card")) == ""


def test_nothing_is_said_above_what_staff_pinned(shop, ask, publish):
    assert said(ask("teleporter refund")) != ""
    article = publish("Beaming", "Nothing of it.")
    PinnedQuestion.objects.create(locale="en-us", question="teleporter refund", first=article)
    page = ask("teleporter refund")
    assert page.select_one(".card-title").text.strip() == "Beaming"
    assert said(page) == ""


def test_only_the_best_results_are_judged(shop, ask):
    assert said(ask("refund teleporter", sort="newest")) == ""


def test_nothing_at_all_is_said_in_words_with_ways_to_go_on(shop, ask, settings):
    settings.CONTACT_URL = "https://example.com/contact"
    page = ask("zzzzqqqq")
    assert "No article has this word." in page.select_one(".empty").text
    assert [link["href"] for link in page.select(".empty a")] == [
        "/faq/",
        "https://example.com/contact?question=zzzzqqqq",
    ]
    assert page.select(".tabs-nav, .narrow, .fit") == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("zzzzqqqq", "No article has this word."),
        ("wi-fi", "No article has this word."),
        ("zzzzqqqq?! 😀", "No article has this word."),
        ("zzzzqqqq wwwwxxxx", "No article has any of these words."),
        ("😀", "Search goes by words, and there are none in this question."),
        ("?? …", "Search goes by words, and there are none in this question."),
    ],
)
def test_what_is_said_of_nothing_suits_the_number_of_words(shop, ask, question, told):
    assert told in ask(question).select_one(".empty").text


def test_the_last_page_of_results_leads_to_a_person_who_gets_the_question(ask, publish, settings):
    settings.CONTACT_URL = "https://example.com/contact"
    for number in range(16):
        publish(f"Refund {number}", "A refund.")
    assert ask("refund my card").select(".still") == []
    link = ask("refund my card", page="2").select_one(".still a")
    assert link["href"] == "https://example.com/contact?question=refund%20my%20card"
    settings.CONTACT_URL = ""
    assert ask("refund my card", page="2").select(".still") == []


def test_nothing_in_a_section_leads_to_all_sections(shop, ask, make_category):
    make_category("news")
    page = ask("refund", tab="news")
    assert "No article in News answers this." in page.select_one(".empty").text
    assert page.select_one(".empty a")["href"] == "?q=refund"
    assert page.select(".tabs-nav") != []


def test_words_are_shown_as_text(shop, ask):
    page = ask("refund <img src=x> teleporter")
    assert page.select("main img") == []
    assert "teleporter" in said(page)


def test_the_explanation_asks_once_for_words_it_never_met(shop, client):
    client.get("/")  # reads what is kept of the site
    for question, most in (("refund card", 5), ("card teleporter password", 6)):
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/", {"q": question})
        assert len(queries) <= most


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "refund",
                "refunds",
                "card",
                "pasword",
                "the",
                "x" * 30,
                "<b>",
                "漢字",
                "it's",
                "'",
                "\\",
            ]
        ),
        min_size=1,
    )
)
def test_no_question_is_an_error(shop, client, words):
    assert client.get("/search/", {"q": " ".join(words)}).status_code == 200


def test_a_long_question_is_cut_where_the_page_says_that_nothing_was_found(shop, ask):
    page = ask("z" * 200)
    assert page.select_one(".empty-title").text == f"Nothing found for “{'z' * 79}…”"
    assert page.select_one(".search input")["value"] == "z" * 200
