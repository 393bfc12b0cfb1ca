"""What a page says that is not there, or not any more: the closest articles, and no secret."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.pages import read, read_frame, texts, words

PERSON = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}


@pytest.fixture
def look(client):
    """Return a function that opens an address as a person does."""

    def get(path: str, status: int, headers=PERSON) -> BeautifulSoup:
        response = client.get(path, headers=headers)
        assert response.status_code == status
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


@pytest.fixture
def shop(publish):
    publish("How to reset a password", "Choose **Forgot**.", slug="reset")
    return publish("Send an invoice", "Choose **Send**.", slug="invoice")


def test_an_address_with_a_typo_leads_to_what_it_means(look, shop):
    page = look("/articles/how-to-reset-password_please/", 404)
    assert texts(page, ".popular-list a") == ["How to reset a password"]
    assert page.select_one(".popular-list a")["href"].startswith("/articles/reset/")
    assert page.select_one("[name=q]")["value"] == "how to reset password please"


def test_where_nothing_is_close_the_most_read_are_offered(look, shop):
    read(shop, 9)
    page = look("/zzzz-qqqq/", 404)
    assert words(page.select_one(".popular h2")) == "Popular articles"
    assert texts(page, ".popular-list a") == ["Send an invoice"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/articles/reset-password/", {}), ("/articles/reset-password/", {"User-Agent": "a bot"}),
     ("/wp-login.php", PERSON), ("/.env", PERSON), ("/static/reset.js", PERSON)],
)  # fmt: skip
def test_a_program_that_tries_addresses_costs_no_search(look, shop, path, headers):
    read_frame()
    with CaptureQueriesContext(connection) as queries:
        look(path, 404, headers)
    assert len(queries) <= 2


@pytest.mark.parametrize(
    "path", ["/%C3%28/", "/" + "a-" * 2000 + "/", "/%22%27%5C/", "/-/", "/%F0"]
)
def test_any_address_has_an_answer(look, shop, path):
    look(path, 404)


def test_who_asks_too_much_gets_the_page_without_what_is_closest(look, client, shop, settings):
    settings.QUESTIONS_PER_MINUTE = 2
    assert client.get("/search/?q=invoice", headers=PERSON).status_code == 200
    assert texts(look("/articles/reset-password/", 404), ".popular-list a")
    page = look("/articles/reset-password/", 404)
    assert not page.select(".popular")
    assert page.select_one("[name=q]")["value"] == "reset password"
    assert client.get("/search/?q=password", headers=PERSON).status_code == 429


def test_an_article_that_was_taken_off_says_so_and_names_its_successor(look, shop, publish):
    publish("Reset a password in the app", "Tap **Forgot**.", slug="app")
    gone = publish("Reset a password by fax", "Secret of the fax.", slug="fax-2019")
    gone.title = "What nobody may read yet"
    gone.save()
    gone.unpublish()
    page = look("/articles/fax-2019/", 410)
    assert words(page.h1) == "This article is no longer available"
    assert "“Reset a password by fax” has been taken off" in words(page.select_one(".lead"))
    assert page.select_one("[name=q]")["value"] == "Reset a password by fax"
    assert "Reset a password in the app" in texts(page, ".popular-list a")
    assert "nobody" not in page.text
    assert "Secret" not in page.text


def test_a_draft_answers_exactly_as_if_it_did_not_exist(look, write, shop):
    before = look("/articles/plan/", 404)
    write("Secret plan", slug="plan")
    assert look("/articles/plan/", 404) == before


def test_an_address_is_gone_only_until_the_article_is_back(look, client, shop):
    shop.unpublish()
    look("/articles/invoice/", 410)
    shop.slug = "send"
    shop.publish()
    assert client.get("/articles/invoice/").url == "/articles/send/"
    shop.unpublish()
    look("/articles/invoice/", 410)
    shop.slug = "invoice"
    shop.publish()
    look("/articles/invoice/", 200)
