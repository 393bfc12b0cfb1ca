"""Staff see on visitors' pages what they may do; visitors get the pages that they always got."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from articles.staff_bar import HINT
from tests.articles.pages import words

BAR = "/articles/how-do-i-pay/staff/"


@pytest.fixture
def article(publish):
    return publish("How do I pay?", "By card.")


def read(answer) -> tuple[str, dict[str, str]]:
    """Return what a bar says, and its links by their names."""
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    return words(page.span), {words(link): link["href"] for link in page.select("a")}


def test_the_bar_leads_to_the_article_in_the_admin(at_desk, publisher, article):
    admin = f"/admin/articles/article/{article.pk}"
    said, links = read(at_desk(publisher).get(BAR))
    assert said == "Visitors read exactly what is saved."
    assert links == {"Edit": f"{admin}/change/", "History": f"{admin}/history/"}


def test_the_bar_tells_of_a_draft_that_visitors_do_not_read(at_desk, publisher, article):
    article.body = "By invoice."
    article.save()
    said, links = read(at_desk(publisher).get(BAR))
    assert said == "The draft differs from this page."
    assert links["Difference"] == f"/admin/articles/article/{article.pk}/difference/"


def test_who_may_only_look_is_not_told_to_edit(at_desk, reader, article):
    assert list(read(at_desk(reader).get(BAR))[1]) == ["Open in the admin", "History"]


def test_the_bar_of_results_explains_the_very_same_results(at_desk, make_staff, article):
    staff = at_desk(make_staff("sam", ["explain_results", "add_pinnedquestion"]))
    _said, links = read(staff.get("/search/staff/?q=pay+now&tab=faq"))
    assert links == {
        "Why these results": "/search/?why=1&q=pay%20now&tab=faq",
        "Pin a result": "/admin/search/pinnedquestion/add/?locale=en-us&question=pay%20now",
    }


@pytest.mark.parametrize("path", [BAR, "/search/staff/?q=pay", "/articles/no-such/staff/"])
def test_nobody_else_is_told_anything(client, at_desk, make_staff, article, path):
    for browser in (client, at_desk(make_staff("nil", []))):
        answer = browser.get(path)
        assert (answer.status_code, answer.content) == (204, b"")


def test_no_cache_and_no_search_engine_keeps_the_bar(at_desk, publisher, article):
    headers = at_desk(publisher).get(BAR).headers
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ["/", "/articles/how-do-i-pay/", "/search/?q=pay"])
def test_staff_get_the_page_that_visitors_get(client, at_desk, publisher, article, path):
    staff = at_desk(publisher)
    staff.get("/admin/")
    answer = staff.get(path)
    assert answer.content == client.get(path).content
    assert (answer.headers["Vary"], dict(answer.cookies)) == ("Accept-Encoding", {})


def test_the_hint_comes_with_the_first_page_of_the_admin_and_goes_with_the_last(at_desk, publisher):
    staff = at_desk(publisher)
    hint = staff.get("/admin/").cookies[HINT]
    assert (hint.value, hint["samesite"], hint["path"], hint["httponly"]) == ("1", "Lax", "/", "")
    assert HINT not in staff.get("/admin/").cookies
    assert staff.post("/admin/logout/").cookies[HINT]["max-age"] == 0


def test_who_is_not_staff_any_more_loses_the_hint(at_desk, publisher, article):
    staff = at_desk(publisher)
    staff.get("/admin/")
    publisher.is_staff = False
    publisher.save()
    answer = staff.get(BAR)
    assert (answer.status_code, answer.cookies[HINT]["max-age"]) == (204, 0)
