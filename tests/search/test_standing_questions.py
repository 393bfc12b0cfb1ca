"""A question inside an article is a result of its own, with its answer on the card."""

from __future__ import annotations

import pytest

from search.explaining import explain
from search.matching import START
from search.models import PinnedQuestion
from search.results import ResultCard, find
from tests.search.marks import plain

pytestmark = pytest.mark.django_db

FILLER = "Nothing of interest stands in this sentence about other matters."
FEES = f"""
An introduction to what this costs. {FILLER}

## 1. How long does a replacement take?

It comes by mail within a week. {FILLER}

::: details Can I freeze the card abroad?
Yes, in the app. {FILLER}
:::

::: details Can I freeze the card for a child?
Yes, after a call. {FILLER}
:::

## Exchange rates

They are fixed at noon. {FILLER}
"""


@pytest.fixture
def site(publish):
    for number in range(8):
        publish(f"Other {number}", f"About a topic. {FILLER}")
    return publish("Card fees", FEES)


def cards(question: str) -> list[ResultCard]:
    return find(question, "en-us").cards()


def named(question: str) -> list[tuple[str, str]]:
    return [(card.question or card.plain_title, card.anchor) for card in cards(question)]


def test_a_question_is_the_title_of_its_answer(site):
    (card,) = cards("how long for a replacement")
    assert plain(card.title) == card.question == "How long does a replacement take?"
    assert START in card.title
    assert card.plain_title == "Card fees"
    assert card.url == "/articles/card-fees/#1-how-long-does-a-replacement-take"
    assert plain(card.passage).startswith("It comes by mail")


def test_two_answers_of_one_article_are_two_results_and_the_rest_is_none(site):
    results = find("freeze card", "en-us")
    assert [anchor for _title, anchor in named("freeze card")] == [
        "can-i-freeze-the-card-abroad",
        "can-i-freeze-the-card-for-a-child",
    ]
    assert results.total() == 2
    assert results.articles() == 1


def test_an_article_has_three_results_at_most(publish):
    body = "\n\n".join(f"## Can I freeze the card {n}?\n\nYes. {FILLER}" for n in "abcdef")
    publish("Freezing", body)
    assert len(cards("freeze the card")) == 3
    assert len({card.anchor for card in cards("freeze the card")}) == 3


def test_what_stands_under_other_headings_is_the_article(site):
    assert named("exchange rates") == [("Card fees", "exchange-rates")]


def test_the_title_of_the_article_alone_does_not_make_its_questions_results(site):
    assert [card.question for card in cards("fees")] == [""]
    assert named("Card fees")[0][0] == "Card fees"


def test_a_word_that_the_title_says_asks_for_the_article(publish):
    body = "\n\n".join(f"## Can I send an invoice {n}?\n\nYes. {FILLER}" for n in "abc")
    publish("Create invoices", f"Click here. {FILLER}\n\n{body}")
    assert [card.question for card in cards("invoice")] == [""]
    assert cards("send an invoice b")[0].question == "Can I send an invoice b?"


def test_a_question_typed_as_it_stands_comes_first(publish, site):
    publish("Replacement", "How long does a replacement take, how long? " * 9)
    publish("A replacement", "How long a replacement does take. " * 3)
    asked = named("how long does a REPLACEMENT take")
    assert asked[0] == (
        "How long does a replacement take?",
        "1-how-long-does-a-replacement-take",
    )
    assert len(asked) == len(set(asked)) == 3


def test_a_title_comes_before_a_question_of_the_same_words(publish, site):
    publish("How long does a replacement take?", FILLER)
    assert [card.plain_title for card in cards("how long does a replacement take")] == [
        "How long does a replacement take?",
        "Card fees",
    ]


def test_a_question_that_an_article_has_no_more_names_nothing(site):
    site.body = f"Something else. {FILLER}"
    site.save()
    site.publish()
    assert named("Can I freeze the card abroad?") == [("Card fees", "")]


def test_a_question_of_words_that_are_everywhere_is_first_when_it_is_typed(publish):
    for number in range(8):
        publish(f"What is it {number}", "What is it? It is what it is. " * 5)
    publish("Numbers", f"{FILLER}\n\n## What is it?\n\nA number. {FILLER}")
    assert named("what is it")[0] == ("What is it?", "what-is-it")


def test_an_article_that_begins_with_a_question_is_found_by_its_title_and_former_title(publish):
    article = publish("Borrowing", f"## May I have a credit card?\n\nYes. {FILLER}")
    assert named("borrowing") == [("Borrowing", "")]
    article.title = "Loans"
    article.save()
    article.publish()
    assert named("Borrowing") == [("Loans", "")]


def test_a_pinned_article_is_shown_once_before_its_answers(site):
    answers = named("freeze card")
    assert len(answers) == 2
    PinnedQuestion.objects.create(question="freeze card", first=site)
    assert named("freeze card") == [("Card fees", ""), *answers]


def test_why_tells_of_the_question_and_adds_up(site):
    found = find("freeze the card abroad", "en-us")
    explained = explain(found.question, found.hits)
    for hit in found.hits:
        assert explained[hit.passage_id].total == pytest.approx(hit.score, abs=1e-6)
    places = {
        str(place) for part in explained[found.hits[0].passage_id].parts for place in part.places
    }
    assert "its question" in places


def test_the_page_says_in_which_article_a_question_stands(client, site):
    html = client.get("/search/?q=freeze+abroad").content.decode()
    assert '<p class="card-within">in Card fees</p>' in html
    assert 'href="/articles/card-fees/#can-i-freeze-the-card-abroad"' in html


def test_what_is_counted_are_articles(site, client):
    response = client.get("/search/", {"q": "freeze the card"})
    assert len(response.context["cards"]) == 2
    assert response.context["found"] == 1
    assert [tab.articles for tab in response.context["facets"].tabs] == [1]
    assert "Showing 1-2 of 2 results in 1 article<" in response.content.decode()
