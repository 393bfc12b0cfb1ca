"""What staff tell the search, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from search.models import GoldenQuery, PinnedQuestion, SynonymSet
from tests.browser.axe import serious
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "A long question that goes on and on " * 5


@pytest.fixture
def told(publish) -> None:
    refunds = publish("Refunds", "How a refund works. " * 20)
    publish("Disputes and " + "x" * 60, "A chargeback is opened at your bank. " * 9)
    SynonymSet.objects.create(terms="refund, money back, " + "y" * 90)
    PinnedQuestion.objects.create(question="money back", first=refunds)
    GoldenQuery.objects.create(question=LONG[:200], article=refunds)
    GoldenQuery.objects.create(question="refund", article=refunds)


# `desk` fails the test when a page writes an error or violates the content security policy.
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_page_about_the_search_breaks_the_policy_or_scrolls_sideways(desk, told, scheme, width):
    page = desk("/admin/search/", width=width, scheme=scheme)
    for kind in ("synonymset", "pinnedquestion", "goldenquery"):
        for path in (f"/admin/search/{kind}/", f"/admin/search/{kind}/add/"):
            page.goto(path)
            assert not scrolls_sideways(page), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_go_from_their_desk_to_the_reasons_of_a_result(desk, told, scheme):
    page = desk("/admin/", width=320, scheme=scheme)
    page.fill(".desk-ask input[type=search]", "my money back")
    page.get_by_role("button", name="English (US)").click()
    why = page.locator(".card").first.locator("details.why")
    expect(why.locator("table")).to_be_hidden()
    why.locator("summary").press("Enter")
    expect(why.get_by_text("synonym of “money back”")).to_be_visible()
    expect(why.locator(".why-score")).to_be_visible()
    assert not scrolls_sideways(page)
    assert serious(page) == []


def test_an_article_to_pin_is_found_by_typing(desk, told):
    page = desk("/admin/search/pinnedquestion/add/")
    page.fill("#id_question", "chargeback")
    page.locator(".field-first .select2-selection").click()
    page.locator(".select2-search__field").fill("disputes")
    page.locator(".select2-results__option", has_text="Disputes").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert PinnedQuestion.objects.get(question="chargeback").first.title.startswith("Disputes")


def test_what_is_offered_to_pin_follows_the_locale_of_the_form(desk, publish):
    publish("Pay by card")
    publish("Pay by card", locale="en-gb")
    page = desk("/admin/search/pinnedquestion/add/")
    offered = page.locator(".select2-results__option:not(.loading-results)")
    for locale, title in (("en-us", "Pay by card ·"), ("en-gb", "Pay by card (en-gb) ·")):
        page.select_option("#id_locale", locale)
        page.locator(".field-first .select2-selection").click()
        page.locator(".select2-search__field").fill("card")
        expect(offered).to_have_count(1)
        expect(offered).to_contain_text(title)
        page.keyboard.press("Escape")
