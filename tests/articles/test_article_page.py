"""The page of an article: where it stands, what it shows and where it leads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.models import ViewTotal
from tests.articles.pages import ARTICLE_BODY as BODY
from tests.articles.pages import texts, words

WRITTEN = datetime(2023, 9, 7, 12, tzinfo=UTC)
CHANGED = datetime(2023, 9, 26, 12, tzinfo=UTC)


def test_an_article_shows_where_it_stands_and_when_it_is_from(see, publish, money):
    article = publish(
        "How do I pay?",
        BODY,
        category=money,
        summary="By card or by transfer.",
        published_at=WRITTEN,
        updated_at=CHANGED,
        tags=["Cards", "Bank transfer"],
    )
    ViewTotal.objects.create(article=article, views=1940)
    page = see("/articles/how-do-i-pay/")
    assert words(page.h1) == "How do I pay?"
    assert words(page.title) == "How do I pay? · Help Center"
    assert page.select_one("meta[name=description]")["content"] == "By card or by transfer."
    assert texts(page, ".crumbs li") == ["Home", "FAQ", "Money", "How do I pay?"]
    assert [link["href"] for link in page.select(".crumbs a")] == ["/", "/faq/", "/faq/money/"]
    assert words(page.select_one(".crumbs [aria-current=page]")) == "How do I pay?"
    assert texts(page, ".article-head .meta > span") == [
        "Published on Sep 7, 2023",
        "Updated on Sep 26, 2023",
        "1 min read",
        "1,940 views",
    ]
    assert [(tag.text, tag["href"]) for tag in page.select(".article-foot .chip")] == [
        ("Bank transfer", "/tags/bank-transfer/"),
        ("Cards", "/tags/cards/"),
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Pay by **card** & by [transfer](/articles/transfer/).\n\nMore.", []),
        ("Pay by card & by transfer, or in cash.", []),
        ("## Ways\nPay by card & by transfer.", ["Pay by card & by transfer…"]),
        ("Pay by card.", ["Pay by card & by transfer…"]),
    ],
)
def test_a_summary_is_not_shown_above_a_text_that_begins_with_it(see, publish, body, shown):
    publish("How do I pay?", body, summary="Pay by card & by transfer…")
    page = see("/articles/how-do-i-pay/")
    assert texts(page, ".lead") == shown
    assert page.select_one("meta[name=description]")["content"] == "Pay by card & by transfer…"


@pytest.mark.parametrize(
    ("locale", "body", "minutes"),
    [
        ("en-us", "word " * 690, "3 min read"),
        ("en-us", "word – " * 690, "3 min read"),
        ("ja", "日本語の文章、" * 179, "3分で読めます"),
        ("ja", "Web " * 460, "2分で読めます"),
        ("ja", "短い。", "1分で読めます"),
    ],
)
def test_the_time_to_read_an_article_is_that_of_its_language(see, publish, locale, body, minutes):
    publish("How do I pay?", body, locale=locale, slug="pay")
    prefix = "" if locale == "en-us" else f"/{locale}"
    assert minutes in texts(see(f"{prefix}/articles/pay/"), ".article-head .meta > span")


def test_an_article_right_in_a_tab_names_the_tab_once(see, publish):
    publish("How do I pay?", BODY)
    crumbs = texts(see("/articles/how-do-i-pay/"), ".crumbs li")
    assert crumbs == ["Home", "FAQ", "How do I pay?"]


def test_an_article_and_its_category_name_every_level_above(see, publish, money, make_category):
    rates = make_category("rates", parent=make_category("abroad", parent=money))
    publish("How do I pay?", BODY, category=rates)
    page = see("/articles/how-do-i-pay/")
    levels = ["Home", "FAQ", "Money", "Abroad", "Rates"]
    assert texts(page, ".crumbs li") == [*levels, "How do I pay?"]
    assert [link["href"] for link in page.select(".crumbs a")] == [
        "/", "/faq/", "/faq/money/", "/faq/abroad/", "/faq/rates/",
    ]  # fmt: skip
    assert texts(see("/faq/rates/"), ".crumbs li") == levels


def test_every_line_of_the_contents_leads_to_a_heading(see, publish):
    publish("How do I pay?", BODY)
    page = see("/articles/how-do-i-pay/")
    assert texts(page, ".contents li") == ["Before you start", "Details", "After"]
    for link in page.select(".contents a"):
        assert words(page.find(id=link["href"][1:])) == words(link)


def test_no_id_stands_twice_in_a_page(see, publish):
    names = ["Content", "Topics", "More", "Announcer", "Contents", "Popular"]
    publish("Ids", "\n\n".join(f"## {name}\n\nText." for name in names))
    ids = [element["id"] for element in see("/articles/ids/").select("[id]")]
    assert len(ids) == len(set(ids)) >= len(names)


def test_an_article_stands_in_the_list_of_its_category(see, publish, money):
    """Beside it others in the list's order, itself among them; at its foot the two next to it."""
    for day in range(1, 21):
        at = datetime(2023, 9, day, tzinfo=UTC)
        publish(f"Day {day}", BODY, category=money, published_at=at, updated_at=at)
    publish("Pinned", BODY, category=money, pinned=True, published_at=WRITTEN)
    publish("Elsewhere", BODY)
    page = see("/articles/day-10/")
    section = page.select_one(".section")
    assert words(section.summary) == "More in Money"
    around = [f"Day {day}" for day in range(14, 5, -1)]
    assert texts(section, "a") == [*around, "See all"]
    assert words(section.select_one("[aria-current=page]")) == "Day 10"
    assert [(a["rel"], a["href"]) for a in page.select(".turn a")] == [
        (["prev"], "/articles/day-11/"),
        (["next"], "/articles/day-9/"),
    ]
    first = see("/articles/pinned/")
    assert texts(first, ".section li")[:2] == ["Pinned", "Day 20"]
    assert len(first.select(".section li")) == 9
    assert texts(first, ".turn a") == ["NextDay 20"]


