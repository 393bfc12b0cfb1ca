"""Unsaved work in a real browser: what survives a closed window and a lost session."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from articles.models import Article, UnsavedText
from tests.articles.pages import ADD, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def watch(page: Page) -> list[str]:
    """Return the list of dialogs that the page will have opened; all are accepted."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def sign_in(page: Page, name: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", "right")
    page.press("#id_password", "Enter")
    expect(page.locator("#user-tools")).to_contain_text(name)
    page.wait_for_load_state("networkidle")  # the preview is asked for, too


@pytest.mark.long
def test_what_was_typed_survives_a_closed_window_until_it_is_saved(desk, write):
    article = write("Title", "Text.", tags=["a"])
    page = desk(change(article))
    asked = watch(page)
    page.fill("#id_body", "Typed.\nAnd more.")
    page.fill("#id_tags", "b")
    expect(page.locator(".unsaved-status")).to_contain_text("Draft kept at")
    page.goto("/admin/", wait_until="networkidle")
    assert asked == []
    article.refresh_from_db()
    assert (article.body, article.history.count()) == ("Text.", 1)
    page.goto(change(article), wait_until="networkidle")
    expect(page.locator(".desk-unsaved")).to_contain_text("You have unsaved work of")
    expect(page.locator("#id_body")).to_have_value("Text.")
    page.click(".desk-restore")
    expect(page.locator("#id_body")).to_have_value("Typed.\nAnd more.")
    page.wait_for_load_state()  # with the scripts, which know the key
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    expect(page.locator(".desk-unsaved")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    article.refresh_from_db()
    assert article.body == "Typed.\nAnd more."
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('unsaved'))") == []
    page.fill("#id_title", "Other")
    page.press("#id_title", "Enter")  # saves, as ever
    expect(page.locator(".breadcrumbs")).to_contain_text("Other")
    page.wait_for_load_state()
    page.fill("#id_title", "Another")
    expect(page.locator(".unsaved-status")).to_contain_text("Draft kept at")
    page.fill("#id_title", "Other")
    expect(page.locator(".unsaved-status")).to_be_empty()
    assert not UnsavedText.objects.exclude(data={}).exists()


@pytest.mark.long
def test_what_was_typed_survives_a_lost_session_and_is_offered_to_nobody_else(visit, faq):
    petra = User.objects.create_superuser("petra", password="right")
    User.objects.create_superuser("quinn", password="right")
    page = visit(ADD)
    sign_in(page, "petra")
    watch(page)
    Session.objects.all().delete()
    page.fill("#id_title", "Written without a session")
    page.select_option("#id_category", str(faq.pk))
    expect(page.locator(".unsaved-status.wrong")).to_contain_text("you are signed out")
    page.click("[name=_save]")
    sign_in(page, "quinn")
    assert page.url.endswith(ADD)
    expect(page.locator(".desk-unsaved")).to_have_count(0)
    expect(page.locator("#id_title")).to_have_value("")
    page.click("#logout-form button")
    expect(page.locator("#user-tools")).to_have_count(0)
    page.goto(ADD)
    sign_in(page, "petra")
    expect(page.locator(".desk-unsaved")).to_contain_text("Written without a session")
    assert UnsavedText.objects.exclude(data={}).get().user == petra
    page.click(".desk-restore")
    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    assert Article.objects.get().title == "Written without a session"
    page.goto(ADD, wait_until="networkidle")
    expect(page.locator(".desk-unsaved")).to_have_count(0)


def test_who_signed_in_again_in_another_window_goes_on_in_this_one(visit, faq):
    User.objects.create_superuser("petra", password="right")
    page = visit(ADD)
    sign_in(page, "petra")
    page.context.clear_cookies(name="sessionid")
    with page.context.expect_page() as opened:
        page.evaluate("open('/admin/login/')")
    sign_in(opened.value, "petra")
    opened.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")  # as the window that is looked at gets
    page.fill("#id_body", "Written **here**")
    preview = page.frame_locator(".editor-frame").locator(".prose strong")
    expect(preview).to_have_text("here")
    expect(page.locator(".unsaved-status")).to_contain_text("Draft kept at")


def test_save_that_is_pressed_twice_saves_once(desk, write):
    article = write("Title", "Text.")
    page = desk(change(article))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method + request.url))
    page.fill("#id_title", "Other")
    page.evaluate("[1, 30].forEach((soon) => setTimeout(() => dispatchEvent("
                  "new KeyboardEvent('keydown', { key: 's', ctrlKey: true })), soon))")  # fmt: skip
    expect(page.locator(".messagelist .success")).to_contain_text("Saved")
    assert sum(one.startswith("POST") and one.endswith("/change/") for one in sent) == 1


def test_who_else_has_the_article_open_is_told_without_a_reload(desk, write, at_desk, make_staff):
    article = write("Title", "Text.")
    page = desk(change(article))
    expect(page.locator("#presence")).to_be_empty()
    at_desk(make_staff("ana", ["view_article", "change_article"])).get(change(article))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#presence")).to_have_text("ana has this article open, too.")
