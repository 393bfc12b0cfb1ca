"""The search widget in the page of another site, with a strict policy and a scheme of its own."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from articles.models import ViewTotal
from search.models import AskedQuestion
from tests.browser.axe import violations
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDGET = Path(django_settings.BASE_DIR / "articles/static/helpcenter/widget.js")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"></head><body><main><h1>A shop</h1><button>Buy</button>
<div id="help"></div></main>
<script src="{site}/static/helpcenter/widget.js" {data} defer></script></body></html>"""


@pytest.fixture
def shop(live_server, settings) -> Iterator[str]:
    """The address of another origin whose page loads the widget; `?...` are its data attributes."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = unquote(self.path.partition("?")[2])
            policy = (
                f"default-src 'none'; img-src data: {site}; script-src {site}; connect-src {site}"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(PAGE.format(site=site, data=data).encode())

        def log_message(self, *args: object) -> None:
            pass

    site = live_server.url
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.API_CORS_ORIGINS = [address]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def site(publish):
    publish("Reset your password", "Open settings.\n\n## In the app\n\nTap the password <rules>.")
    publish("Password rules", "::: details How long must a password be?\nTen letters.\n:::")
    publish("Refunds", "How a refund works.")


def options(page: Page):
    return page.get_by_role("option")


def test_a_visitor_of_another_site_asks_and_reads_by_keyboard(visit, shop):
    page = visit(f"{shop}/")
    page.get_by_role("button", name="Help").click()
    dialog = page.get_by_role("dialog", name="How can we help?")
    box = dialog.get_by_role("combobox", name="Search for answers")
    expect(box).to_be_focused()
    page.keyboard.type("password rules")
    expect(options(page)).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options(page).first.locator("mark").first).to_have_text("Password")
    expect(dialog.get_by_role("status")).to_have_text("Results: 2")
    expect(options(page).nth(1)).to_contain_text("<rules>")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options(page).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    with page.expect_response("**/view.gif"), page.expect_response("**/*note=1*"):
        page.keyboard.press("Enter")
    article = page.get_by_role("article", name="Reset your password")
    expect(article).to_be_focused()
    expect(article).to_contain_text("Tap the password <rules>.")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(2)
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Help")).to_be_focused()
    assert ViewTotal.objects.get().article.title == "Reset your password"
    assert AskedQuestion.objects.values_list("text", "opened").get() == ("password rules", 1)


def test_the_focus_stays_in_the_open_panel_and_the_answer_inside_a_fold_is_open(visit, shop):
    page = visit(f"{shop}/")
    page.get_by_role("button", name="Help").click()
    page.keyboard.type("how long password")
    options(page).filter(has_text="Ten letters").click()
    expect(page.get_by_role("article").get_by_text("Ten letters.")).to_be_visible()
    focused = "document.activeElement.shadowRoot?.activeElement?.textContent ?? 'outside'"
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(focused))
    assert "outside" not in stops
    assert stops.count("Open the page") >= 1
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) != "outside"


def test_a_long_title_ends_with_its_second_line(visit, shop, publish):
    publish("What the rules of a very long title are " * 4, "Zebra.")
    page = visit(f"{shop}/")
    page.get_by_role("button", name="Help").click()
    page.keyboard.type("zebra")
    options(page).click()
    heading = page.get_by_role("heading", name="What the rules")
    assert heading.evaluate(
        "one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)"
    ) == pytest.approx(2, abs=0.1)


def test_an_article_that_is_opened_twice_or_comes_late_covers_no_results(visit, shop):
    page = visit(f"{shop}/")
    page.get_by_role("button", name="Help").click()
    page.keyboard.type("password rules")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    for _time in range(2):
        with page.expect_response("**/api/v1/articles/*"):
            page.get_by_role("combobox").press("Enter")
    expect(page.get_by_role("article")).to_be_visible()
    expect(options(page)).to_have_count(0)
    page.get_by_role("button", name="Back to the results").click()
    expect(options(page)).to_have_count(2)
    page.route("**/api/v1/articles/*", lambda route: None)
    with page.expect_request("**/api/v1/articles/*"):
        options(page).first.click()
    with page.expect_event("requestfailed"):
        page.keyboard.type(" app")


def test_typing_on_forgets_what_was_chosen_and_what_was_asked(visit, shop):
    page = visit(f"{shop}/")
    opened: list[str] = []
    page.on("request", lambda request: "/articles/" in request.url and opened.append(request.url))
    page.get_by_role("button", name="Help").click()
    page.keyboard.type("password")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.get_by_role("combobox").fill("refunds")
    page.keyboard.press("Enter")
    expect(options(page)).to_have_count(1)
    assert opened == []
    page.route("**/api/v1/search*", lambda route: None)
    page.keyboard.type(" x")
    body = page.locator(".body")
    expect(body).to_have_attribute("aria-busy", "true")
    page.get_by_role("combobox").fill("refunds")
    expect(body).not_to_have_attribute("aria-busy", "true")


def test_it_speaks_the_language_of_the_page_and_stands_where_it_is_told_to(visit, shop, publish):
    publish("Colour", "The colour of a card.", locale="en-gb")
    page = visit(f"{shop}/?data-locale=en-gb%20data-target=%23help")
    inside = page.locator("#help")
    inside.get_by_role("combobox").fill("colour")
    expect(options(page)).to_have_count(1)
    assert "/en-gb/articles/colour/" in options(page).first.get_attribute("href")
    inside.get_by_role("combobox").fill("colouur")
    inside.get_by_role("button", name="colour").click()
    expect(inside.get_by_role("combobox")).to_have_value("colour")
    inside.get_by_role("combobox").fill("xyzzy")
    expect(inside.get_by_role("paragraph")).to_have_text("Nothing found. Try other words.")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_panel_is_accessible_and_fits(visit, shop, width, scheme):
    page = visit(f"{shop}/", width=width, scheme=scheme, reduced_motion="reduce")
    page.get_by_role("button", name="Help").click()
    page.keyboard.type("password")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    assert not scrolls_sideways(page)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_visible()
    assert violations(page) == []


def test_the_page_of_the_site_that_shows_it_leaves_it_every_key_and_obeys_its_own_policy(visit):
    page = visit("/widget/")
    page.locator("#widget-here").get_by_role("combobox").fill("refund")
    expect(options(page)).to_have_count(1)
    page.keyboard.type(" and/or")
    expect(page.locator("#widget-here").get_by_role("combobox")).to_have_value("refund and/or")
    expect(page.get_by_role("button", name="Help")).to_be_visible()
    assert (
        '/static/helpcenter/widget.js" data-locale="en-us"'
        in page.locator("pre").first.inner_text()
    )


def test_it_takes_no_style_from_the_page_that_it_stands_in(visit, shop):
    page = visit(f"{shop}/")
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { color: purple; font-size: 40px; text-transform: uppercase }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    page.get_by_role("button", name="Help").click()
    dialog = page.get_by_role("dialog", name="How can we help?")
    for inside in (dialog.get_by_role("heading"), dialog.get_by_role("combobox")):
        expect(inside).not_to_have_css("color", "rgb(128, 0, 128)")
        expect(inside).not_to_have_css("font-size", "40px")
        expect(inside).to_have_css("text-transform", "none")


def test_it_is_small():
    assert len(gzip.compress(WIDGET.read_bytes(), 9)) < 10_000
