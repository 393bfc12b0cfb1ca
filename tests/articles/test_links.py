"""What is noted of the links of published articles, and where they lead."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from articles.linking import target
from articles.models import Link
from articles.quality.reach import Reached, reached

BODY = """Read [the fees](/articles/fees/#cards) first.

![A card](/media/images/card.png) and
[that site](https://example.com/a?b=1#part).

## Here

Back [up](#here), or [write](mailto:desk@example.com).
"""


def leads(href: str) -> Reached:
    there = target(href, "en-us", "me")
    return reached([there])[there]


def test_publishing_notes_where_an_article_links_to(publish):
    article = publish("Cards", BODY)
    assert list(
        article.published.links.order_by("pk").values_list(
            "kind", "line", "text", "address", "slug", "anchor"
        )
    ) == [
        ("internal", 1, "the fees", "/articles/fees/", "fees", "cards"),
        ("media", 3, "A card", "/media/images/card.png", "", ""),
        ("external", 4, "that site", "https://example.com/a?b=1", "", ""),
        ("anchor", 8, "up", "/articles/cards/", "", "here"),
    ]
    article.body = "No link."
    article.publish()
    assert not Link.objects.exists()


def test_a_rebuild_notes_the_links_and_unpublishing_forgets_them(publish):
    article = publish("Cards", BODY)
    Link.objects.all().delete()
    call_command("rebuild_articles", verbosity=0)
    assert Link.objects.count() == 4
    article.unpublish()
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("href", "kind", "address"),
    [
        ("../fees/", "internal", "/articles/fees/"),
        ("/en-gb/articles/%C3%A4/", "internal", "/en-gb/articles/ä/"),
        ("http://localhost/faq/", "internal", "/faq/"),
        ("http://localhost:8001/faq/", "external", "http://localhost:8001/faq/"),
        ("//example.com", "external", "https://example.com"),
        ("https://example.com/ü#top", "external", "https://example.com/%C3%BC"),
    ],
)
def test_an_address_is_read_as_a_browser_reads_it(href, kind, address):
    assert target(href, "en-us", "me")[:2] == (kind, address)


@pytest.mark.parametrize("href", ["mailto:a@b.c", "tel:1", "http://[", "https://x/" + "a" * 2000])
def test_what_is_no_address_of_a_page_is_not_noted(href):
    assert target(href, "en-us", "me") is None


def test_hostile_addresses_are_noted_without_harm(publish):
    hrefs = ["/articles/%00/", "/articles/" + "ü" * 300 + "/", "#" + "a" * 900, "/media/../../x"]
    body = " ".join(f"[x]({href})" for href in [*hrefs, "http://a:99999999999999999999/"])
    article = publish("Cards", body)
    noted = [target(link.href, "en-us", "cards") for link in article.published.links.all()]
    assert set(reached(noted).values()) <= {Reached.NOTHING, Reached.NO_ANCHOR}


def test_what_is_reached_by_a_link(publish, write, faq, settings, make_category):
    publish("Fees", "## Cards\n\nText.\n\n::: details Why?\nSo.\n:::\n", tags=["money"])
    moved = publish("Old")
    moved.slug = "new"
    moved.publish()
    write("Draft")
    publish("British", locale="en-gb")
    make_category("billing", parent=faq)
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "a b.png").touch()
    page = ["/articles/fees/", "/articles/fees", "/articles/fees/#cards", "/articles/fees/#why",
            "/en-gb/articles/british/", "/", "/faq/", "/faq", "/faq/billing/", "/tags/money/",
            "/search/?q=a", "/media/images/a%20b.png"]  # fmt: skip
    nothing = ["/articles/none/", "/articles/draft/", "/articles/british/", "/nope/", "/faq/nope/",
               "/tags/nope/", "/a/b/c/d/", "/media/none.png", "fees"]  # fmt: skip
    assert {href: leads(href) for href in page} == dict.fromkeys(page, "page")
    assert {href: leads(href) for href in nothing} == dict.fromkeys(nothing, "nothing")
    assert leads("/articles/old/") == Reached.MOVED
    assert leads("/articles/fees/#none") == Reached.NO_ANCHOR


def test_any_number_of_links_is_looked_up_in_three_statements(
    publish, django_assert_max_num_queries
):
    publish("Fees", "Text.")
    hrefs = [f"/articles/a{n}/#b" for n in range(200)] + ["/articles/fees/", "/faq/", "/tags/a/"]
    targets = [target(href, "en-us", "me") for href in hrefs]
    with django_assert_max_num_queries(3):
        assert list(reached(targets).values()).count("page") == 2
