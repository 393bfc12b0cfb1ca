"""What readers say of an article, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import VoteReason, VoteTotal
from tests.browser.axe import serious_in_both_schemes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_says_no_and_why_without_leaving_the_article(visit, publish):
    publish("Title", "## Part\n\nText.")
    page = visit("/articles/title/", width=390)
    page.get_by_role("button", name="No", exact=True).press("Enter")
    why = page.get_by_label("What was missing or unclear?")
    expect(why).to_be_focused()
    why.fill("The picture is old.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    expect(page.locator(".helpful form")).to_have_count(0)
    assert page.url.endswith("/articles/title/")
    assert VoteReason.objects.get().text == "The picture is old."
    assert VoteTotal.objects.get().unhelpful == 1


def test_a_reader_says_of_an_answer_that_it_did_not_help_and_why(visit, publish):
    publish("Paying", "::: details May I pay by card?\nYes.\n:::\n\n::: details Notes\nx\n:::\n")
    page = visit("/articles/paying/#may-i-pay-by-card", width=390, reduced_motion="reduce")
    answer = page.locator("#may-i-pay-by-card")
    for role in ("region", "group"):  # the article and the one question; "Notes" is none
        expect(page.get_by_role(role, name="Was this helpful?")).to_have_count(1)
    assert serious_in_both_schemes(page) == []
    answer.get_by_role("button", name="No", exact=True).click()
    answer.get_by_label("What was missing or unclear?").fill("Which cards?")
    answer.get_by_role("button", name="Send").click()
    expect(answer.get_by_role("heading", name="Thank you")).to_be_focused()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_have_count(1)
    assert VoteReason.objects.get().question == "May I pay by card?"


def test_without_javascript_the_same_words_stand_on_a_page_of_their_own(visit, publish):
    publish("Title", "Text.")
    page = visit("/articles/title/", java_script_enabled=False)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the article").click()
    expect(page.get_by_role("heading", name="Title")).to_be_visible()
    assert VoteTotal.objects.get().helpful == 1
