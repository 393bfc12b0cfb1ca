"""What staff see of a page of the desk, on a phone and where a title is long."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Branding, BrandingLink, ViewTotal
from search.models import AskedQuestion, GoldenQuery
from tests.browser.layout import colour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lie_over_each_other(page: Page, one: str, other: str) -> bool:
    a, b = (page.locator(selector).bounding_box() for selector in (one, other))
    beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    return not (beside or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"])


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_a_long_title_leaves_room_for_the_doors_beside_it(desk, write, width):
    article = write("Why a very long title goes on and on " * 5)
    page = desk(f"/admin/articles/article/{article.pk}/change/", width=width)
    assert page.locator("#content > h1").bounding_box()["height"] > 40
    assert not lie_over_each_other(page, "#content > h1", ".object-tools")


def test_a_translation_is_begun_on_a_phone(desk, publish):
    article = publish("Change the PIN of your card")
    article.body = "Visitors do not read this yet."
    article.save()
    page = desk(f"/admin/articles/article/{article.pk}/translations/", width=390)
    for button in page.locator(".desk-locales button").all():
        assert button.bounding_box()["height"] < 60  # one line, or two


def test_what_is_said_of_a_deed_is_in_view_though_a_link_led_below(desk, write):
    page = desk(f"/admin/articles/article/{write('Title').pk}/change/#id_comment")
    page.fill("#id_comment", "A word.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".messagelist")).to_be_in_viewport()
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review")


def test_the_button_that_deletes_is_red_where_it_is_asked_about(desk, write):
    page = desk(f"/admin/articles/article/{write('Title').pk}/change/")
    red = colour(page.locator(".deletelink"), "backgroundColor")
    page.get_by_role("link", name="Delete").click()
    page.mouse.move(0, 0)
    assert colour(page.get_by_role("button", name="Delete"), "backgroundColor") == red


def test_the_search_of_a_list_has_room_for_a_question_on_a_phone(desk, write):
    write("Title")
    page = desk("/admin/articles/article/?q=title", width=390)
    assert page.locator("#searchbar").bounding_box()["width"] > 200


@pytest.mark.parametrize("width", [320, 390])
def test_lines_of_a_list_are_read_on_a_phone_without_scrolling_sideways(desk, publish, width):
    article = publish("Donaudampfschifffahrtsgesellschaft" * 3)
    ViewTotal.objects.create(article=article, views=12345)
    GoldenQuery.objects.create(locale="en-us", question="ship", article=article, within=3)
    asked = {"day": timezone.localdate(), "times": 2, "results": 1}
    AskedQuestion.objects.create(locale="en-us", text="ship " * 30, **asked)
    page = desk("/admin/", width=width)
    lists = page.locator("#content-main caption a, #content-main tbody th a")
    for path in {link.get_attribute("href") for link in lists.all()}:
        page.goto(path)
        for lines in page.locator("#changelist .results").all():
            assert lines.evaluate("at => at.scrollWidth <= at.clientWidth"), path
    page.goto("/admin/articles/article/")
    views = page.locator("#result_list .field-views")
    label = views.evaluate("at => getComputedStyle(at, '::before').content")
    assert (label, views.inner_text()) == ('"Views: "', "12,345")
    page.get_by_role("link", name="Views", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?o=6"))
    page.locator("#action-toggle").check()
    expect(page.locator(".action-counter")).to_contain_text("1 of 1 selected")


def test_choices_stand_below_their_name_on_a_phone_and_permissions_in_one_column(desk, write):
    page = desk(f"/admin/articles/article/{write('Title').pk}/preview-link/", width=390)
    name, *choices = (
        one.bounding_box() for one in page.locator(".desk-choices :is(legend, label)").all()
    )
    assert all(choice["y"] >= name["y"] + name["height"] for choice in choices)
    page.goto("/admin/auth/group/add/")
    left = {round(one.bounding_box()["x"]) for one in page.locator("#id_permissions input").all()}
    assert len(left) == 1
    page.get_by_label("Can publish and unpublish articles").press("Space")
    expect(page.get_by_label("Can publish and unpublish articles")).to_be_checked()


def test_a_long_title_that_was_chosen_stays_in_its_column(desk, publish, write):
    source = publish("How do I export the receipts of all my companies to my accountant? " * 2)
    german = write("Belege", locale="de", translation_of=source)
    page = desk(f"/admin/articles/article/{german.pk}/change/")
    column = page.locator(".field-translation_of")
    column.locator(".select2-selection").wait_for()
    assert column.evaluate("at => at.scrollWidth <= at.clientWidth")


def test_a_text_that_may_only_be_read_stands_there_whole_in_the_theme_of_the_admin(
    desk, make_staff, write
):
    body = "Text.\n\n::: details More\n" + "A paragraph.\n\n" * 40 + ":::"
    path = f"/admin/articles/article/{write('Fees', body).pk}/change/"
    page = desk(path, user=make_staff("rita", ["view_article"]))
    page.evaluate("localStorage.theme = 'dark'")
    page.reload()
    frame = page.locator(".desk-reading")
    text = frame.content_frame
    text.locator("summary").click()
    expect(text.get_by_text("A paragraph.").last).to_be_visible()
    page.wait_for_function("document.querySelector('.desk-reading').offsetHeight > 1500")
    assert frame.evaluate("at => at.contentDocument.body.offsetHeight <= at.clientHeight")
    assert colour(text.locator("body"), "backgroundColor") == "#0e1312"


@pytest.mark.parametrize("width", [320, 390])
def test_rows_of_fields_stand_below_their_names_on_a_phone(desk, make_category, width):
    category = make_category("faq", name="FAQ")
    brand, _made = Branding.objects.get_or_create(pk=1)
    BrandingLink.objects.create(branding=brand, label="Status", address="/status")
    for path in (f"category/{category.pk}/change/", "branding/1/change/", "publicationset/add/"):
        page = desk(f"/admin/articles/{path}", width=width)
        for link in page.locator(".add-row a").all():
            link.click()
        for rows in page.locator(".inline-group").all():
            assert rows.evaluate("at => at.scrollWidth <= at.clientWidth"), path
        field = page.locator(".inline-group tbody tr:not(.empty-form) .vTextField").first
        assert field.bounding_box()["width"] > width - 60
        name = field.evaluate("at => getComputedStyle(at.closest('td'), '::before').content")
        assert name.strip('"') in ("Name", "Text", "Label", "Old address")
