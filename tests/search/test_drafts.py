"""The card and the place that a draft would have, before anybody publishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone

from articles.models import Article
from search import drafts
from search.models import AskedQuestion
from search.results import find

FOUND = "/admin/articles/article/found/"
EVERYTHING_KEPT = """
    SELECT (SELECT last_value FROM articles_edition),
           (SELECT json_agg(a ORDER BY article_id) FROM articles_publishedarticle AS a)::text,
           (SELECT json_agg(p ORDER BY id) FROM articles_passage AS p)::text,
           (SELECT json_agg(t ORDER BY id) FROM search_knowntitle AS t)::text,
           (SELECT json_agg(l ORDER BY id) FROM search_lexemecount AS l)::text,
           (SELECT json_agg(w ORDER BY id) FROM search_surfaceword AS w)::text,
           (SELECT json_agg(q ORDER BY id) FROM search_askedquestion AS q)::text,
           (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
           current_setting('search_path')"""


@pytest.fixture
def ask(at_desk, author):
    """Return a function that sends the form of an article: ask(article, question="...") -> page."""
    desk = at_desk(author)

    def send(article: Article | None = None, status: int = 200, **fields: str) -> BeautifulSoup:
        answer = desk.post(FOUND, {"article": article.pk if article else "", **fields})
        assert answer.status_code == status
        return BeautifulSoup(answer.content.decode(), "html.parser")

    return send


def kept() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING_KEPT)
        return cursor.fetchone()


def places(page: BeautifulSoup) -> dict[str, str]:
    return {
        section.h2.get_text(): " ".join(section.select_one(".foreseen-place").stripped_strings)
        for section in page.select("section")
    }


def asked(text: str, times: int) -> None:
    AskedQuestion.objects.create(
        locale="en-us", day=timezone.localdate(), text=text, times=times, results=1
    )


def test_an_unsaved_text_is_shown_as_its_card_will_be_with_its_place_then_and_now(publish, ask):
    publish("Freeze a card", "Freeze a lost card at once. " * 3)
    article = publish("Cards", "Freeze or block a card that is lost.")
    page = ask(article, title="Cards", body="Freeze it: a *frozen* card.", question="freeze a card")
    assert places(page) == {"freeze a card": "Place 2 of 2 as now"}
    card = page.select_one(".card")
    assert card.select_one("h2").get_text() == "Cards"
    assert [mark.get_text() for mark in card.select(".card-passage mark")] == ["Freeze", "card"]
    assert "FAQ" in card.select_one(".meta").get_text()
    page = ask(article, title="Freeze a card quickly", body="Freeze a card.", question="quickly")
    assert places(page) == {"quickly": "Place 1 of 1"}


def test_it_is_the_card_and_the_order_that_publishing_brings(publish, write, ask, client):
    for number in range(4):
        publish(f"Card {number}", "Freeze the card. " * number + "Words. " * 20)
    draft = write("When a card is lost", "Intro.\n\n## Freeze it\n\nFreeze the card in the app.")
    before = ask(draft, question="freeze my card")
    draft.publish()
    results = BeautifulSoup(client.get("/search/?q=freeze+my+card").content, "html.parser")
    cards = results.select(".card")
    at = [card.select_one("h2").get_text().strip() for card in cards].index(draft.title)
    assert places(before) == {"freeze my card": f"Place {at + 1} of {len(cards)}"}
    assert before.select_one(".card-passage") == cards[at].select_one(".card-passage")
    assert before.select_one(".card a")["href"] == cards[at].select_one("a")["href"]


def test_the_questions_asked_most_that_it_answers_are_tried(publish, ask):
    article = publish("Cards", "Freeze a lost card in the app.")
    for text, times in [("lost cards", 3), ("freeze card", 9), ("airport lounge", 50)]:
        asked(text, times)
    page = ask(article, question="lounges")
    assert places(page) == {
        "lounges": "Not found; 0 other articles are",
        "freeze card": "Place 1 of 1 as now asked 9 times",
        "lost cards": "Place 1 of 1 as now asked 3 times",
    }


def test_questions_are_of_the_last_days_of_the_sites_time_zone(publish, ask, monkeypatch):
    article = publish("Cards", "Freeze a lost card in the app.")
    asked("lost cards", 3)
    later = timezone.localdate() + timedelta(days=drafts.DAYS)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    assert places(ask(article)) == {}


def test_nothing_stays_and_nobody_else_sees_it(publish, write, ask, titles):
    live = publish("Cards", "About cards.")
    asked("zebra", 2)
    for _prepared in range(5):
        find("zebra cards", "en-us")
    before = kept()
    draft = write("Zebra", "A zebra.\n\n## Can I keep a zebra?\n\nNo.")
    for _prepared in range(5):
        assert places(ask(draft, question="zebras"))["zebras"].startswith("Place 1 of ")
        assert places(ask(live, title="Zebra", question="zebra"))["zebra"] == "Place 1 of 1"
        assert titles("zebra") == []
    assert kept() == before
    assert titles("cards") == ["Cards"]


def test_the_dates_are_those_that_publishing_would_set(publish, ask):
    article = publish("Cards", "First line.\nSecond line about cards.")
    article.published.published_at = article.published_at = timezone.datetime(
        2020, 1, 2, tzinfo=timezone.get_default_timezone()
    )
    article.published.updated_at = article.published_at
    article.save()
    article.published.save()
    same = ask(
        article, title="Cards", body="First line.\r\nSecond line about cards.", question="card"
    )
    assert "Updated on Jan 2, 2020" in same.select_one(".meta").get_text(" ").replace("  ", " ")
    other = ask(article, title="Cards", body="Changed cards.", question="card")
    assert "Jan 2, 2020" in other.select_one(".meta").get_text()
    assert "Updated on Jan 2, 2020" not in other.select_one(".meta").get_text(" ")


def test_a_new_article_has_a_card_before_it_is_saved(faq, ask):
    page = ask(title="Zebra", body="A zebra.", tags="a, b,, a", question="zebra", locale="en-gb")
    assert places(page) == {"zebra": "Place 1 of 1"}
    assert "no text yet" in ask().get_text()


@pytest.mark.parametrize(
    "sent",
    [
        {"question": "\0\ud83d", "title": "\0", "body": "\0"},
        {"title": "x" * 5000, "body": "word " * 60_000, "summary": "y" * 9000, "tags": "," * 9999},
        {"category": "99999999999999999999", "locale": "xx", "body": "text"},
        {"category": "1" * 18 + "x", "body": "text"},
        {"category": "1" * 5000, "body": "text"},
        {"category": "²", "locale": "\0", "body": "# " * 500, "tags": "\0," + "t" * 500},
        {"body": "text", "slug": "/../", "question": '"' * 500},
    ],
)
def test_no_text_breaks_it(publish, ask, sent):
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in sent.items()}
    ask(publish("Cards", "Text."), **clean)
    ask(None, **clean)


def test_only_who_may_write_the_article_is_answered(at_desk, make_staff, publish, client):
    article = publish("Cards", "Text.")
    reader = at_desk(make_staff("rita", ["view_article"]))
    editor = at_desk(make_staff("ed", ["change_article"]))
    assert reader.post(FOUND, {"article": article.pk}).status_code == 403
    assert editor.post(FOUND, {"article": article.pk}).status_code == 200
    assert editor.post(FOUND, {"article": ""}).status_code == 403
    assert editor.post(FOUND, {"article": "9" * 20}).status_code == 404
    assert editor.get(FOUND).status_code == 405


def test_a_long_log_of_questions_costs_a_bounded_number_of_statements(
    publish, ask, django_assert_max_num_queries
):
    article = publish("Cards", "Freeze a lost card in the app.")
    for number in range(40):
        asked(f"lost card {'app ' * number}", number + 1)
    with django_assert_max_num_queries(90):
        assert len(places(ask(article, question="card"))) == 1 + drafts.SHOWN


def test_poison_is_shown_as_text(publish, ask):
    page = ask(
        publish("Cards", "Text."), title="<script>x</script> card",
        body="card <img src=x onerror=alert(1)>", question="<b>card</b>",
    )  # fmt: skip
    assert page.select("script, img, b") == []
    assert "<script>x</script>" in page.get_text()
