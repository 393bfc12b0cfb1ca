"""What visitors find on the lists, the articles and the pages for errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import page_cache
from articles.models import Category, CategoryTranslation, ViewTotal
from tests.articles.pages import POISON, POISONED_BODY, active_content

BODY = (
    "First words of it.\n\n## Before you start\n\nText.\n\n### Details\n\nMore.\n\n## After\n\nEnd."
)
WRITTEN = datetime(2023, 9, 7, 12, tzinfo=UTC)
CHANGED = datetime(2023, 9, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _name(settings):
    """Whatever the environment calls the site."""
    settings.SITE_NAME, settings.CONTACT_URL = "Help Center", ""


@pytest.fixture
def see(client):
    """Return a function that opens an address and returns the parsed page."""

    def get(path: str, status: int = 200) -> BeautifulSoup:
        response = client.get(path)
        assert response.status_code == status, response
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


@pytest.fixture
def money(faq, make_category) -> Category:
    return make_category("money", parent=faq, name="Money")


@pytest.fixture
def many(publish):
    """Return a function that publishes so many articles."""

    def make(count: int, **fields) -> None:
        for n in range(count):
            publish(f"Article {n}", "Some text.\n\n## Part\n\nMore.", tags=["one"], **fields)

    return make


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text().split())


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [words(element) for element in page.select(selector)]


# Cards ------------------------------------------------------------------------------------------


def test_a_card_says_what_the_article_is_about_when_it_is_from_and_how_often_it_was_read(
    see, publish, money
):
    article = publish(
        "How do I pay?", BODY, category=money, published_at=WRITTEN, updated_at=CHANGED
    )
    ViewTotal.objects.create(article=article, views=149333)
    card = see("/").select_one(".card")
    assert words(card.select_one("h2")) == "How do I pay?"
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
    assert texts(see("/"), ".card h2") == ["Old title"]
    article.title = "New title"
    article.publish()
    ViewTotal.objects.create(article=article, views=2)
    page = see("/")
    assert texts(page, ".card h2") == ["New title"]
    assert texts(page, ".card .views") == ["2 views"]


# Lists ------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("count", "query", "line", "cards"),
    [
        (1, "", "Showing 1-1 of 1 article", 1),
        (15, "", "Showing 1-15 of 15 articles", 15),
        (16, "", "Showing 1-15 of 16 articles", 15),
        (16, "?page=2", "Showing 16-16 of 16 articles", 1),
        (16, "?page=99", "Showing 16-16 of 16 articles", 1),
    ],
)
def test_every_list_closes_with_what_it_shows(see, many, count, query, line, cards):
    many(count)
    for path in ("/", "/faq/", "/tags/one/"):
        page = see(path + query)
        assert texts(page, ".count-line") == [line]
        assert len(page.select(".card")) == cards


def test_pages_lead_on_and_back(see, many):
    many(46)
    assert see("/").select("[rel=prev]") == []
    page = see("/?page=2")
    assert page.select_one("[rel=prev]")["href"] == "?page=1"
    assert page.select_one("[rel=next]")["href"] == "?page=3"
    assert texts(page, ".pages ol a") == ["1", "2", "3", "4"]
    assert texts(page, ".pages [aria-current=page]") == ["2"]
    assert see("/?page=4").select("[rel=next]") == []


def test_one_page_needs_no_page_numbers(see, many):
    many(15)
    assert see("/").select(".pages") == []


@pytest.mark.parametrize("number", ["9" * 20, "-1", "0", "x", "1e9", "٣", "", "%00", "1;2", "½"])
def test_an_absurd_page_number_is_some_page(see, many, number):
    many(16)
    for path in ("/", "/faq/", "/tags/one/"):
        assert see(f"{path}?page={number}").select(".card")


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


def test_home_shows_the_largest_topics_in_the_order_of_staff(see, publish, faq, make_category):
    for n in range(10):
        category = make_category(f"topic-{n}", parent=faq, name=f"Topic {n}", position=n)
        for _ in range(1 if n < 2 else 2):
            publish(f"About {n}", BODY, category=category)
    assert texts(see("/"), ".topic-name") == [f"Topic {n}" for n in range(2, 10)]


# Articles ---------------------------------------------------------------------------------------


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


def test_a_tag_lists_its_articles(see, publish):
    publish("One", BODY, tags=["money"])
    publish("Two", BODY, tags=["other"])
    page = see("/tags/money/")
    assert words(page.h1) == "money"
    assert texts(page, ".card h2") == ["One"]
    see("/tags/nothing/", status=404)


# Around every page ------------------------------------------------------------------------------


def test_contact_is_offered_when_the_site_has_an_address_for_it(see, publish, settings):
    publish("How do I pay?", BODY)
    assert "Contact us" not in see("/articles/how-do-i-pay/").text
    settings.CONTACT_URL = "https://example.com/contact"
    page = see("/articles/how-do-i-pay/")
    links = page.find_all("a", href="https://example.com/contact")
    assert [words(link) for link in links] == ["Contact us"] * 3


def test_the_name_of_the_site_stands_on_every_page(see, publish, settings):
    publish("How do I pay?", BODY)
    for name in ("First", "Second"):
        settings.SITE_NAME = name
        assert words(see("/").select_one(".brand")) == name


def test_the_other_locales_are_one_link_away(see, faq):
    page = see("/faq/")
    assert [(link["href"], link["lang"]) for link in page.select(".locales a")] == [
        ("/", "en-us"),
        ("/en-gb/", "en-gb"),
    ]
    assert words(page.select_one(".locales [aria-current]")) == "English (US)"
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")}
    assert alternates["en-gb"] == "http://testserver/en-gb/faq/"
    assert alternates["en-us"] == "http://testserver/faq/"


def test_one_page_has_one_canonical_address(see, many):
    many(16)
    for path, canonical in (
        ("/?utm=x", "/"),
        ("/?page=2&x=1", "/?page=2"),
        ("/?page=1", "/"),
        ("/articles/article-1/?x", "/articles/article-1/"),
        ("/tags/one/?page=99", "/tags/one/?page=2"),
    ):
        assert (
            see(path).select_one("link[rel=canonical]")["href"] == f"http://testserver{canonical}"
        )


def test_results_are_not_for_search_engines(see, db):
    page = see("/search/?q=pay")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("input[name=q]")["value"] == "pay"


def test_the_colour_scheme_is_set_before_anything_is_painted(see, faq):
    head = see("/").head
    script = head.find("script", src="/static/helpcenter/theme.js")
    assert not script.has_attr("defer")
    assert not script.has_attr("async")
    assert head.find("link", rel="stylesheet") in script.find_next_siblings()


def test_a_page_for_visitors_sets_no_cookie_and_varies_on_none(client, publish):
    publish("How do I pay?", BODY, tags=["one"])
    for path in ("/", "/faq/", "/articles/how-do-i-pay/", "/tags/one/", "/nothing-here/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


# Results ----------------------------------------------------------------------------------------


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
    ViewTotal.objects.create(article=publish("How do I pay?", BODY), views=5)
    page = see("/search/?q=zzzzqqqq")
    assert words(page.select_one(".empty-title")) == "Nothing found for “zzzzqqqq”"
    assert [link["href"] for link in page.select(".popular a")] == ["/articles/how-do-i-pay/"]


# Errors -----------------------------------------------------------------------------------------


def test_a_page_that_is_not_there_offers_a_search_for_what_its_address_says(see, faq):
    page = see("/articles/reset-my_password/", status=404)
    assert words(page.h1) == "We can’t find this page"
    assert page.select_one("form[role=search] input")["value"] == "reset my password"
    assert page.select_one("form[role=search]")["action"] == "/search/"


def test_every_error_has_a_page_of_the_site(rf, settings):
    from helpcenter import views

    settings.ALLOWED_HOSTS = ["testserver"]
    for view, status in ((views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)):
        response = view(rf.get("/some-words/", HTTP_HOST="bad host"), None)
        page = BeautifulSoup(response.content.decode(), "html.parser")
        assert response.status_code == status
        assert page.select(".brand, form[role=search], .error-links a")
    response = views.server_error(rf.get("/"))
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert (response.status_code, words(page.h1)) == (500, "Something went wrong on our side")
    assert page.find("link", href="/static/helpcenter/site.css")


# Poison -----------------------------------------------------------------------------------------


def test_nothing_that_staff_write_runs_in_any_page(client, publish, make_category, settings):
    settings.CONTACT_URL = 'https://example.com/?"><script>alert(1)</script>'
    settings.SITE_NAME = POISON
    tab = make_category("tab", name=POISON)
    category = make_category("below", parent=tab, name=POISON)
    CategoryTranslation.objects.update(description=POISON)
    for n in range(2):
        article = publish(
            POISON, POISONED_BODY, slug=f"poison-{n}", category=category, summary=POISON,
            tags=["<img src=x onerror=alert(1)>", "javascript:alert(1)"],
        )  # fmt: skip
    tag = article.tags.first().slug
    pages = ["/", "/tab/", "/tab/below/", f"/tags/{tag}/", "/articles/poison-1/",
             "/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/search/?q=alert",
             "/articles/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/"]  # fmt: skip
    for path in pages:
        html = client.get(path).content.decode()
        soup = BeautifulSoup(html, "html.parser")
        assert active_content(soup) == [], path
        sources = {script["src"] for script in soup.find_all("script")}
        assert sources <= {"/static/helpcenter/theme.js", "/static/helpcenter/site.js"}
        assert soup.select("[style], style, iframe, object, embed, base") == []


# Queries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"), [("/articles/article-1/", 3), ("/", 4), ("/faq/", 4), ("/tags/one/", 4)]
)
def test_a_page_asks_as_much_of_a_large_site_as_of_a_small_one(client, many, path, most):
    """Also the second time, when it is rendered to be kept."""
    counts = []
    for more in (3, 37):
        many(more)
        page_cache.clear()
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= most


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
