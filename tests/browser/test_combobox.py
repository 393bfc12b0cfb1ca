"""Suggestions in a real browser: typing, keyboard, mouse, and a form that works without them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from search.models import AskedQuestion
from tests.browser.axe import violations
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(publish):
    publish("Reset your password")
    publish("Password rules")
    publish("Refunds", "The <password> of a refund.")


def box(page: Page):
    return page.get_by_role("combobox").first


def options(page: Page):
    return page.get_by_role("option")


def type_in(page: Page, text: str) -> None:
    box(page).click()
    box(page).press_sequentially(text)


def test_typing_shows_titles_with_the_match_marked_and_the_section(visit, site):
    page = visit("/")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    type_in(page, "pass")
    expect(options(page)).to_have_text(
        ["Password rules FAQ", "Reset your password FAQ", "See all results for “pass”"]
    )
    expect(options(page).first.locator("mark")).to_have_text("Pass")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("2 suggestions. Use the arrow keys.")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_question_asked_amid_an_article_keeps_its_place(visit, publish, width):
    publish("Long", "Text.\n\n" * 99 + "## Part\n\n" + "Text.\n\n" * 99)
    page = visit("/articles/long/", width=width)
    page.evaluate("scrollTo(0, 900)")
    page.keyboard.press("/")
    page.keyboard.type("lon")
    expect(options(page).first).to_be_visible()
    assert page.evaluate("scrollY") == 900
    page.goto("/articles/long/#part")
    header, part = page.locator(".top").bounding_box(), page.locator("#part").bounding_box()
    assert part["y"] > header["height"]


def test_on_a_phone_the_box_comes_where_its_sign_is_and_goes_when_it_is_left(visit, site):
    page = visit("/faq/", width=390)
    sign = page.get_by_role("link", name="Search")
    expect(box(page)).to_be_hidden()
    sign.click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("pass")
    expect(options(page).first).to_be_in_viewport(ratio=1)
    assert not scrolls_sideways(page)
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("pass")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_hidden()
    expect(sign).to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.locator("h1").click()
    expect(box(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("/faq/$"))


def test_the_keyboard_picks_a_title(visit, site):
    page = visit("/")
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options(page).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    page.keyboard.press("End")
    expect(options(page).nth(2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/password-rules/")


def test_a_result_that_is_opened_is_counted_for_its_question(visit, site):
    page = visit("/search/?q=password")
    page.locator(".card-title a").first.click()
    page.wait_for_url("**/articles/**")
    assert AskedQuestion.objects.values_list("text", "opened").get() == ("password", 1)


def test_enter_without_a_choice_asks_the_question(visit, site):
    page = visit("/")
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=pass")


def test_enter_after_typing_on_asks_what_is_typed_and_opens_no_line_chosen_before(visit, site):
    page = visit("/")
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    box(page).fill("password rules")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=password+rules")


def test_escape_closes_and_keeps_the_text_and_down_opens_again(visit, site):
    page = visit("/")
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("pass")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(3)


def test_leaving_the_box_closes_the_list(visit, site):
    page = visit("/")
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.locator("h1").click()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_click_opens_the_article_and_the_last_line_all_results(visit, site):
    page = visit("/")
    type_in(page, "pass")
    options(page).nth(2).click()
    page.wait_for_url("**/search/?q=pass")
    page.goto("/")
    type_in(page, "pass")
    options(page).first.click()
    page.wait_for_url("**/articles/password-rules/")


def test_the_line_to_all_results_covers_the_end_of_a_long_list(visit, publish):
    for number in range(8):
        publish(f"Passwords that colleagues have to change because of the rule number {number}")
    page = visit("/", width=320)
    type_in(page, "pass")
    last = options(page).last
    expect(last).to_have_text("See all results for “pass”")
    below = last.evaluate(
        """last => {
            const list = last.parentElement;
            return list.scrollHeight > list.clientHeight
                && list.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
        }"""
    )
    assert 0 < below <= 7  # what its shadow covers, and a border


def test_a_touch_opens_the_article(visit, site):
    page = visit("/", width=360, has_touch=True)
    box(page).tap()
    box(page).press_sequentially("pass")
    options(page).first.tap()
    page.wait_for_url("**/articles/password-rules/")


def test_the_tab_of_a_search_stays(visit, site):
    page = visit("/search/?q=password&tab=faq")
    type_in(page, " rules")
    expect(options(page)).to_have_count(2)
    last = options(page).nth(1)
    assert last.get_attribute("href").endswith("/search/?q=password+rules&tab=faq")


def test_an_answer_that_is_late_is_dropped(visit, site):
    page = visit("/")
    late: list[Route] = []
    page.route(re.compile(r"/suggest/\?q=re$"), lambda route: late.append(route))
    with page.expect_request(re.compile(r"/suggest/\?q=re$")):
        type_in(page, "re")
    box(page).press_sequentially("fu")
    expect(options(page)).to_have_text(["Refunds FAQ", "See all results for “refu”"])
    assert len(late) == 1
    late[0].abort()
    expect(options(page).first).to_have_text("Refunds FAQ")


def test_markup_in_titles_and_in_the_text_is_shown_as_text(visit, site, publish):
    publish("Pass <img src=x onerror=alert(1)> on")
    page = visit("/")
    type_in(page, "pass <img")
    expect(options(page).first).to_contain_text("Pass <img src=x onerror=alert(1)> on")
    assert page.locator(".suggestions img").count() == 0


def test_nothing_fits_shows_no_list(visit, site):
    page = visit("/")
    type_in(page, "xyzzy")
    expect(page.get_by_role("status")).to_have_text("No suggestions.")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_without_javascript_the_form_asks(visit, site):
    page = visit("/", java_script_enabled=False)
    assert page.get_by_role("combobox").count() == 0
    page.locator("input[type=search]").first.fill("password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=password")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_open_list_is_accessible_and_fits(visit, site, width, scheme):
    page = visit("/", width=width, scheme=scheme)
    type_in(page, "pass")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    assert not scrolls_sideways(page)
    bounds = page.locator(".suggestions").first.bounding_box()
    assert bounds["x"] >= 0
    assert bounds["x"] + bounds["width"] <= width
    assert violations(page) == []
