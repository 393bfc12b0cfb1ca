"""Lists as visitors find them: cards, tabs, categories, pages of a list, tags and results."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.models import CategoryTranslation, ViewTotal
from tests.articles.pages import ARTICLE_BODY as BODY
from tests.articles.pages import read, texts, words

WRITTEN = datetime(2023, 9, 7, 12, tzinfo=UTC)
CHANGED = datetime(2023, 9, 26, 12, tzinfo=UTC)


# Cards -------------------------------------------------------------------------------------------


def test_a_card_says_what_the_article_is_about_when_it_is_from_and_how_often_it_was_read(
    see, publish, money
):
    article = publish(
        "How do I pay?", BODY, category=money, published_at=WRITTEN, updated_at=CHANGED
    )
    ViewTotal.objects.create(article=article, views=149333)
    card = see("/").select_one(".card")
    assert words(card.select_one(".card-title")) == "How do I pay?"
    assert [link["href"] for link in card.select("a")] == ["/articles/how-do-i-pay/"]
    assert words(card.select_one(".card-passage")).startswith("First words of it.")
    assert texts(card, ".meta > span") == [
        "Published on Sep 7, 2023",
        "Updated on Sep 26, 2023",
        "Money",
        "149,333 views",
    ]
    assert [time["datetime"] for time in card.select("time")] == ["2023-09-07", "2023-09-26"]
    assert card.select_one(".views .visually-hidden").text == " views"


def test_a_card_of_another_locale_has_its_dates(see, publish):
    publish("Colour", BODY, locale="en-gb", published_at=WRITTEN, updated_at=CHANGED)
    card = see("/en-gb/").select_one(".card")
    assert texts(card, "time") == ["7 Sept 2023", "26 Sept 2023"]
    assert card.select_one("a")["href"] == "/en-gb/articles/colour/"


def test_a_count_of_zero_shows_nothing(see, publish):
    publish("Unread", BODY)
    assert see("/").select(".card .views") == []
    assert see("/articles/unread/").select(".views") == []


def test_only_all_names_the_category_of_a_card(see, publish, money):
    publish("How do I pay?", BODY, category=money)
    assert texts(see("/"), ".card-category") == ["Money"]
    assert see("/faq/").select(".card-category") == []
    assert see("/faq/money/").select(".card-category") == []


def test_a_card_changes_as_soon_as_its_article_does(see, publish):
    article = publish("Old title", BODY)
    assert texts(see("/"), ".card-title") == ["Old title"]
    article.title = "New title"
    article.publish()
    ViewTotal.objects.create(article=article, views=2)
    page = see("/")
    assert texts(page, ".card-title") == ["New title"]
    assert texts(page, ".card .views") == ["2 views"]


# Lists -------------------------------------------------------------------------------------------


def test_tabs_are_links_with_counts_and_one_is_current(see, publish, faq, make_category):
    publish("One", BODY)
    publish("Two", BODY, category=make_category("news", name="News", position=1))
    publish("Three", BODY)
    page = see("/faq/")
    assert texts(page, ".tabs-nav a") == ["All 3", "FAQ 2", "News 1"]
    assert [link["href"] for link in page.select(".tabs-nav a")] == ["/", "/faq/", "/news/"]
    assert texts(page, ".tabs-nav [aria-current=page]") == ["FAQ 2"]
    assert texts(see("/"), ".tabs-nav [aria-current=page]") == ["All 3"]


def test_counts_of_tabs_follow_what_is_published(see, publish):
    article = publish("One", BODY)
    assert texts(see("/"), ".tabs-nav a")[0] == "All 1"
    article.unpublish()
    assert texts(see("/"), ".tabs-nav a")[0] == "All 0"


def test_a_category_has_its_words_its_place_and_what_is_below_it(see, publish, money, faq):
    translation = CategoryTranslation.objects.get(category=money)
    translation.description = "How money comes and goes."
    translation.save()
    publish("How do I pay?", BODY, category=money)
    below = see("/faq/")
    assert texts(below, ".chip") == ["Money 1"]
    page = see("/faq/money/")
    assert words(page.h1) == "Money"
    assert words(page.select_one(".lead")) == "How money comes and goes."
    assert page.select_one("meta[name=description]")["content"] == "How money comes and goes."
    assert texts(page, ".crumbs li") == ["Home", "FAQ", "Money"]
    assert words(page.select_one(".crumbs [aria-current=page]")) == "Money"
    assert texts(page, ".tabs-nav [aria-current]") == ["FAQ 1"]


def test_every_list_closes_with_what_it_shows(see, many):
    for more, query, line, cards in (
        (1, "", "Showing 1-1 of 1 article", 1),
        (14, "", "Showing 1-15 of 15 articles", 15),
        (1, "", "Showing 1-15 of 16 articles", 15),
        (0, "?page=2", "Showing 16-16 of 16 articles", 1),
        (0, "?page=99", "Showing 16-16 of 16 articles", 1),
    ):
        many(more)
        for path in ("/", "/faq/", "/tags/one/"):
            page = see(path + query)
            assert texts(page, ".count-line") == [line], path
            assert len(page.select(".card")) == cards, path


def test_pages_lead_on_and_back(see, many):
    many(46)
    assert see("/").select("[rel=prev]") == []
    page = see("/?page=2")
    assert page.select_one("[rel=prev]")["href"] == "?page=1"
    assert page.select_one("[rel=next]")["href"] == "?page=3"
    assert texts(page, ".pages ol a") == ["1", "2", "3", "4"]
    assert texts(page, ".pages [aria-current=page]") == ["2"]
    assert see("/?page=4").select("[rel=next]") == []


def test_a_further_page_says_in_its_title_which_it_is(see, many):
    many(16)
    assert words(see("/").title) == "Help Center"
    assert words(see("/?page=2").title) == "All articles · Page 2 · Help Center"
    assert words(see("/faq/?page=2").title) == "FAQ · Page 2 · Help Center"
    assert words(see("/tags/one/?page=2").title) == "one · Page 2 · Help Center"
    assert words(see("/search/?q=text&page=2").title) == "text · Search · Page 2 · Help Center"


def test_one_page_needs_no_page_numbers(see, many):
    many(15)
    assert see("/").select(".pages") == []


def test_an_absurd_page_number_is_some_page(see, many):
    many(16)
    for number in ("9" * 20, "-1", "0", "x", "1e9", "٣", "", "%00", "1;2", "½"):
        for path in ("/", "/faq/", "/tags/one/"):
            assert see(f"{path}?page={number}").select(".card"), (path, number)


def test_an_empty_list_says_so_in_words(see, faq):
    page = see("/faq/")
    assert words(page.select_one(".empty-title")) == "Nothing here yet"
    assert page.select(".cards") == []


def test_the_first_page_of_all_greets_with_a_large_search_and_topics(see, publish, money):
    publish("How do I pay?", BODY, category=money)
    page = see("/")
    assert words(page.h1) == "How can we help?"
    assert len(page.select("form[role=search]")) == 1
    assert texts(page, ".topic-name") == ["Money"]
    assert see("/faq/").select(".hero, .topic") == []


def test_topics_of_one_name_say_their_tabs(see, publish, faq, make_category):
    guides = make_category("guides", name="Guides")
    for key, parent, name in (("a", faq, "General"), ("b", guides, "General"), ("c", faq, "Cards")):
        publish(key, category=make_category(key, parent=parent, name=name, position=ord(key)))
    names = texts(see("/"), ".topic-name")
    assert sorted(names) == ["Cards", "General (FAQ)", "General (Guides)"]


def test_home_shows_the_largest_topics_in_the_order_of_staff(see, publish, faq, make_category):
    for n in range(10):
        category = make_category(f"topic-{n}", parent=faq, name=f"Topic {n}", position=n)
        for _ in range(1 if n < 2 else 2):
            publish(f"About {n}", BODY, category=category)
    assert texts(see("/"), ".topic-name") == [f"Topic {n}" for n in range(2, 10)]


def test_a_tag_lists_its_articles(see, publish):
    publish("One", BODY, tags=["money"])
    publish("Two", BODY, tags=["other"])
    page = see("/tags/money/")
    assert words(page.h1) == "money"
    assert texts(page, ".card-title") == ["One"]
    see("/tags/nothing/", status=404)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/?q=how+to+pay", "/search/?q=how+to+pay&tab="),
        ("/?q=pay&tab=faq", "/search/?q=pay&tab=faq"),
        ("/faq/?q=pay", "/search/?q=pay&tab=faq"),
        ("/?tab=faq", "/faq/"),
        ("/en-gb/?tab=faq", "/en-gb/faq/"),
    ],
)
def test_a_question_or_a_tab_in_the_query_leads_to_its_own_address(client, faq, asked, answered):
    assert client.get(asked).url == answered


def test_an_unknown_tab_in_the_query_is_all(client, publish):
    publish("How do I pay?", BODY)
    for path in ("/?tab=none", "/search/?q=pay&tab=none"):
        assert "Showing 1-1 of 1 article" in client.get(path).content.decode()


# Results -----------------------------------------------------------------------------------------


def test_results_keep_the_question_and_the_tab_wherever_they_lead(see, many):
    many(16)
    page = see("/search/?q=some+text+%26&tab=faq")
    assert page.select_one("input[name=q]")["value"] == "some text &"
    assert page.select_one("input[type=hidden][name=tab]")["value"] == "faq"
    assert texts(page, ".tabs-nav a") == ["All 16", "FAQ 16"]
    assert [link["href"] for link in page.select(".tabs-nav a")] == [
        "/search/?q=some%20text%20%26",
        "/search/?q=some%20text%20%26&tab=faq",
    ]
    assert page.select_one("[rel=next]")["href"] == "?q=some%20text%20%26&tab=faq&page=2"
    assert texts(page, ".count-line") == ["Showing 1-15 of 16 articles"]
    assert {mark.text for mark in page.select(".card-passage mark")} == {"text"}
    assert see("/search/?q=text").select_one("[rel=next]")["href"] == "?q=text&page=2"


def test_a_question_without_an_answer_gets_words_and_popular_articles(see, publish):
    read(publish("How do I pay?", BODY), 5)
    page = see("/search/?q=zzzzqqqq")
    assert words(page.select_one(".empty-title")) == "Nothing found for “zzzzqqqq”"
    assert [link["href"] for link in page.select(".popular a")] == ["/articles/how-do-i-pay/"]
