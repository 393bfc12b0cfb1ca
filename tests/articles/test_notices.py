"""Notices: above every page of their locale, in their time, closed by nobody but the reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import notices
from articles.models import AuditEntry, Notice
from tests.articles.pages import POISON, active_content, errors, page, submit, texts

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/notice/"
NOTICES = ".site-notice p"
HOUR = timedelta(hours=1)


@pytest.fixture
def notice():
    """Return a function that writes a notice which pages know at once."""

    def write(text: str = "Payments are slow.", **fields) -> Notice:
        made = Notice.objects.create(text=text, **fields)
        notices.forget()
        return made

    return write


@pytest.mark.parametrize(
    "path", ["/", "/faq/", "/articles/refunds/", "/search/?q=refund", "/search/?q=zzz", "/nowhere/"]
)
def test_a_notice_stands_above_every_page(client, publish, notice, path):
    publish("Refunds", "How refunds work.", slug="refunds")
    notice(address="/articles/refunds/", kind="warning")
    shown = page(client.get(path)).select_one(".site-notice-warning p")
    assert shown.text == "Payments are slow. Read more"
    assert shown.a["href"] == "/articles/refunds/"


def test_a_page_without_a_notice_loads_nothing_for_one(see, faq):
    assert not see("/").select("section.notices, script[src*=notices]")


def test_a_notice_is_for_one_locale_or_for_all_and_the_newest_comes_first(see, faq, notice):
    notice("For all.")
    notice("Für Deutsche.", locale="de")
    assert texts(see("/"), NOTICES) == ["For all."]
    assert texts(see("/de/"), NOTICES) == ["Für Deutsche.", "For all."]


def test_a_notice_is_shown_in_its_time_and_staff_see_which_one_is(admin_client, see, faq, notice):
    now = timezone.now()
    notice("Over.", ends_at=now - HOUR)
    notice("Now.", starts_at=now - HOUR, ends_at=now + HOUR)
    notice("Not yet.", starts_at=now + HOUR)
    assert texts(see("/"), NOTICES) == ["Now."]
    states = texts(page(admin_client.get(LIST)), "td.field-state")
    assert states == ["Not yet", "Shown now", "Over"]


def let_pass(**times) -> None:
    """Move the times of all notices without a new edition, as if so much time had passed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_notice DISABLE TRIGGER new_edition")
        Notice.objects.update(**times)
        cursor.execute("ALTER TABLE articles_notice ENABLE TRIGGER new_edition")


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_shows_a_notice_from_its_first_moment_to_its_last(client, publish):
    publish("Refunds", "How refunds work.")
    now = timezone.now()
    for _time in range(3):
        client.get("/")
    Notice.objects.create(text="We are slow.", starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    for _time in range(2):
        assert "We are slow." not in client.get("/").content.decode()
    let_pass(starts_at=now - HOUR)
    assert "We are slow." in client.get("/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        assert "We are slow." in client.get("/").content.decode()
    assert len(queries) == 1
    let_pass(ends_at=now)
    assert "We are slow." not in client.get("/").content.decode()


def test_a_machine_whose_clock_is_late_shows_a_notice_from_its_first_moment(notice, monkeypatch):
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - HOUR)
    notice("It has begun.", starts_at=real() - HOUR / 2)
    notice("It is over.", ends_at=real() - HOUR / 2)
    assert [one.text for one in notices.current()] == ["It has begun."]


def test_a_notice_that_says_something_else_is_another_one_to_who_closed_it(notice):
    made = notice()
    (before,) = notices.current()
    (same,) = notices.current()
    Notice.objects.filter(pk=made.pk).update(text="Payments work again.")
    notices.forget()
    (after,) = notices.current()
    assert before.key == same.key != after.key


def test_what_a_notice_says_is_text(see, faq, notice):
    notice(POISON[:200], address="/?q=%22%3E%3Cscript%3E")
    assert texts(see("/"), NOTICES) == [f"{POISON} Read more"]
    assert not active_content(str(see("/").select_one(".site-notice p")))


def test_a_form_refuses_a_dangerous_address_and_an_end_before_the_beginning(admin_client):
    sent = {
        "text": "x", "kind": "warning", "address": "javascript:alert(1)", "locale": "",
        "starts_at_0": "2026-12-02", "starts_at_1": "10:00",
        "ends_at_0": "2026-12-01", "ends_at_1": "10:00",
    }  # fmt: skip
    assert "starts with https://" in errors(admin_client.post(f"{LIST}add/", sent))
    assert "must be later" in errors(admin_client.post(f"{LIST}add/", sent | {"address": ""}))
    assert not Notice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(text="x", starts_at=timezone.now(), ends_at=timezone.now() - HOUR)


def test_a_new_notice_is_still_to_be_seen_and_one_that_is_shown_may_end_now(admin_client, notice):
    over = {"ends_at_0": "2020-01-01", "ends_at_1": "10:00"}
    refused = submit(admin_client, f"{LIST}add/", _form="#notice_form", text="Slow.", **over)
    assert "nobody would see the notice" in errors(refused)
    shown = notice("Down.")
    ended = submit(admin_client, f"{LIST}{shown.pk}/change/", _form="#notice_form", **over)
    assert ended.status_code == 302
    shown.refresh_from_db()
    assert shown.ends_at


def test_a_notice_is_added_by_the_form_and_noted(admin_client):
    empty = {"starts_at_0": "", "starts_at_1": "", "ends_at_0": "", "ends_at_1": ""}
    sent = {"text": "Slow.", "kind": "warning", "address": "", "locale": "de"} | empty
    assert admin_client.post(f"{LIST}add/", sent).status_code == 302
    assert Notice.objects.get().locale == "de"
    assert "Slow." in AuditEntry.objects.latest("pk").comment
