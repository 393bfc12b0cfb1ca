"""The public pages in a real browser: nothing blocked, nothing overflows, every control works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from articles import notices
from articles.colours import contrast
from articles.models import Notice
from tests.browser.axe import serious, serious_in_both_schemes
from tests.browser.every_block import ARTICLE, LONG
from tests.browser.layout import colour, overflowing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("account"),
]

PAGES = ["/", "/?page=2", "/faq/", "/faq/account/", "/faq/empty/", ARTICLE, "/tags/security/",
         "/search/?q=password", "/search/?q=zzzzqqqq",
         "/search/?q=pasword+zzzzqqqq+text&category=account", "/none/like-this/"]  # fmt: skip


# One test, for making all those articles takes longer than looking at a page.
def test_everybody_can_read_and_use_every_page(visit, full):
    page, wrong = visit("/", reduced_motion="reduce"), []
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        wrong += serious_in_both_schemes(page)
        for width in (800, 320):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [(path, width, found) for found in overflowing(page)]
        wrong += serious(page)
    assert wrong == []


def test_a_browser_that_knows_no_light_dark_has_the_light_page(visit):
    def as_older(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("light-dark(", "unheard-of("))

    page = visit("/", scheme="dark")
    page.route("**/*.css", as_older)
    page.add_init_script("delete Element.prototype.checkVisibility")
    for path in ("/", ARTICLE, "/search/?q=password"):
        page.goto(path)
        expect(page.locator("header.top")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator(".theme-switch")).to_be_hidden()
        assert serious(page) == []


def test_the_strip_of_tabs_reaches_the_edges_of_a_phone_and_its_words_stand_above_the_list(visit):
    page = visit("/faq/", width=320)
    strip = page.locator(".tabs-nav")
    assert strip.bounding_box()["x"] == 0
    assert strip.bounding_box()["width"] == 320
    page.set_viewport_size({"width": 1280, "height": 900})
    words = strip.locator("a").first.evaluate(
        "tab => tab.getBoundingClientRect().x + parseFloat(getComputedStyle(tab).paddingLeft)"
    )
    assert words == strip.bounding_box()["x"] == page.locator(".cards").bounding_box()["x"]
    line = page.locator(".tabs-nav [aria-current]").evaluate(
        "tab => [getComputedStyle(tab).backgroundImage, getComputedStyle(tab).backgroundOrigin]"
    )
    assert line[0].startswith("linear-gradient")
    assert line[1] == "content-box"


def test_the_box_in_the_header_gives_way_to_the_name_of_the_site(visit, settings):
    settings.SITE_NAME = "Larkbooks Help Center"
    name = visit(ARTICLE, width=768).locator(".brand span")
    assert (
        name.evaluate("name => name.scrollHeight / parseFloat(getComputedStyle(name).lineHeight)")
        < 1.5
    )


def test_lines_are_no_longer_than_can_be_read(visit, publish):
    publish("Long lines", f"{'Some words that are read. ' * 40}\n\n## A part\n\nMore.")
    page = visit("/articles/long-lines/", width=800)
    for path in ("/articles/long-lines/", "/search/?q=words"):
        page.goto(path)
        for width in (800, 1100, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            text = page.locator(".prose > p, .card-passage").first
            letters = text.evaluate(
                """text => {
                    const range = document.createRange();
                    range.selectNodeContents(text);
                    return range.toString().length / new Set(
                        [...range.getClientRects()].map((line) => Math.round(line.top))
                    ).size;
                }"""
            )
            assert 60 < letters <= 85
            page.emulate_media(media="print")
            assert text.bounding_box()["width"] > 0.9 * width
            page.emulate_media(media="screen")


def test_the_passage_that_answers_is_shown_whole_at_any_width(visit, publish):
    words = (
        "Open the menu, look for the line of the device that was lost and tap what is beside it."
    )
    publish("Signing out", f"{words} {words} A zebra signs it out. {words}")
    page = visit("/search/?q=zebra+menu+signing", width=320)
    passage = page.locator(".card-passage").first
    assert len(passage.inner_text()) > 200
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert passage.evaluate("text => text.scrollHeight <= text.clientHeight"), width
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("/")
    assert passage.evaluate("text => text.scrollHeight > text.clientHeight")


@pytest.mark.parametrize("locale", ["", "/ar"])
def test_the_way_to_the_next_page_stands_where_a_thumb_expects_it(visit, publish, locale):
    for number in range(16):
        publish(f"Page {number}", locale="ar" if locale else "en-us")
    page = visit(f"{locale}/", width=390)
    step, pages = (page.locator(part).bounding_box() for part in ("[rel=next].step", ".pages"))
    before = step["x"] - pages["x"]
    behind = pages["width"] - before - step["width"]
    assert (before > behind) is not bool(locale)
    assert min(before, behind) <= 1


def test_a_long_word_stays_where_it_is(visit, publish, faq, make_category, settings):
    settings.SITE_NAME = LONG
    publish(f"Pay {LONG}", "Text.", category=make_category("long", parent=faq, name=LONG[:40]))
    page = visit("/")
    topic = page.locator(".topic", has_text=LONG[:40])
    assert topic.evaluate("topic => topic.scrollWidth <= topic.clientWidth")
    page.set_viewport_size({"width": 320, "height": 900})
    for path in ("/", "/feeds/", "/articles/pay-more/"):
        page.goto(path)
        assert overflowing(page) == []
        assert page.locator(".brand span").bounding_box()["y"] >= 8


@pytest.mark.parametrize("path", ["/", ARTICLE, "/search/?q=password", "/none/like-this/"])
def test_a_page_without_javascript_shows_no_control_that_needs_it(visit, path):
    page = visit(path, java_script_enabled=False)
    expect(page.locator("h1")).to_have_count(1)
    for control in page.locator(".needs-script").all():
        expect(control).to_be_hidden()


def test_results_are_narrowed_without_javascript_on_any_screen(visit, full):
    page = visit("/search/?q=password", width=1280, java_script_enabled=False)
    tag = page.get_by_role("link", name="security 1")
    expect(tag).to_be_hidden()  # every result has it
    page = visit("/search/?q=text+password", width=1280, java_script_enabled=False)
    page.get_by_role("link", name="security 1").click()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Remove security").click()
    expect(page.locator(".card")).to_have_count(15)
    page.set_viewport_size({"width": 360, "height": 900})
    expect(page.get_by_role("link", name="Newest")).to_be_hidden()
    page.get_by_text("Narrow and sort").click()
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"))


def test_marked_words_are_read_as_easily_as_any_text(visit):
    page = visit("/search/?q=password")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        mark = page.locator(".card p mark").first
        assert contrast(colour(mark, "color"), colour(mark, "background-color")) >= 7


def test_printed_results_say_what_was_asked(visit):
    page = visit("/search/?q=lost+codes", width=800)
    asked = page.get_by_role("heading", level=1)
    assert asked.bounding_box()["height"] == 1
    page.emulate_media(media="print")
    expect(asked).to_have_text("Search lost codes")
    assert asked.bounding_box()["height"] > 20
    expect(page.locator(".search-large")).to_be_hidden()


# Colours and keys -------------------------------------------------------------------------------


def test_in_colours_of_the_reader_every_sign_can_be_seen(visit):
    page = visit(ARTICLE, forced_colors="active")
    drawn, unseen = page.evaluate(
        """() => {
            const ground = getComputedStyle(document.body).backgroundColor;
            const signs = [...document.querySelectorAll("*")].flatMap((one) =>
                ["::before", "::after"].map((part) => [one, getComputedStyle(one, part)])
            ).filter(([_, look]) => look.content !== "none" && look.maskImage !== "none");
            const lost = signs.filter(([_, look]) => look.backgroundColor === ground);
            return [signs.length, lost.map(([one]) => one.outerHTML.slice(0, 80))];
        }"""
    )
    assert drawn > 10
    assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chosen_colours_stay(visit, scheme):
    page = visit("/", scheme=scheme)
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)
    page.get_by_role("button", name="Dark colours").click()
    chosen = page.evaluate(background)
    assert chosen != before
    page.goto("/faq/")
    assert page.evaluate(background) == chosen
    pressed = str(scheme == "light").lower()
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute(
        "aria-pressed", pressed
    )


@pytest.mark.parametrize("path", ["/", ARTICLE, "/nothing/"])
def test_a_key_leads_to_the_search(visit, path):
    page = visit(path)
    box = page.get_by_role("combobox")
    for keys in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(keys)
        expect(box).to_be_focused()
        page.keyboard.type("and/or")
        expect(box).to_have_value("and/or")
        box.blur()


def test_the_slash_can_be_turned_off(visit):
    page = visit("/")
    page.get_by_role("button", name="Search with the / key").click()
    for _ in range(2):
        page.locator("body").press("/")
        expect(page.get_by_role("combobox")).not_to_be_focused()
        page.reload()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_screen_for_fingers_alone_neither_shows_nor_hears_the_slash(visit):
    page = visit("/", has_touch=True)
    expect(page.get_by_role("button", name="Search with the / key")).to_be_hidden()
    expect(page.locator(".search kbd")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_the_first_key_skips_to_the_content(visit):
    page = visit(ARTICLE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_text_of_twice_the_size_covers_nothing(visit):
    page = visit(ARTICLE, width=390)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0
    line, letters = page.locator(".crumbs a").first.evaluate(
        "a => [getComputedStyle(a).lineHeight, getComputedStyle(a).fontSize].map(parseFloat)"
    )
    assert line > 1.5 * letters


def test_every_stop_of_the_keyboard_can_be_seen_whole(visit):
    page = visit(ARTICLE)
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const element = document.activeElement;
                const box = element.getBoundingClientRect(), look = getComputedStyle(element);
                const ring = look.outlineStyle !== "none"
                    || getComputedStyle(element.parentElement).boxShadow !== "none";
                const reach = parseFloat(look.outlineOffset) + parseFloat(look.outlineWidth);
                const cuts = (one) => getComputedStyle(one).overflowX !== "visible"
                    && one.contains(element) && one !== element
                    && one.getBoundingClientRect().left > box.left - reach;
                const cut = [...document.querySelectorAll("main *")].some(cuts);
                return element === document.body
                    || (ring && !cut && box.width > 1 && box.height > 1);
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


# Notices ----------------------------------------------------------------------------------------


def test_a_closed_notice_stays_closed_until_it_says_something_else(visit):
    solved = Notice.objects.create(text="Payments fail.", kind="warning")
    Notice.objects.create(text="We are closed today.")
    page = visit("/")
    shown = page.locator(".site-notice p")
    expect(shown).to_have_text(["We are closed today.", "Payments fail."])
    page.locator(".site-notice-warning").get_by_role("button", name="Close").click()
    page.goto("/faq/")
    expect(shown.locator("visible=true")).to_have_text(["We are closed today."])
    Notice.objects.filter(pk=solved.pk).update(text="Payments work again.", kind="solved")
    notices.forget()
    page.reload()
    expect(shown.locator("visible=true")).to_have_count(2)
