"""An article in a real browser: tabs, accordions, contents, headings, code, and on paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.every_block import ARTICLE, LONG
from tests.browser.layout import overflowing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("account"),
]


def test_an_article_without_javascript_shows_both_tabs_and_opens_its_contents(visit):
    page = visit(ARTICLE, java_script_enabled=False)
    expect(page.get_by_text("Open the app.")).to_be_visible()
    expect(page.get_by_text("Sign in and select your initials.")).to_be_visible()
    expect(page.locator(".contents a").first).to_be_visible()


def test_reading_an_article_counts_once(visit):
    visit(ARTICLE)
    visit(ARTICLE)
    assert visit("/").locator(".card .views").first.inner_text().startswith("149,334")


def test_a_chosen_tab_is_chosen_everywhere_and_remembered(visit):
    page = visit(ARTICLE)
    expect(page.get_by_text("Open the app.")).to_be_visible()
    page.get_by_role("tab", name="On the web").first.click()
    expect(page.get_by_text("Sign in and select your initials.")).to_be_visible()
    expect(page.get_by_text("Open the app.")).to_be_hidden()
    expect(page.get_by_text("No phone.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No phone.")).to_be_visible()


def test_tabs_follow_the_arrow_keys(visit):
    page = visit(ARTICLE)
    app, web = page.get_by_role("tablist").first.get_by_role("tab").all()
    app.focus()
    page.keyboard.press("ArrowRight")
    expect(web).to_be_focused()
    expect(web).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    expect(app).to_be_focused()
    page.keyboard.press("End")
    expect(web).to_be_focused()
    page.keyboard.press("Tab")
    expect(app).not_to_be_focused()


def test_a_mouse_reaches_every_tab(visit, publish):
    tabs = "".join(f"::: tab With the program number {n}\nPress.\n:::\n" for n in range(6))
    publish("Press it", f":::: tabs\n{tabs}::::")
    page = visit("/articles/press-it/")
    strip = page.get_by_role("tablist")
    assert strip.evaluate("strip => strip.scrollWidth <= strip.clientWidth")
    page.set_viewport_size({"width": 390, "height": 900})
    assert strip.evaluate("strip => getComputedStyle(strip).scrollbarWidth") == "thin"


@pytest.mark.parametrize("anchor", ["in-the-browser", "on-the-web"])
def test_a_link_into_a_tab_opens_it(visit, anchor):
    page = visit(f"{ARTICLE}#{anchor}")
    expect(page.get_by_text("Sign in and select your initials.")).to_be_in_viewport()


@pytest.mark.parametrize("anchor", ["how-often", "recovery"])
def test_a_link_into_an_accordion_opens_it(visit, anchor):
    page = visit(ARTICLE)
    expect(page.get_by_text("Ten codes.")).to_be_hidden()
    page.evaluate("anchor => (location.hash = anchor)", anchor)
    expect(page.get_by_text("Only when somebody knows it.")).to_be_visible()
    expect(page.get_by_text("Ten codes.")).to_be_in_viewport()


def test_a_result_inside_an_article_opens_its_answer(visit, publish):
    filler = "Much else is written here, and this goes on for a while. " * 40
    asked = "".join(
        f"::: details May I carry {thing} abroad?\nOnly as much {thing} as said. {filler}\n:::\n"
        for thing in ("money", "gold", "coins")
    )
    publish("At the border", f"{filler}\n\n{asked}")
    page = visit("/search/?q=carry+gold+abroad")
    expect(page.get_by_text("in At the border").first).to_be_visible()
    page.get_by_role("link", name="May I carry gold abroad?").click()
    expect(page.get_by_text("Only as much gold as said.")).to_be_in_viewport()
    expect(page.get_by_text("Only as much coins as said.")).to_be_hidden()


def test_print_shows_all_that_is_folded_and_wide_and_no_chrome(visit):
    page = visit(ARTICLE, width=800)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert overflowing(page) == []
    for text in ("Open the app.", "Sign in and select your initials.", "Ten codes."):
        expect(page.get_by_text(text)).to_be_visible()
    for selector in (".top", ".bottom", ".contents", ".article-foot", "[role=tablist] >> nth=0"):
        expect(page.locator(selector)).to_be_hidden()


def test_the_contents_follow_the_scroll(visit):
    page = visit(ARTICLE, reduced_motion="reduce")  # a key is lost while the page still glides
    current = page.locator(".contents [aria-current]")
    page.locator("#change-it").evaluate("heading => heading.scrollIntoView()")
    expect(current).to_have_text("Change it")
    bold = (
        "link => getComputedStyle(link).fontWeight"  # would break lines, and all below would move
    )
    assert current.evaluate(bold) == page.locator(".contents a").first.evaluate(bold)
    page.keyboard.press("End")
    expect(current).to_have_text("Questions")
    for name in ("Recovery codes", "Questions"):
        page.locator(".contents").get_by_text(name).click()
        expect(current).to_have_text(name)


def test_the_contents_are_folded_on_a_phone_and_open_beside_the_text(visit):
    page = visit(ARTICLE)
    assert page.locator(".contents").get_attribute("open") is not None
    page.locator(".crumbs a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".contents a").first).to_be_focused()
    phone = visit(ARTICLE, width=320)
    expect(phone.locator(".contents a").first).to_be_hidden()
    phone.locator(".contents summary").click()
    expect(phone.locator(".contents a").first).to_be_visible()


def test_a_heading_gives_its_link_and_says_so(visit):
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Link to this section: Questions").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{ARTICLE}#questions")


def test_the_sign_of_a_heading_s_link_stands_level_with_its_words(visit):
    page = visit(ARTICLE)
    distances = page.locator(".heading").evaluate_all(
        """headings => headings.map(({ children }) => {
            const [words, sign] = [...children].map((one) => one.getBoundingClientRect());
            return Math.abs(words.top + words.bottom - sign.top - sign.bottom) / 2;
        })"""
    )
    assert distances
    assert max(distances) <= 2


def test_code_can_be_copied(visit):
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f'print("{LONG * 2}")\n'


def test_a_name_in_a_table_stays_whole(visit):
    name = visit(ARTICLE, width=320).locator("td code")
    assert name.evaluate("code => code.getClientRects().length") == 1


WIDE = """| {} | Monday to Friday | Saturday and Sunday | Bank holidays |
|---|---|---|---|
| {} | around the clock | from nine to five | by appointment |
"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    ("name", "width", "stays"),
    [("Telephone", 390, True), ("Telephone", 1280, False), ("A_name_of_one_long_word", 390, False)],
)
def test_row_names_stay_where_a_table_goes_on_and_leave_room_for_it(
    visit, publish, name, width, stays, direction
):
    publish("Hours", WIDE.format("Service", name))
    page = visit("/articles/hours/", width=width)
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    frame = page.locator(".table-scroll")
    expect(frame).to_have_class("table-scroll keeps-names" if stays else "table-scroll")
    cell = frame.locator("td").first
    before = cell.bounding_box()
    moved = frame.evaluate(
        "(frame, way) => { frame.scrollLeft = 999 * way; return frame.scrollLeft * way; }",
        1 if direction == "ltr" else -1,
    )
    assert (moved > 0) is (width == 390)
    assert (cell.bounding_box() == before) is (stays or width == 1280)


