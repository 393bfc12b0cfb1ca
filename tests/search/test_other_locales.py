"""A locale that answers little offers the same question in one that knows more of its words."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup


@pytest.fixture
def offered(client):
    def ask(path: str) -> tuple[str, str] | None:
        page = BeautifulSoup(client.get(path).content.decode(), "html.parser")
        found = page.select_one(".elsewhere")
        return found and (found.a["href"], found.span.text)

    return ask


def test_a_question_that_finds_nothing_is_offered_in_the_default_locale(offered, publish):
    publish("Reset the router", "Press the button.")
    publish("Router", "Knopf.", locale="de")
    assert offered("/de/search/?q=reset+button") == ("/search/?q=reset+button", "1 Artikel")
    assert offered("/de/search/?q=router") == ("/search/?q=router", "1 Artikel")


def test_what_is_offered_counts_articles_not_answers(offered, publish):
    publish("Router", "## How do I reset it?\n\nPress.\n\n## When do I reset it?\n\nNever.\n")
    assert offered("/de/search/?q=reset+router")[1] == "1 Artikel"


def test_nothing_is_offered_where_it_would_find_nothing_or_is_not_needed(offered, publish):
    for n in range(3):
        publish(f"Router {n}", "Knopf drücken.", locale="de", slug=f"r{n}")
    publish("Router", "Press.")
    assert offered("/de/search/?q=router") is None
    assert offered("/de/search/?q=zzzz") is None
    assert offered("/search/?q=zzzz") is None


def test_a_question_in_another_language_is_offered_in_the_locale_that_knows_its_words(
    offered, publish
):
    publish("Router password", "Password of the router.")
    publish("Passwort vergessen", "Wie setze ich mein Passwort zurück?", locale="de")
    publish("VAT", "The VAT return.", locale="en-gb")
    asked = "Wie+setze+ich+mein+Passwort+zur%C3%BCck%3F"
    assert offered(f"/search/?q={asked}") == (f"/de/search/?q={asked}", "1 article")
    assert offered(f"/fr/search/?q={asked}")[0] == f"/de/search/?q={asked}"
    assert offered("/search/?q=vat") == ("/en-gb/search/?q=vat", "1 article")
    assert offered("/search/?q=router") is None


def test_a_question_that_is_answered_in_part_is_offered_where_what_is_missing_is_known(
    offered, publish
):
    for n in range(3):
        publish(f"Password {n}", "Change a password.", slug=f"p{n}")
    publish("Passwort vergessen", "Hilfe zum Passwort.", locale="de")
    asked = "passwort+vergessen"
    assert offered(f"/search/?q={asked}") == (f"/de/search/?q={asked}", "1 article")
    assert offered("/search/?q=password+teleporter") is None


def test_stop_words_are_no_reason_to_search_in_another_locale(offered, publish):
    publish("Passwort", "Wie ist mein Passwort?", locale="de")
    assert offered("/search/?q=wie+ist+mein") is None


def test_the_offer_stands_above_weak_matches(client, publish):
    publish("Passwords", "A password.")
    publish("Passwort vergessen", "Hilfe zum Passwort.", locale="de")
    html = client.get("/search/?q=hilfe+password+passwort+vergessen").content.decode()
    assert html.index("These are weak matches") < html.index("elsewhere") < html.index("card-title")


def test_a_word_that_another_locale_knows_is_no_error(client, publish):
    for n in range(3):
        publish(f"Passwords {n}", "A password.", slug=f"p{n}")
    publish("Passwort vergessen", "Hilfe zum Passwort.", locale="de")

    def proposed(path: str) -> bool:
        return "did-you-mean" in client.get(path).content.decode()

    assert not proposed("/search/?q=hilfe+passwort+vergessen")
    assert proposed("/search/?q=passwort")  # alone it may be either
    assert proposed("/de/search/?q=pasword+vergesen")