def test_an_article_that_is_alone_in_its_category_has_no_section(see, publish, money):
    publish("How do I pay?", BODY, category=money)
    assert see("/articles/how-do-i-pay/").select(".section, .turn, .related") == []


@pytest.mark.parametrize(
    ("contact", "leads_to"),
    [
        ("https://e.org/c", "https://e.org/c?article=http%3A%2F%2Ftestserver%2Farticles%2Fpay%2F"),
        ("/c?a=1#f", "/c?a=1&article=http%3A%2F%2Ftestserver%2Farticles%2Fpay%2F#f"),
        (
            "mailto:help@e.org",
            "mailto:help@e.org?subject=How%20%26%20why"
            "&body=http%3A%2F%2Ftestserver%2Farticles%2Fpay%2F",
        ),
    ],
)
def test_who_writes_to_us_need_not_say_which_article_it_is_about(
    see, publish, settings, contact, leads_to
):
    publish("How & why", BODY, slug="pay")
    page = see("/articles/pay/")
    assert page.select(".still") == []
    settings.CONTACT_URL = contact
    assert see("/articles/pay/").select_one(".still a")["href"] == leads_to


def test_a_question_that_found_nothing_goes_along_to_who_is_asked_next(see, settings, faq):
    settings.CONTACT_URL = "/contact"
    link = see("/search/?q=zzzz+%26+qqqq").select_one(".empty a[href^='/contact']")
    assert link["href"] == "/contact?question=zzzz%20%26%20qqqq"


def test_the_picture_that_counts_stands_in_every_article(see, client, publish):
    publish("How do I pay?", BODY)
    picture = see("/articles/how-do-i-pay/").select_one("img.pixel")
    assert picture["alt"] == ""
    assert picture["loading"] == "eager"
    assert client.get(picture["src"])["Content-Type"] == "image/gif"


def test_an_article_of_another_locale_is_shown_here_with_a_notice(see, publish):
    publish("Colour", BODY, locale="en-gb")
    assert "not been translated" in see("/articles/colour/").select_one(".notice").text
    assert see("/en-gb/articles/colour/").html["lang"] == "en-gb"
