"""How a page looks where it is shared, and what it says to machines about itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from articles.sharing import open_graph_locale, picture_of
from articles.structured_data import LONGEST_ANSWER, MAX_QUESTIONS
from tests.articles.pages import POISON

HOST = "http://testserver"
WRITTEN = datetime(2023, 9, 7, 12, tzinfo=UTC)
CHANGED = datetime(2023, 9, 26, 12, tzinfo=UTC)
FAQ_BODY = """
Words before.

## 1. How are cards sent?

By **mail**, in five days.

They are [free](/articles/fees/).

## Fees

None.

::: details Can I get two cards?
Yes, two.
:::
"""


def told(page: BeautifulSoup) -> dict[str, dict]:
    """Return {kind: what is said} of the one JSON-LD script of a page."""
    (script,) = page.select("script[type='application/ld+json']")
    said = json.loads(script.text)
    assert said["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in said["@graph"]}


def shared(page: BeautifulSoup) -> dict[str, str]:
    """Return {property: content} of a page's OpenGraph tags."""
    return {meta["property"]: meta["content"] for meta in page.select("meta[property]")}


def trail(thing: dict) -> list[tuple[int, str, str]]:
    return [(at["position"], at["name"], at["item"]) for at in thing["itemListElement"]]


def test_an_article_is_shared_with_its_words_dates_and_picture(see, publish, money):
    body = 'Text.\n\n![A "card" & <more>](https://example.com/a.png)'
    source = publish(
        "How do I pay?", body, category=money, summary="By card.", tags=["Cards"],
        published_at=WRITTEN, updated_at=CHANGED,
    )  # fmt: skip
    publish("Zahlen", "Text.", locale="en-gb", category=money, translation_of=source)
    page = see("/articles/how-do-i-pay/")
    assert shared(page) == {
        "og:type": "article",
        "og:site_name": "Help Center",
        "og:title": "How do I pay?",
        "og:description": "By card.",
        "og:url": f"{HOST}/articles/how-do-i-pay/",
        "og:locale": "en_US",
        "og:locale:alternate": "en_GB",
        "og:image": "https://example.com/a.png",
        "og:image:alt": 'A "card" & <more>',
        "article:published_time": WRITTEN.isoformat(),
        "article:modified_time": CHANGED.isoformat(),
        "article:section": "Money",
        "article:tag": "Cards",
    }
    assert page.select_one("meta[name='twitter:card']")["content"] == "summary_large_image"


def test_a_page_without_a_picture_is_shared_with_the_sites(see, publish):
    publish("One", "![Icon](https://example.com/a.png){width=40}", tags=["money"])
    for path in ("/", "/faq/", "/tags/money/", "/articles/one/"):
        said = shared(see(path))
        assert said["og:image"] == f"{HOST}/static/helpcenter/share.png"
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"] == "Help Center"
        assert said["og:url"] == f"{HOST}{path}"
        assert said["og:title"]


@pytest.mark.parametrize(
    ("html", "src"),
    [
        ('<p>x</p><img src="/a.png" alt="" width="1600" height="900">', "/a.png"),
        (
            '<img src="/s.png" alt="" width="24" height="24"><img src="/a.png?x&amp;y">',
            "/a.png?x&y",
        ),
        ('<img src="/wide.png" width="900" height="40">', None),
        ("no picture &lt;img src=x&gt;", None),
    ],
)
def test_the_first_picture_large_enough_is_the_articles(html, src):
    found = picture_of(html)
    assert (found.src if found else None) == src


def test_locales_are_written_as_open_graph_does():
    assert [open_graph_locale(code) for code in ("en-gb", "de", "zh-hans")] == [
        "en_GB", "de", "zh_HANS",
    ]  # fmt: skip


def test_an_article_says_what_search_engines_require(see, publish, money):
    publish(
        "How do I pay?", "Text.", category=money, summary="By card.", tags=["Cards"],
        published_at=WRITTEN, updated_at=CHANGED,
    )  # fmt: skip
    said = told(see("/articles/how-do-i-pay/"))
    article = said["Article"]
    assert article["headline"] == "How do I pay?"
    assert article["mainEntityOfPage"] == f"{HOST}/articles/how-do-i-pay/"
    assert (article["datePublished"], article["dateModified"]) == (
        WRITTEN.isoformat(),
        CHANGED.isoformat(),
    )
    assert article["image"] == [f"{HOST}/static/helpcenter/share.png"]
    assert article["inLanguage"] == "en-us"
    for role in ("author", "publisher"):
        assert article[role]["@type"] == "Organization"
        assert (article[role]["name"], article[role]["url"]) == ("Help Center", f"{HOST}/")
    assert trail(said["BreadcrumbList"]) == [
        (1, "Home", f"{HOST}/"),
        (2, "FAQ", f"{HOST}/faq/"),
        (3, "Money", f"{HOST}/faq/money/"),
        (4, "How do I pay?", f"{HOST}/articles/how-do-i-pay/"),
    ]
    assert "FAQPage" not in said


def test_questions_inside_an_article_make_its_page_an_faq(see, publish):
    publish("Cards", FAQ_BODY)
    faq = told(see("/articles/cards/"))["FAQPage"]
    asked = [(q["@type"], q["name"], q["acceptedAnswer"]["text"]) for q in faq["mainEntity"]]
    assert asked == [
        ("Question", "How are cards sent?", "By mail, in five days.\nThey are free."),
        ("Question", "Can I get two cards?", "Yes, two."),
    ]
    assert faq["mainEntity"][1]["url"] == f"{HOST}/articles/cards/#can-i-get-two-cards"
    assert all(q["acceptedAnswer"]["@type"] == "Answer" for q in faq["mainEntity"])


def test_of_hundreds_of_questions_the_first_are_told(see, publish):
    publish("Cards", "".join(f"## May I have {n} cards?\n\nYes.\n\n" for n in range(40)))
    asked = [q["name"] for q in told(see("/articles/cards/"))["FAQPage"]["mainEntity"]]
    assert asked == [f"May I have {n} cards?" for n in range(MAX_QUESTIONS)]


def test_a_long_answer_is_told_in_whole_sentences(see, publish):
    publish("Cards", "## How are cards sent?\n\n" + "By mail, and that takes a while. " * 100)
    (question,) = told(see("/articles/cards/"))["FAQPage"]["mainEntity"]
    answer = question["acceptedAnswer"]["text"]
    assert 900 < len(answer) <= LONGEST_ANSWER
    assert answer.endswith("a while.")


def test_lists_say_where_they_stand_and_home_which_site_it_is(see, publish, money):
    publish("One", category=money)
    assert told(see("/"))["WebSite"]["name"] == "Help Center"
    assert trail(told(see("/faq/money/"))["BreadcrumbList"])[-1] == (
        3, "Money", f"{HOST}/faq/money/",
    )  # fmt: skip


def test_nothing_that_is_written_can_end_the_data_early(see, publish, settings):
    evil = f"</script>{POISON}<!-- \u2028"
    publish(evil, f"## Why is that {evil} so?\n\n{evil}\n", slug="evil", summary=evil)
    page = see("/articles/evil/")
    assert told(page)["Article"]["description"] == evil
    script = page.select_one("script[type='application/ld+json']").text
    assert not set("<>&\u2028") & set(script)
