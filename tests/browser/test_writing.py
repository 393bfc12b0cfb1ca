"""The Markdown editor as somebody uses it who writes ten articles a day."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.colours import contrast
from search.models import AskedQuestion
from tests.browser.axe import serious
from tests.browser.editor import form_of, preview
from tests.browser.layout import colour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Button -> what must stand in the preview, as on the public page.
BLOCKS = {
    "Note": ".callout-note",
    "Tip": ".callout-tip",
    "Important": ".callout-important",
    "Warning": ".callout-warning",
    "Steps": ".steps > ol > li",
    "Accordion": "details.accordion > summary",
    "App/web tabs": ".tabs > .tab + .tab",
    "Button": ".action a.button",
    "Video": ".video a",
    "Table": "table td",
}
# Tall in the editor above, tall in the preview below.
UNEVEN = "\n".join(
    [
        "Begin." + "\n" * 80,
        *(f"## Part {n}\n\n> [!NOTE]\n> Words.\n" for n in range(12)),
        "::: details Why?\nBecause.\n:::",
    ]
)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def paste(page: Page, text: str, html: str = "") -> None:
    """Paste as a browser does that has both forms on its clipboard."""
    page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const area = document.querySelector("#id_body");
            const event = new ClipboardEvent("paste",
                { bubbles: true, cancelable: true, clipboardData: data });
            if (area.dispatchEvent(event)) document.execCommand("insertText", false, text);
        }""",
        [text, html],
    )


def test_every_block_takes_in_what_is_selected_renders_and_can_be_undone(desk, write):
    page = desk(form_of(write("Title", "Before.\n\nhttps://video.example.com/1")))
    area = page.locator("#id_body")
    for name, becomes in BLOCKS.items():
        area.evaluate("area => area.setSelectionRange(9, 99)")
        button(page, name).click()
        expect(preview(page).locator(becomes).first).to_be_attached()
        expect(preview(page)).not_to_contain_text(":::")
        assert "https://video.example.com/1" in area.input_value()
        area.press("Control+z")
        expect(area).to_have_value("Before.\n\nhttps://video.example.com/1")


def test_writing_with_the_keyboard_alone(desk, write):
    page = desk(form_of(write("Title", "")))
    area = page.locator("#id_body")
    area.focus()
    page.keyboard.type("- Open **Cards**\nFreeze\n\nDone.")
    expect(area).to_have_value("- Open **Cards**\n- Freeze\n\nDone.")
    area.evaluate("area => area.setSelectionRange(0, 24)")
    button(page, "Steps").click()
    expect(area).to_have_value("::: steps\n1. Open **Cards**\n2. Freeze\n:::\n\nDone.")
    area.evaluate("area => area.setSelectionRange(30, 30)")
    area.press("Control+]")
    expect(area).to_have_value("::: steps\n1. Open **Cards**\n   1. Freeze\n:::\n\nDone.")
    area.press("Control+[")
    area.press("Control+z")
    area.press("Control+z")
    area.press("Control+z")
    expect(area).to_have_value("- Open **Cards**\n- Freeze\n\nDone.")
    area.press("Control+End")
    page.keyboard.type("\n9. Nine\nTen\n\n> Quote\nMore")
    assert area.input_value().endswith("Done.\n9. Nine\n10. Ten\n\n> Quote\n> More")
    area.press("Control+Shift+ArrowLeft")
    area.press("Control+i")
    assert area.input_value().endswith("> _More_")
    area.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    area.press("Control+Shift+F")
    assert area.bounding_box()["height"] > 600
    expect(page.locator("[name=_save]")).to_be_in_viewport()
    page.keyboard.press("Escape")
    assert area.bounding_box()["height"] < 800
    expect(area).to_be_focused()
    area.press("Control+Shift+F")
    page.keyboard.press("Tab")  # to the preview, and further to what the text would hide
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(page.locator(".editor.full")).to_have_count(0)
    area.fill("")


def test_enter_on_an_empty_item_goes_on_in_the_list_around_it_or_below_the_list(desk, write):
    page = desk(form_of(write("Title", "")))
    area = page.locator("#id_body")
    area.focus()
    page.keyboard.type("1. Open\n")
    area.press("Control+]")
    page.keyboard.type("Cards\n\nFreeze\n\nDone.")
    expect(area).to_have_value("1. Open\n   1. Cards\n2. Freeze\n\nDone.")
    expect(preview(page).locator("ol ol li")).to_have_text(["Cards"])
    expect(preview(page).locator("p")).to_have_text(["Done."])
    area.fill("")


