"""Pages that no other test looks at: nothing serious for axe, and a keyboard reaches the end."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import expect

from articles.models import Branding, BrandingLink
from tests.browser.axe import serious_in_both_schemes
from tests.browser.layout import overflowing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM_AND_LISTS = ["/admin/articles/branding/1/change/", "/admin/articles/category/",
                  "/admin/articles/auditentry/", "/admin/articles/publicationset/add/",
                  "/admin/articles/article/?q=pay", "/admin/articles/article/?q=nothing",
                  "/admin/articles/signin/", "/admin/articles/notice/add/",
                  "/admin/auth/group/add/"]  # fmt: skip
# Without motion: axe would measure colours half way from one scheme to the other.
PHONE = {"width": 320, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}


@pytest.fixture
def branded(publish, faq, make_category):
    publish("How do I pay?", "By card.\n\n## Which card\n\nAny.", tags=["cards"])
    publish("New fees", category=make_category("announcements"))
    brand = Branding.objects.create(pk=1, accent="#1d4fd8")
    for place in BrandingLink.Place.values:
        BrandingLink.objects.create(branding=brand, place=place, label="Status", address="/")
    return faq


def test_the_remaining_pages_and_a_branded_site_have_nothing_serious(visit, branded):
    page = visit("/", reduced_motion="reduce", bypass_csp=True)
    found = serious_in_both_schemes(page)
    for path in ("/feeds/", "/widget/", "/articles/how-do-i-pay/helpful/"):
        page.goto(path)
        found += serious_in_both_schemes(page)
    assert found == []


def smaller(page, least: int) -> list[str]:
    """Name what can be pressed on the page, outside of sentences, and is less than `least` high."""
    return page.evaluate(
        """least => [...document.querySelectorAll("a[href], button, summary, input")]
            .filter((one) => one.checkVisibility() && !one.closest("p, .anchor"))
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([name, box]) => box.width && Math.min(box.width, box.height) < 24
                || box.height && box.height < least)
            .map(([name]) => `${location.pathname}: ${name}`)""",
        least,
    )


@pytest.mark.parametrize(("finger", "least"), [(False, 24), (True, 44)])
def test_what_can_be_pressed_is_24_pixels_large_and_44_high_for_a_finger(
    visit, branded, finger, least
):
    page, small = visit("/", width=320, has_touch=finger, is_mobile=finger), []
    for path in ("/", "/faq/", "/search/?q=pay", "/search/?q=zzz", "/none/", "/feeds/",
                 "/articles/how-do-i-pay/"):  # fmt: skip
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        small += smaller(page, least)
    assert small == []


def test_staff_sign_in_on_a_phone(visit, branded):
    page = visit("/admin/login/", **PHONE)
    assert overflowing(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    button = page.get_by_role("button", name="Log in")
    for one in (page.get_by_label("Username"), page.get_by_label("Password"), button):
        assert one.bounding_box()["height"] >= 44
    assert button.evaluate("button => getComputedStyle(button).textTransform") == "none"
    assert serious_in_both_schemes(page) == []


def test_staff_set_a_new_password_on_a_phone(visit, make_colleague):
    ana = make_colleague("ana", "Authors")
    address = f"/admin/reset/{urlsafe_base64_encode(b'%d' % ana.pk)}/"
    page = visit(f"{address}{default_token_generator.make_token(ana)}/", **PHONE)
    assert page.url.endswith(f"{address}set-password/")
    new, again = page.get_by_label("New password:"), page.get_by_label("New password confirmation:")
    new.fill("ana")
    again.fill("ana")
    page.get_by_role("button", name="Set this password").click()
    expect(again).to_be_focused()
    expect(again).to_have_accessible_description(re.compile("verification.*too short"))
    expect(new).to_have_accessible_description(re.compile("at least 8 characters"))
    assert overflowing(page) == []
    assert serious_in_both_schemes(page) == []


def test_in_colours_of_the_reader_a_switch_shows_its_state_and_the_menu_its_choice(visit, branded):
    page = visit("/", forced_colors="active")
    style = "(one, [part, name]) => getComputedStyle(one, part)[name]"
    switch = page.locator("[data-shortcut-switch]")
    on = switch.evaluate(style, ["::before", "backgroundImage"])
    switch.click()
    assert switch.evaluate(style, ["::before", "backgroundImage"]) not in ("none", on)
    page.locator(".locale-menu summary").click()
    mark = page.locator(".locale-menu [aria-current]").evaluate(
        style, ["::after", "backgroundColor"]
    )
    assert mark != page.locator(".locale-menu ul").evaluate(style, [None, "backgroundColor"])


def test_the_pages_of_the_desk_have_nothing_serious(desk, branded):
    page = desk("/admin/", reduced_motion="reduce", bypass_csp=True)
    found = serious_in_both_schemes(page)
    for path in (f"/admin/articles/category/{branded.pk}/change/", *FORM_AND_LISTS):
        page.goto(path)
        found += serious_in_both_schemes(page)
    assert found == []


def test_an_article_that_may_only_be_read_has_nothing_serious(desk, publish, make_staff):
    article = publish("How do I pay?", "By [card](/articles/card/).")
    article.body += "\n\n- Or not."
    article.save()
    reader = make_staff("rita", ["view_article"])
    path = f"/admin/articles/article/{article.pk}/change/"
    page = desk(path, user=reader, reduced_motion="reduce", bypass_csp=True)
    assert serious_in_both_schemes(page) == []


def test_the_keyboard_reaches_everything_from_the_first_link_to_the_last(visit, branded):
    page = visit("/")
    for path in ("/", "/faq/", "/search/?q=pay", "/articles/how-do-i-pay/"):
        page.goto(path)
        stops = page.evaluate(
            """() => [...document.querySelectorAll(
                    "a[href], button, input, summary, [tabindex='0']")]
                .filter((one) => one.checkVisibility({visibilityProperty: true})
                    && one.tabIndex >= 0 && !one.disabled).length"""
        )
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        for _stop in range(stops - 1):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('[role=combobox]')"):
                page.keyboard.press("Escape")  # closes what it may offer, and does not trap
        last = page.locator(".bottom a, .bottom button").last
        expect(last).to_be_focused()


def test_somebody_picks_a_colour_and_sees_it_before_and_after_saving(desk, branded):
    page = desk("/admin/articles/branding/1/change/", width=390)
    page.get_by_label("Accent colour:").nth(1).evaluate(
        "picker => { picker.value = '#c2410c'; picker.dispatchEvent(new Event('input')); }"
    )
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview in a new tab").click()
    ink = "getComputedStyle(document.querySelector('.search button')).backgroundColor"
    opened.value.wait_for_load_state()
    assert opened.value.evaluate(ink) == "rgb(194, 65, 12)"
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/")
    assert page.evaluate(ink) == "rgb(194, 65, 12)"
