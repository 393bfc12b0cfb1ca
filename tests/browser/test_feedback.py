"""What readers say of an article, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import VoteReason, VoteTotal

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


def test_without_javascript_the_same_words_stand_on_a_page_of_their_own(visit, publish):
    publish("Title", "Text.")
    page = visit("/articles/title/", java_script_enabled=False)
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the article").click()
    expect(page.get_by_role("heading", name="Title")).to_be_visible()
    assert VoteTotal.objects.get().helpful == 1
