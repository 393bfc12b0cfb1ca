"""Many articles at once in a real browser: changed together, put into a set, live together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from articles.models import PublicationSet
from tests.browser.axe import serious_in_both_schemes
from tests.browser.every_block import LONG
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
    page.get_by_role("button", name="Replace what is ticked").click()
    expect(page.locator(".messagelist")).to_have_text("1 article changed.")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.body, two.body) == ("The new card.", "An old card.")
    page.locator("#action-toggle").check()
    page.select_option("select[name=action]", "add_to_set_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Name of the new set").fill("Spring")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".messagelist")).to_contain_text("2 articles are in the set.")
    page.get_by_role("link", name="Check and publish").click()
    now = page.get_by_role("button", name="Publish now")
    expect(now).to_be_visible()
    assert not scrolls_sideways(page)
    assert one.published.body == "The old card."
    now.click()
    expect(page.locator(".messagelist")).to_contain_text("Visitors see all of it now")
    one.refresh_from_db()
    assert one.published.body == "The new card."


@pytest.mark.parametrize("scripted", [True, False])
def test_one_place_stays_while_the_others_are_replaced(desk, publish, scripted):
    one = publish("A long article about the old card", f"old card {LONG}.\n\nAn old card.")
    publish("Other", "No old card, no OLD CARD.")
    page = desk(
        "/admin/articles/article/", width=390, java_script_enabled=scripted, reduced_motion="reduce"
    )
    for box in page.locator("input.action-select").all():
        box.check()
    page.select_option("select[name=action]", "replace_selected")
    page.locator("button[name=index]").first.click()
    page.get_by_label("Find", exact=True).fill("old card")
    page.get_by_label("Replace with").fill("new card")
    page.get_by_role("button", name="Show the places").click()
    first, other = page.locator(".desk-place").all()
    places = first.get_by_role("checkbox")  # the first is that of the article
    expect(places).to_have_count(4)
    assert not scrolls_sideways(page)
    first.get_by_label("An old card").uncheck()
    other.get_by_label("Other").uncheck()
    if scripted:
        assert serious_in_both_schemes(page) == []
        whole = places.first
        assert whole.evaluate("box => box.indeterminate")
        whole.uncheck()
        assert not any(box.is_checked() for box in places.all())
        whole.check()
        assert all(box.is_checked() for box in places.all())
        first.get_by_label("An old card").uncheck()
        assert not any(box.is_checked() for box in other.get_by_role("checkbox").all())
    page.get_by_role("button", name="Replace what is ticked").click()
    expect(page.locator(".messagelist")).to_have_text("1 article changed.")
    one.refresh_from_db()
    assert one.title == "A long article about the new card"
    assert one.body == f"new card {LONG}.\n\nAn old card."


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
