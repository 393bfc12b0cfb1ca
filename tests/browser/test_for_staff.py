"""Staff who read the site see the way back to their desk; a visitor's browser asks for nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import serious_in_both_schemes
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE, RESULTS = "/articles/how-do-i-pay/", "/search/?q=pay"


@pytest.fixture
def article(publish):
    return publish("How do I pay?", "By card.")


def requests_of(page: Page, *paths: str) -> list[str]:
    """Return the addresses that pages ask for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in paths:
        page.goto(path, wait_until="networkidle")
    return asked


def test_staff_see_the_bar_from_the_first_visit_of_the_admin_on(desk, article):
    page = desk("/admin/", width=320)
    page.goto(ARTICLE)
    bar = page.get_by_label("For staff")
    expect(bar).to_contain_text("Visitors read exactly what is saved.")
    assert not scrolls_sideways(page)
    page.goto(RESULTS)
    bar.get_by_role("link", name="Why these results").click()
    expect(page.get_by_text("Why this result?").first).to_be_visible()
    expect(bar).to_have_count(0)


def test_the_bar_has_nothing_serious_and_leads_to_the_form(desk, article):
    page = desk("/admin/", reduced_motion="reduce", bypass_csp=True)
    page.goto(ARTICLE)
    edit = page.get_by_label("For staff").get_by_role("link", name="Edit")
    expect(edit).to_be_visible()
    assert serious_in_both_schemes(page) == []
    edit.click()
    page.wait_for_url(f"**/admin/articles/article/{article.pk}/change/")


def test_a_visitor_asks_for_nothing_that_is_for_staff(visit, article):
    asked = requests_of(visit("/"), ARTICLE, RESULTS)
    assert any(url.endswith(ARTICLE) for url in asked)
    assert [url for url in asked if "/staff/" in url] == []
