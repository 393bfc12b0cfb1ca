"""What every page for visitors has: its frame, words for errors, no poison and few queries."""

from __future__ import annotations

from collections import defaultdict

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import page_cache
from articles.models import CategoryTranslation
from tests.articles.pages import ARTICLE_BODY as BODY
from tests.articles.pages import POISON, POISONED_BODY, active_content, read_frame, words

# The frame ---------------------------------------------------------------------------------------


def test_contact_is_offered_when_the_site_has_an_address_for_it(see, publish, settings):
    publish("How do I pay?", BODY)
    assert "Contact us" not in see("/articles/how-do-i-pay/").text
    settings.CONTACT_URL = "https://example.com/contact"
    page = see("/articles/how-do-i-pay/")
    links = page.find_all("a", href="https://example.com/contact")
    assert [words(link) for link in links] == ["Contact us"] * 2


def test_the_name_of_the_site_stands_on_every_page(see, publish, settings):
    publish("How do I pay?", BODY)
    for name in ("First", "Second"):
        settings.SITE_NAME = name
        assert words(see("/").select_one(".brand")) == name


def test_the_foot_leads_to_the_tabs_that_have_articles(see, publish, faq, make_category):
    publish("How do I pay?", BODY)
    news = make_category("news", name="News")
    CategoryTranslation.objects.create(category=news, locale="de", name="Neues")
    publish("Neu", locale="de", category=news)

    def foot(path: str) -> list[tuple[str, str]]:
        links = see(path).select(".bottom-links a")
        return [(words(link), link["href"]) for link in links][1:-1]

    assert foot("/articles/how-do-i-pay/") == foot("/search/?q=x") == [("FAQ", "/faq/")]
    assert foot("/de/articles/neu/") == [("Neues", "/de/news/")]


@pytest.mark.django_db(transaction=True)
def test_the_foot_of_a_kept_page_names_a_new_tab_at_once(see, publish, make_category):
    publish("How do I pay?", BODY)
    for _time in range(3):
        see("/articles/how-do-i-pay/")
    publish("New", category=make_category("news", name="News"))
    assert "News" in words(see("/articles/how-do-i-pay/").select_one(".bottom-links"))


def test_the_other_locales_are_one_link_away(see, faq):
    page = see("/faq/")
    links = [(link["href"], link["lang"]) for link in page.select(".locales a")]
    assert links[:3] == [("/", "en-us"), ("/en-gb/", "en-gb"), ("/de/", "de")]
    assert words(page.select_one(".locales [aria-current]")) == "English (US)"
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
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


# Errors ------------------------------------------------------------------------------------------


def test_a_page_that_is_not_there_offers_a_search_for_what_its_address_says(see, faq):
    page = see("/articles/reset-my_password/", status=404)
    assert words(page.h1) == "We can’t find this page"
    assert page.select_one("form[role=search] input")["value"] == "reset my password"
    assert page.select_one("form[role=search]")["action"] == "/search/"


def test_every_error_has_a_page_of_the_site(rf, settings, db):
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


# Poison ------------------------------------------------------------------------------------------


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
        sources = {script["src"] for script in soup.select("script[src]")}
        assert sources <= {
            f"/static/helpcenter/{name}.js" for name in ("theme", "site", "suggest", "helpful")
        }
        assert soup.select("[style], style, iframe, object, embed, base") == []


# Queries -----------------------------------------------------------------------------------------


def test_a_page_asks_as_much_of_a_large_site_as_of_a_small_one(client, many):
    """Also the second time, when it is rendered to be kept."""
    most = {"/articles/article-1/": 3, "/": 4, "/faq/": 4, "/tags/one/": 4}
    counts = defaultdict(list)
    for more in (3, 37):
        many(more)
        for path in most:
            page_cache.clear()
            read_frame()
            for _time in range(2):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(path).status_code == 200
                counts[path].append(len(queries))
    for path, asked in counts.items():
        assert asked[:2] == asked[2:], path
        assert max(asked) <= most[path], path
