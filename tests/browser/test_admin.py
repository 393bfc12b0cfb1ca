"""The desk of the support team in a real browser: the editor above all."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from articles.models import Article, AuditEntry
from tests.browser.axe import violations
from tests.browser.editor import form_of, preview
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"
BODY = """## Before you start

Text with **bold** words.

> [!NOTE]
> A note.

::: steps
1. First
2. Second
:::
"""


def editor(page: Page):
    return page.locator("#id_body")


def png(color: str = "teal") -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), color).save(file, "PNG")
    return file.getvalue()


def hand_over(page: Page, how: str, content: bytes, kind: str = "image/png") -> None:
    """Paste a file into the editor or drop it there, as the browser would."""
    page.evaluate(
        """([how, content, kind]) => {
            const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "picture.png", { type: kind }));
            const options = { bubbles: true, cancelable: true };
            const event = how === "paste"
                ? new ClipboardEvent("paste", { ...options, clipboardData: data })
                : new DragEvent("drop", { ...options, dataTransfer: data });
            document.querySelector("#id_body").dispatchEvent(event);
        }""",
        [how, base64.b64encode(content).decode(), kind],
    )


# `desk` fails the test when a page writes an error or violates the content security policy.
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_of_the_desk_breaks_the_policy_or_scrolls_sideways(desk, publish, scheme, width):
    article = publish("Donaudampfschifffahrt" * 8, BODY, tags=["a"])
    article.body += "More. " + "x" * 300
    article.review_by = timezone.localdate()
    article.submit("x" * 200)
    version = article.history.order_by("history_id").first().history_id
    base = f"/admin/articles/article/{article.pk}"
    page = desk("/admin/", width=width, scheme=scheme)
    for path in ("/admin/", "/admin/articles/article/", ADD, f"{base}/change/", f"{base}/history/",
                 f"{base}/difference/", f"{base}/difference/?from={version}&to=now",
                 f"{base}/delete/", f"{base}/leave/", f"{base}/translations/", f"{base}/merge/",
                 "/admin/articles/article/quality/", "/admin/articles/article/calendar/",
                 "/admin/articles/auditentry/", "/admin/articles/category/",
                 f"/admin/articles/category/{article.category_id}/change/",
                 "/admin/taggit/tag/", "/admin/auth/user/", "/admin/articles/votereason/",
                 "/admin/articles/article/overdue/", f"{base}/preview-link/",
                 "/admin/articles/publicationset/add/"):  # fmt: skip
        page.goto(path)
        assert not scrolls_sideways(page), path


def test_the_record_reads_downwards(desk, write):
    article = write("Title", "Text.")
    article.submit("Please look.")
    article.send_back("Say more.")
    page = desk(f"/admin/articles/article/{article.pk}/history/")
    first, second = (deed.bounding_box() for deed in page.locator(".desk-record li").all())
    assert first["x"] == second["x"]
    assert first["y"] + first["height"] <= second["y"]


def test_a_reviewer_returns_a_text_and_enter_never_approves_one(desk, write):
    article = write("Title", "Text.", publish_at=timezone.now())
    article.submit("Please look")
    page = desk("/admin/articles/article/calendar/", bypass_csp=True)  # for axe
    assert violations(page, "#content-main") == []
    page.click(".calendar-month .is-today a")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    assert violations(page, "#review") == []
    page.press("#id_title", "Enter")  # presses the first button of the form
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    page.get_by_role("link", name="Review it").click()
    page.get_by_label("Your comment").fill("Name the fees.")
    page.get_by_role("button", name="Return with comment").click()
    expect(page.locator(".desk-returned")).to_contain_text("Name the fees.")
    assert [entry.deed for entry in AuditEntry.objects.all()] == ["returned", "submitted"]


def test_the_preview_shows_while_typing_what_the_public_page_will_show(desk, faq):
    page = desk(ADD)
    page.fill("#id_title", "My question")
    page.select_option("#id_category", str(faq.pk))
    editor(page).press_sequentially("Some *words*")
    expect(preview(page).locator("em")).to_have_text("words")
    editor(page).fill(BODY)
    expect(preview(page).locator("strong").first).to_be_visible()
    expect(preview(page).locator("ol > li")).to_have_count(2)
    shown = preview(page).inner_html()
    page.click("[name=_publish]")
    page.click(".desk-look")
    expect(page.locator("h1")).to_have_text("My question")
    public = Article.objects.get().published.html
    as_parsed = page.evaluate(
        "(html) => { const box = document.createElement('div'); box.innerHTML = html;"
        " return box.innerHTML; }",
        public,
    )
    assert re.sub(r' data-line="\d+"', "", shown) == as_parsed
    assert page.locator(".prose").inner_text().split() == public_words(public)


def public_words(html: str) -> list[str]:
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser").get_text(" ").split()


def test_the_preview_stands_beside_the_text_on_a_wide_screen_and_below_it_on_a_narrow_one(
    desk, write
):
    article = write("Title", BODY)
    for width, beside in [(1280, True), (1000, False), (390, False)]:
        page = desk(form_of(article), width=width)
        text, shown = editor(page).bounding_box(), page.locator(".editor-frame").bounding_box()
        assert (shown["x"] >= text["x"] + text["width"] - 2) == beside, width


def test_the_preview_uses_the_public_stylesheet(desk, publish, visit):
    article = publish("Title", BODY)
    # A heading is as large as its window allows; text is not.
    size = "(element) => getComputedStyle(element).fontSize + getComputedStyle(element).fontFamily"
    public = visit(article.get_absolute_url()).locator(".prose p").first.evaluate(size)
    text = preview(desk(form_of(article))).locator("p").first
    expect(text).to_be_visible()
    assert text.evaluate(size) == public


def test_poison_does_not_run_in_the_preview(desk, faq):
    page = desk(ADD)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    editor(page).fill(
        "<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n[x](javascript:alert(1)) end"
    )
    expect(preview(page)).to_contain_text("end")
    assert preview(page).locator("script, [onerror], a[href^=javascript]").count() == 0
    editor(page).fill("")  # nothing to lose when the page is closed


def test_toolbar_buttons_format_the_selection_and_undo_takes_it_back(desk, write):
    page = desk(form_of(write("Title", "word")))
    area = editor(page)
    area.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(area).to_have_value("**word**")
    area.press("Control+z")
    expect(area).to_have_value("word")
    area.select_text()
    page.get_by_role("button", name="Heading", exact=True).click()
    expect(area).to_have_value("## word")
    area.press("Control+z")
    area.press("Control+b")
    assert "word" in area.input_value()


def test_the_toolbar_is_one_stop_for_the_tab_key_and_arrows_move_inside(desk, write):
    page = desk(form_of(write("Title", "Text")))
    page.locator("#id_summary").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.getAttribute('aria-label') || document.activeElement.id"
    assert page.evaluate(focused) == "Bold"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "Italic"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "id_body"


def test_the_tab_key_leaves_the_text_and_does_not_change_it(desk, write):
    page = desk(form_of(write("Title", "Text")))
    editor(page).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "id_body"
    assert editor(page).input_value() == "Text"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "id_body"


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_picture_is_uploaded_and_inserted_with_its_alternative_text(desk, write, how):
    page = desk(form_of(write("Title", "Before.")))
    editor(page).press("Control+End")
    hand_over(page, how, png())
    prompt = page.get_by_label("What does the picture show?")
    expect(prompt).to_be_focused()
    prompt.fill("A [teal] field")
    expect(page.get_by_role("button", name="Insert picture")).to_be_enabled()
    prompt.press("Enter")
    expect(preview(page).locator("img")).to_have_attribute("alt", "A [teal] field")
    assert editor(page).input_value().startswith("Before.\n\n![A \\[teal\\] field](/media/")
    expect(preview(page).locator("img")).to_have_js_property("naturalWidth", 60)
    expect(prompt).to_be_hidden()
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(editor(page)).to_have_value("Before.")


def test_a_dropped_file_that_is_no_picture_is_refused_and_the_form_stays(desk, write):
    page = desk(form_of(write("Title", "Before.")))
    page.evaluate("addEventListener('drop', (event) => { window.kept = event.defaultPrevented; })")
    asked = []
    page.route("**/markdownify/", lambda route: asked.append(route))
    with page.expect_request("**/markdownify/"):
        editor(page).fill("After.")
    hand_over(page, "drop", b"%PDF-1.7", "application/pdf")
    asked[-1].continue_()  # the answer of a preview wipes nothing that was said since it was asked
    expect(preview(page).get_by_text("After.")).to_be_visible()
    expect(page.locator(".editor-status")).to_have_text("Only pictures can be dropped here.")
    assert page.evaluate("window.kept")


def test_several_pictures_are_asked_about_one_after_the_other(desk, write):
    page = desk(form_of(write("Title", "")))
    page.set_input_files(
        ".editor-file",
        [
            {"name": f"{color}.png", "mimeType": "image/png", "buffer": png(color)}
            for color in ("red", "blue")
        ],
    )
    prompt = page.get_by_label("What does the picture show?")
    for words in ("One", "Two"):
        expect(prompt).to_have_value("")
        prompt.fill(words)
        expect(page.get_by_role("button", name="Insert picture")).to_be_enabled()
        prompt.press("Enter")
    expect(preview(page).locator("img")).to_have_count(2)
    assert [i.get_attribute("alt") for i in preview(page).locator("img").all()] == ["One", "Two"]


def test_save_takes_a_picture_along_and_waits_for_one_that_is_being_sent(desk, write):
    article = write("Title", "")
    page = desk(form_of(article))
    uploads = []
    page.route("**/upload/", lambda route: uploads.append(route))
    hand_over(page, "paste", png())
    page.get_by_label("What does the picture show?").fill("A square")
    page.locator("[name=_save]").click()
    expect(page.locator(".editor-status")).to_contain_text("still being sent")
    uploads[0].continue_()
    expect(page.get_by_role("button", name="Insert picture")).to_be_enabled()
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    article.refresh_from_db()
    assert article.body.startswith("![A square](/media/")


def test_a_picture_of_a_step_stays_in_it_and_enter_begins_the_next(desk, write):
    page = desk(form_of(write("Title", "::: steps\n1. Open\n:::")))
    area = page.locator("#id_body")
    area.evaluate("area => area.setSelectionRange(17, 17)")
    hand_over(page, "paste", png())
    page.get_by_label("What does the picture show?").fill("The app")
    expect(page.get_by_role("button", name="Insert picture")).to_be_enabled()
    page.keyboard.press("Enter")
    page.keyboard.type("\nFreeze")
    expect(preview(page).locator(".steps > ol > li")).to_have_text(["Open", "Freeze"])
    expect(preview(page).locator("li:first-child img")).to_have_attribute("alt", "The app")
    area.fill("")


def test_what_is_no_picture_is_refused_in_words_and_nothing_is_inserted(
    chromium, live_server, signed_in, write
):
    # Not by `desk`: the browser calls the refusal an error, which would fail the test.
    with chromium.new_context(base_url=live_server.url, storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(form_of(write("Title", "Before.")), wait_until="networkidle")
        refuse(page)


def refuse(page: Page) -> None:
    hand_over(page, "drop", b"<html>no picture</html>")
    expect(page.locator(".editor-error")).not_to_be_empty()
    expect(page.get_by_role("button", name="Insert picture")).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    assert editor(page).input_value() == "Before."


def test_unsaved_text_is_warned_about_and_saved_text_is_not(desk, write):
    page = desk(form_of(write("Title", "Text")))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/", wait_until="networkidle")
    assert asked == []
    page.go_back(wait_until="networkidle")
    editor(page).click()
    page.keyboard.type("More ")
    page.goto("/admin/", wait_until="networkidle")
    assert asked == ["beforeunload"]
    page.go_back(wait_until="networkidle")
    editor(page).fill("Other")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    page.goto("/admin/", wait_until="networkidle")
    assert asked == ["beforeunload"]
    assert Article.objects.get().body == "Other"


def test_words_are_counted_while_typing(desk, write):
    page = desk(form_of(write("Title", "one two")))
    expect(page.locator(".editor-words")).to_have_text("2 words")
    editor(page).fill("one")
    expect(page.locator(".editor-words")).to_have_text("1 word")
    editor(page).fill("one two")


@pytest.mark.parametrize("width", [1280, 390])
def test_save_and_publish_are_always_in_view(desk, publish, width):
    page = desk(form_of(publish("Title", BODY * 5)), width=width)
    for scroll in ("0", "document.body.scrollHeight / 2"):
        page.evaluate(f"scrollTo(0, {scroll})")
        for name in ("_save", "_publish", "_unpublish"):
            expect(page.locator(f"[name={name}]")).to_be_in_viewport()


def test_the_form_saves_without_javascript(desk, write):
    article = write("Title", "Text")
    page = desk(form_of(article), java_script_enabled=False)
    expect(page.locator(".editor-toolbar")).to_be_hidden()
    editor(page).fill("Other")
    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    article.refresh_from_db()
    assert article.body == "Other"


def test_categories_are_ordered_with_the_keyboard(desk, make_category):
    for key in "abc":
        make_category(key, name=key.upper())
    page = desk("/admin/articles/category/")
    for order in ("ACB", "CAB"):
        page.get_by_role("button", name="Move C up").press("Enter")
        expect(page.locator("th.field-name")).to_have_text([*order])


@pytest.mark.parametrize(
    ("scheme", "chosen", "colour"),
    [
        ("light", None, "rgb(11, 110, 91)"),
        ("light", "dark", "rgb(127, 220, 192)"),
        ("dark", None, "rgb(127, 220, 192)"),
        ("dark", "auto", "rgb(127, 220, 192)"),
        ("dark", "light", "rgb(11, 110, 91)"),
    ],
)
def test_colours_follow_the_theme_button_and_else_the_system(desk, publish, scheme, chosen, colour):
    publish("How do I pay?", "By card.")
    page = desk("/admin/", scheme=scheme)
    if chosen:
        page.evaluate("theme => localStorage.setItem('theme', theme)", chosen)
    page.goto("/admin/articles/article/")
    expect(page.locator(".state-live")).to_have_css("color", colour)