@pytest.mark.parametrize("number", ["+1 202-555-0143", "[+1 202-555-0143](tel:+12025550143)"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_telephone_number_stays_in_one_line_and_begins_on_the_left(
    visit, publish, direction, number
):
    publish("Call us", "\n\n".join(f"{'call ' * words}{number}, please." for words in range(40)))
    page = visit("/articles/call-us/", width=320)
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    lines, left = page.evaluate(
        """() => {
            const links = [...document.querySelectorAll(".prose a[href^='tel:']")];
            const box = (text, from, to) => {
                const range = document.createRange();
                range.setStart(text, from);
                range.setEnd(text, to);
                return range.getBoundingClientRect();
            };
            const boxes = links.map(({ firstChild: text }) =>
                [box(text, 0, 15), box(text, 0, 1), box(text, 14, 15)]);
            return [
                Math.max(...boxes.map(([all, plus]) => all.height / plus.height)),
                boxes.every(([, plus, last]) => plus.left < last.left),
            ];
        }"""
    )
    assert (lines, left) == (1, True)


def test_code_that_goes_on_beyond_its_edge_says_so_until_its_end(visit, publish):
    publish("Long code", f"```\n{'x = 1; ' * 60}\n\n\n\n```")
    code = visit("/articles/long-code/", width=390).locator(".prose pre")

    def edge() -> int:
        picture = Image.open(BytesIO(code.screenshot())).convert("L")
        return picture.getpixel((picture.width - 2, picture.height - 24))  # below the line

    goes_on = edge()
    code.evaluate("code => code.scrollTo(9999, 0)")
    assert goes_on < edge() - 20


def test_the_button_that_copies_covers_no_code(visit):
    page = visit(ARTICLE, width=320)
    code, button = page.locator(".code pre").bounding_box(), page.locator(".code button")
    assert code["x"] + code["width"] <= button.bounding_box()["x"]