def test_what_is_put_below_a_step_stays_in_that_step(desk, write):
    page = desk(form_of(write("Title", "::: steps\n1. Open\n2. Freeze\n:::")))
    area, shown = page.locator("#id_body"), preview(page)
    area.evaluate("area => area.setSelectionRange(17, 17)")
    button(page, "Note").click()
    page.keyboard.type("Now.")
    area.evaluate("area => area.setSelectionRange(...Array(2).fill(area.value.length - 4))")
    paste(page, "a b", "<table><tr><th>a<th>b</tr><tr><td>c<td>d</tr></table>")
    expect(area).to_have_value(
        "::: steps\n1. Open\n\n   > [!NOTE]\n   > Now.\n\n"
        "2. Freeze\n\n   | a | b |\n   | --- | --- |\n   | c | d |\n\n:::"
    )
    expect(shown.locator(".steps > ol")).to_have_count(1)
    expect(shown.locator("li:first-child .callout-note")).to_contain_text("Now.")
    expect(shown.locator("li:last-child table")).to_be_attached()
    area.fill("")


def test_an_empty_step_gives_way_to_what_belongs_to_the_step_above(desk, write):
    page = desk(form_of(write("Title", "")))
    area = page.locator("#id_body")
    area.focus()
    page.keyboard.type("1. Open\n")
    paste(page, "a b", "<table><tr><th>a<th>b</tr><tr><td>c<td>d</tr></table>")
    table = "1. Open\n\n   | a | b |\n   | --- | --- |\n   | c | d |"
    expect(area).to_have_value(table)
    area.fill("")
    page.keyboard.type("1. Open\n")
    button(page, "Note").click()
    page.keyboard.type("Now.")
    expect(area).to_have_value("1. Open\n\n   > [!NOTE]\n   > Now.\n")
    area.fill("- One\n- two")
    area.evaluate("area => area.setSelectionRange(8, 8)")
    button(page, "Note").click()  # that item is not empty
    expect(area).to_have_value("- One\n- \n\n> [!NOTE]\n> What readers should know.\n\ntwo")
    area.fill("")


def test_a_link_is_picked_among_articles_and_their_headings(desk, write, publish):
    publish("Lost card", "Text.\n\n## Freeze it first {#freeze}\n\nNow.")
    write("Lost card abroad", "Text.")
    page = desk(form_of(write("Title", "Then see this page.")))
    area, dialog = page.locator("#id_body"), page.get_by_role("dialog", name="Link")
    area.evaluate("area => area.setSelectionRange(9, 18)")
    area.press("Control+k")
    options = dialog.get_by_role("option")
    page.keyboard.type("lost cards")
    expect(options).to_have_text(["Lost card FAQ Live en-us", "Lost card abroad FAQ Draft en-us"])
    page.keyboard.press("Enter")
    expect(options).to_have_text(["The whole article", "Freeze it first"])
    page.keyboard.press("Escape")
    page.keyboard.type("abroad")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(area).to_have_value("Then see [this page](/articles/lost-card-abroad/).")
    area.press("Control+k")  # within a link: change it
    page.keyboard.type("lost card")
    expect(options).to_have_count(2)
    page.keyboard.press("Enter")
    expect(options.last).to_have_text("Freeze it first")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(area).to_have_value("Then see [this page](/articles/lost-card/#freeze).")
    area.press("Control+z")
    area.press("Control+z")
    expect(area).to_have_value("Then see this page.")
    area.evaluate("area => area.setSelectionRange(9, 18)")
    button(page, "Link").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("https://example.com/a_(b)")
    expect(options).to_have_text(["Link to this address https://example.com/a_(b)"])
    options.first.click()
    expect(area).to_have_value("Then see [this page](https://example.com/a_%28b%29).")
    area.press("Control+z")


def test_a_double_click_picks_one_link_and_escape_picks_none(desk, write, publish):
    publish("Lost card", "Text.\n\n## Freeze it first {#freeze}\n\nNow.")
    write("Lost card abroad", "Text.")
    page = desk(form_of(write("Title", "Then see this page.")))
    area, dialog = page.locator("#id_body"), page.get_by_role("dialog", name="Link")
    options = dialog.get_by_role("option")
    area.evaluate("area => area.setSelectionRange(9, 18)")
    area.press("Control+k")
    page.keyboard.type("lost cards")
    options.filter(has_text="Lost card FAQ").dblclick()
    expect(options).to_have_text(["The whole article", "Freeze it first"])
    page.keyboard.press("Escape")
    page.keyboard.type("abroad")
    options.filter(has_text="abroad").dblclick()
    expect(area).to_have_value("Then see [this page](/articles/lost-card-abroad/).")
    area.press("Control+z")
    page.route("**/picker/*/", lambda route: None)  # an answer that is long in coming
    area.press("Control+k")
    page.keyboard.type("abroad")
    expect(options).to_have_count(1)
    with page.expect_request("**/picker/*/"):
        page.keyboard.press("Enter")
    with page.expect_event("requestfailed"):  # it is given up
        page.keyboard.press("Escape")
    expect(area).to_be_focused()
    expect(area).to_have_value("Then see this page.")


