"""What is pasted into the editor, from a page, a word processor or a site of videos."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_writing import form_of, paste, preview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ol><li>One<li>Two</ol>", "1. Open\n1. One\n2. Two"),
        ("<p>One <b>two</b></p><p>Three</p>", "1. Open\n2. One **two**\n\n   Three"),
        ("<h2>Fees</h2><p>Three</p>", "1. Open\n\n   ## Fees\n\n   Three"),
    ],
)
def test_what_is_pasted_into_an_empty_step_leaves_none_behind(desk, write, html, markdown):
    page = desk(form_of(write("Title", "")))
    area = page.locator("#id_body")
    area.focus()
    page.keyboard.type("1. Open\n")
    paste(page, "One Two", html)
    expect(area).to_have_value(markdown)
    area.fill("")


def test_formatted_text_is_pasted_as_markdown_unless_told_otherwise(desk, write):
    page = desk(form_of(write("Title", "See fees.")))
    area = page.locator("#id_body")
    area.press("Control+End")
    html = "<p style='color:red'>One <b>two</b></p><ul><li>three</li></ul>"
    paste(page, "One two three", html)
    expect(area).to_have_value("See fees.\n\nOne **two**\n\n- three")
    area.press("Control+z")
    expect(area).to_have_value("See fees.One two three")
    area.press("Control+z")
    expect(area).to_have_value("See fees.")
    area.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    paste(page, " One", html)
    expect(area).to_have_value("See fees. One")
    paste(page, " `code`", "<div><span style='color:red'> `code`</span></div>")
    expect(area).to_have_value("See fees. One `code`")
    area.evaluate("area => area.setSelectionRange(4, 8)")
    paste(page, "https://example.com/fees")
    expect(area).to_have_value("See [fees](https://example.com/fees). One `code`")
    area.fill("See fees.")


def test_what_is_said_of_a_paste_stays_until_the_author_goes_on(desk, write):
    page = desk(form_of(write("Title", "")))
    status = page.locator(".editor-status")
    expect(status).to_have_text("Paste or drop pictures into the text.")
    page.locator("#id_body").focus()
    paste(page, "One two", "<p>One <b>two</b> <img src='https://example.com/a.png'></p>")
    expect(preview(page).locator("strong")).to_have_text("two")
    expect(status).to_have_text("Pictures were left out: paste them one by one.")
    page.keyboard.type(" three")
    expect(status).to_have_text("Paste or drop pictures into the text.")


def test_a_pasted_player_or_the_code_of_one_becomes_a_card(desk, write):
    page = desk(form_of(write("Title", "See fees.")))
    area = page.locator("#id_body")
    area.press("Control+End")
    code = '<iframe width="560" src="https://www.youtube.com/embed/x" title="Fees"></iframe>'
    paste(page, "", code)
    card = "::: video https://www.youtube.com/embed/x Fees\n:::"
    expect(area).to_have_value(f"See fees.\n\n{card}")
    area.fill("")
    paste(page, code, f"<pre>{code.replace('<', '&lt;')}</pre>")
    expect(area).to_have_value(card)


def test_what_is_pasted_stands_there_while_it_is_converted_and_typing_goes_on(desk, write):
    page = desk(form_of(write("Title", "See fees.")))
    area, held = page.locator("#id_body"), []
    page.route("**/paste/", lambda route: held.append(route))
    area.press("Control+End")
    with page.expect_request("**/paste/"):
        paste(page, "One two", "<p>One <b>two</b></p>")
    expect(area).to_have_value("See fees.One two")
    area.press("Control+Home")
    page.keyboard.type("Do ")
    [request] = held
    request.continue_()
    expect(area).to_have_value("Do See fees.One **two**")
    page.keyboard.type("not ")
    expect(area).to_have_value("Do not See fees.One **two**")
    area.fill("See fees.")
