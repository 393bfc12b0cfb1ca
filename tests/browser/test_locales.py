"""A reader changes the language of an article; Arabic runs from right to left, at the desk, too."""

from __future__ import annotations

import pytest

from tests.articles.pages import ADD, change
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_switches_languages_and_reads_from_right_to_left(visit, publish):
    body = "Text.\n\n::: steps\n1. One\n2. Two\n:::\n\n```\nrun --all\n```\n\n## Part\n\nMore."
    source = publish("Reset it", body, slug="reset")
    publish("إعادة التعيين", body, slug="اعادة", locale="ar", translation_of=source)
    page = visit("/articles/reset/", width=320)
    page.click(".locale-menu summary")
    page.click(".locale-menu a[hreflang=ar]")
    page.wait_for_selector("html[dir=rtl]")
    assert page.inner_text("h1") == "إعادة التعيين"
    brand, tools = page.locator(".brand").bounding_box(), page.locator(".top-tools").bounding_box()
    assert brand["x"] > tools["x"] + tools["width"] - 1
    step = page.locator(".steps li").first.bounding_box()
    assert step["x"] + step["width"] <= 320
    assert page.eval_on_selector("pre", "pre => getComputedStyle(pre).direction") == "ltr"
    assert not scrolls_sideways(page)

    page.click(".locale-menu summary")
    page.keyboard.press("Escape")
    assert not page.locator(".locale-menu").evaluate("menu => menu.open")
    page.click(".locale-menu summary")
    page.locator(".locale-menu a").last.press("Tab")
    assert not page.locator(".locale-menu").evaluate("menu => menu.open")
    page.click(".locale-menu summary")
    page.click(".locale-menu a[hreflang=ja]")
    page.wait_for_selector("html[lang=ja] .notice")
    assert page.inner_text("h1") == "Reset it"


def test_a_text_without_a_translation_keeps_its_own_direction_on_an_arabic_page(visit, publish):
    publish("Reset it", "::: steps\n1. One\n2. Two\n:::", slug="reset")
    page = visit("/ar/articles/reset/", width=320)
    step = page.locator(".steps li").first
    assert page.evaluate("document.dir") == "rtl"
    assert step.evaluate("step => getComputedStyle(step).paddingLeft") == "48px"
    assert step.evaluate("step => getComputedStyle(step, '::before').left") == "0px"


def test_arabic_is_written_previewed_and_compared_from_right_to_left(desk, publish):
    article = publish("إعادة التعيين", "::: steps\n1. افتح الصفحة.\n:::", locale="ar")
    page = desk(ADD)
    page.select_option("#id_locale", "ar")
    page.frame_locator(".editor-frame").locator("html[dir=rtl]").wait_for()
    page.goto(change(article))
    direction = "element => getComputedStyle(element).direction"
    assert page.eval_on_selector("#id_title", direction) == "rtl"
    step = page.frame_locator(".editor-frame").locator("html[lang=ar] .steps li")
    assert step.evaluate(direction) == "rtl"
    page.locator(".desk-found summary").click()
    page.get_by_label("A question, in a visitor’s words").fill("إعادة التعيين")
    page.keyboard.press("Enter")
    card = page.frame_locator(".desk-found-cards").locator(".card").first
    assert card.evaluate(direction) == "rtl"
    page.fill("#id_body", "افتح النافذة.")
    page.click("[name=_save]")
    page.goto(f"/admin/articles/article/{article.pk}/difference/")
    assert page.eval_on_selector(".diff .right", direction) == "rtl"
    page.get_by_role("link", name="Page", exact=True).click()
    assert page.eval_on_selector(".pair .right.prose", direction) == "rtl"