def test_the_preview_is_as_wide_as_chosen_and_shows_what_is_being_written(desk, write):
    page = desk(form_of(write("Title", UNEVEN)))
    area, frame = page.locator("#id_body"), page.locator(".editor-frame")
    inner_width = "frame => frame.contentWindow.innerWidth"
    button(page, "Preview as on a phone").click()
    page.reload()
    expect(button(page, "Preview as on a phone")).to_have_attribute("aria-pressed", "true")
    assert frame.evaluate(inner_width) == 375
    button(page, "Preview as on a desktop").click()
    assert frame.evaluate(inner_width) >= 648
    assert preview(page).evaluate("text => getComputedStyle(text).width") == "600px"  # --measure
    heading = preview(page).locator("#part-4")
    expect(heading).to_be_attached()
    line = UNEVEN[: UNEVEN.index("## Part 4")].count("\n")
    area.evaluate(
        "(area, line) => area.scrollTo(0, line * parseFloat(getComputedStyle(area).lineHeight))",
        line,
    )
    page.wait_for_function("(frame) => frame.contentWindow.scrollY > 0", arg=frame.element_handle())
    assert abs(heading.evaluate("heading => heading.getBoundingClientRect().top") - 16) < 40
    area.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.type("So. ")
    expect(preview(page).locator("details[open]")).to_contain_text("So. Because.")
    button(page, "No preview").click()
    expect(frame).to_be_hidden()
    area.fill("")


def test_the_card_of_an_unsaved_text_and_its_place_are_shown_and_visitors_see_nothing_of_it(
    desk, publish, visit
):
    publish("Lost luggage", "Ask the airline.")
    article = publish("Cards", "All about cards.")
    AskedQuestion.objects.create(
        locale="en-us", day=timezone.localdate(), text="freeze a card", times=7, results=0
    )
    page = desk(form_of(article), scheme="dark")
    page.locator("#id_body").fill("Freeze your card when it is lost.")
    page.locator(".desk-found summary").click()
    cards = page.frame_locator(".desk-found-cards")
    answer = cards.locator("section")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text("freeze a card")
    expect(answer).to_contain_text("Place 1 of 1")
    expect(answer).to_contain_text("asked 7 times")
    expect(answer.locator(".card-passage mark")).to_have_text(["Freeze", "card"])
    page.get_by_label("A question, in a visitor’s words").fill("lost zebra")
    page.keyboard.press("Enter")
    expect(answer).to_have_count(2)
    expect(answer.first).to_contain_text("the text lacks: zebra")
    assert serious(page) == []
    public = visit("/search/?q=freeze")
    expect(public.locator(".card")).to_have_count(0)
    page.locator("#id_body").fill("All about cards.")


def test_a_form_with_an_error_begins_at_the_field_that_is_wrong(desk, publish):
    page = desk(form_of(publish("Title", "Text.")))
    page.fill("#id_body", "Other text.")
    button(page, "Publish").click()
    expect(page.locator("#id_change_note")).to_be_focused()
    expect(page.get_by_text("Say what changed")).to_be_in_viewport()
    page.fill("#id_change_note", "Said better")
    page.fill("#id_expire_at_0", "soon")
    button(page, "Publish").click()
    expect(page.locator("#id_expire_at_0")).to_be_focused()
    page.fill("#id_expire_at_0", "")
    button(page, "Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Published")


def test_a_link_in_a_message_can_be_read_in_dark_mode(desk, write):
    page = desk(form_of(write("Title", "Text.")), scheme="dark")
    button(page, "Publish").click()
    link = page.locator(".messagelist .success a")  # axe judges nothing above a picture, its sign
    message = page.locator(".messagelist .success")
    assert contrast(colour(link, "color"), colour(message, "background-color")) >= 4.5


def test_everybody_can_use_the_form(desk, publish):
    page = desk(form_of(publish("Title", UNEVEN)), reduced_motion="reduce")
    expect(preview(page).locator("#part-4")).to_be_attached()
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    assert serious(page) == []
    button(page, "Link").click()
    page.keyboard.type("title")
    expect(page.locator(".editor-target")).to_have_count(1)
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#id_body")).to_be_focused()
