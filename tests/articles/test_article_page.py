"""The page of an article: where it stands, what it shows and where it leads."""

from __future__ import annotations

from datetime import UTC, datetime

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


def test_an_article_right_in_a_tab_names_the_tab_once(see, publish):
    publish("How do I pay?", BODY)
    crumbs = texts(see("/articles/how-do-i-pay/"), ".crumbs li")
    assert crumbs == ["Home", "FAQ", "How do I pay?"]


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


def test_an_article_names_others_of_its_category(see, publish, money):
    publish("How do I pay?", BODY, category=money)
    publish("Why was I charged?", BODY, category=money)
    publish("Elsewhere", BODY)
    more = see("/articles/how-do-i-pay/").select_one(".more")
    assert words(more.h2) == "More in Money"
    assert [link["href"] for link in more.select("a")] == ["/articles/why-was-i-charged/"]


def test_the_picture_that_counts_stands_in_every_article(see, client, publish):
    publish("How do I pay?", BODY)
    picture = see("/articles/how-do-i-pay/").select_one("img.pixel")
    assert picture["alt"] == ""
    assert picture["loading"] == "eager"
    assert client.get(picture["src"])["Content-Type"] == "image/gif"


def test_an_article_of_another_locale_is_not_found_here(see, publish):
    publish("Colour", BODY, locale="en-gb")
    see("/articles/colour/", status=404)
    assert see("/en-gb/articles/colour/").html["lang"] == "en-gb"
