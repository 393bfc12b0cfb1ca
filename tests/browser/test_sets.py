"""Many articles at once in a real browser: changed together, put into a set, live together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import PublicationSet
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_texts_are_found_and_replaced_in_chosen_articles_and_put_into_a_set(desk, publish):
    one, two = publish("One", "The old card."), publish("Two", "An old card.")
    page = desk("/admin/articles/article/", width=390)
    page.locator("#action-toggle").check()
    page.select_option("select[name=action]", "replace_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Find", exact=True).fill("old card")
    page.get_by_label("Replace with").fill("new card")
    page.get_by_role("button", name="Show the places").click()
    expect(page.locator(".desk-context ins")).to_have_text(["new card", "new card"])
    page.get_by_label("All of these").uncheck()
    expect(page.get_by_label("Two")).not_to_be_checked()
    page.get_by_label("One").check()
    assert page.get_by_label("All of these").evaluate("box => box.indeterminate")
    page.get_by_role("button", name="Replace in the ticked articles").click()
    expect(page.locator(".messagelist")).to_have_text("1 article changed.")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.body, two.body) == ("The new card.", "An old card.")
    page.locator("#action-toggle").check()
    page.select_option("select[name=action]", "add_to_set_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Name of the new set").fill("Spring")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".messagelist")).to_have_text("2 articles are in the set.")
    page.goto("/admin/articles/publicationset/")
    page.get_by_role("link", name="Spring").click()
    page.get_by_role("link", name="Check and publish").click()
    now = page.get_by_role("button", name="Publish now")
    expect(now).to_be_visible()
    assert not scrolls_sideways(page)
    assert one.published.body == "The old card."
    now.click()
    expect(page.locator(".messagelist")).to_contain_text("Visitors see all of it now")
    one.refresh_from_db()
    assert one.published.body == "The new card."


def test_an_item_is_added_to_a_publication_set_by_keyboard(desk, write):
    write("Second article")
    one = PublicationSet.objects.create(name="Spring")
    one.items.create(article=write("First article"))
    page = desk(f"/admin/articles/publicationset/{one.pk}/change/")
    page.get_by_role("button", name="Add another Item").press("Enter")
    choice = page.get_by_role("combobox", name="Article")
    expect(choice).to_have_count(2)
    choice.last.press("Enter")
    page.locator(".select2-search__field").fill("second")
    offered = page.locator(".select2-results__option")
    expect(offered).to_have_text(["Second article · Draft · FAQ"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".desk-rows tbody th")).to_have_text(["First article", "Second article"])
