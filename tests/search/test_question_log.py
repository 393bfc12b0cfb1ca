"""The log says what was asked and whether it was answered, and nothing about who asked."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import question_log
from search.models import AskedQuestion
from search.question_log import MAX_LENGTH, Asked, Opened, normalized, write
from tests.articles.pages import csv_rows, download_link

LOG_FILE = "/admin/search/askedquestion/csv/"

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def ask(client, q, address="192.0.2.1", path="/search/", **options):
    options.setdefault("HTTP_USER_AGENT", BROWSER)
    data = {"q": q} | options.pop("data", {})
    return client.get(path, data, REMOTE_ADDR=address, **options)


def log() -> list[tuple]:
    return list(AskedQuestion.objects.order_by("text").values_list("text", "times", "results"))


def written_or_read(captured: CaptureQueriesContext) -> int:
    """Return how many statements there were but for those that frame a transaction."""
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)


@pytest.fixture
def site(publish):
    publish("Refunds", "How refunds work.")


def test_a_question_is_noted_with_what_it_found(client, site):
    ask(client, " How do REFUNDS work? ")
    ask(client, "xyzzy")
    assert log() == [("how do refunds work", 1, 1), ("xyzzy", 1, 0)]


@pytest.mark.django_db(transaction=True)  # nothing is kept while its articles are being written
def test_a_page_from_memory_is_noted_like_any_other(client, site):
    statements = []
    for number in range(4):
        with CaptureQueriesContext(connection) as captured:
            response = ask(client, "refunds", address=f"192.0.2.{number}")
        statements.append(written_or_read(captured))
    assert statements[-1] == 2  # the edition, and the note itself
    assert log() == [("refunds", 4, 1)]
    assert "X-Found" not in response.headers


@pytest.mark.django_db(transaction=True)
def test_a_question_is_written_later_where_the_site_says_so(client, site, settings, monkeypatch):
    settings.VIEWS_FLUSH_SECONDS = 60
    # This test says when to write.
    monkeypatch.setattr(question_log._buffer, "_writer", threading.current_thread())
    ask(client, "refunds")
    assert log() == []
    question_log._buffer.flush()
    assert log() == [("refunds", 1, 1)]


def test_the_same_address_asking_again_that_day_changes_nothing(client, site):
    for tab in ("", "faq", ""):
        ask(client, "refunds", data={"tab": tab}, HTTP_USER_AGENT=f"{BROWSER} {tab}")
    assert log() == [("refunds", 1, 1)]


def test_nobody_fills_the_log_whatever_the_browser(client, site, monkeypatch):
    monkeypatch.setattr(question_log, "MAX_QUESTIONS", 5)
    for number in range(8):
        ask(client, f"refund x{'i' * number}", HTTP_USER_AGENT=f"{BROWSER} {number}")
    assert AskedQuestion.objects.count() == 5


@pytest.mark.parametrize(
    "options",
    [
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"data": {"page": "2"}},
    ],
)
def test_what_nobody_reads_is_not_noted(client, site, options):
    ask(client, "refunds", **options)
    assert log() == []


def test_a_head_request_is_not_noted(client, site):
    client.head("/search/", {"q": "refunds"}, HTTP_USER_AGENT=BROWSER)
    assert log() == []


def test_staff_are_not_noted_and_signed_in_visitors_are(client, site):
    client.force_login(User.objects.create_user("staff", is_staff=True))
    ask(client, "refunds")
    assert log() == []
    client.force_login(User.objects.create_user("visitor"))
    ask(client, "refunds")
    assert log() == [("refunds", 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "refund to jane@example.com",
        "refund ｊａｎｅ＠example.com",
        "card 4111 1111 1111 1111",
        "call +49 (170) 123-4567",
        "account 123456",
        "account １２３４５６",
        "card 4111–1111–1111–1111",
        "card 4111\u20111111\u20111111\u20111111",
        "card 4111_1111_1111_1111",
        "call 030:12:34:56:78",
        "call 0170 – 12 34",
    ],
)
def test_what_may_say_who_asked_is_not_noted(client, site, text):
    ask(client, text)
    assert log() == []


@pytest.mark.parametrize("text", ["refund of 2024", "error 50013", "windows 11 or 10"])
def test_short_numbers_are_noted(client, site, text):
    ask(client, text)
    assert [row[0] for row in log()] == [text]


def test_a_question_belongs_to_its_locale(client, site):
    ask(client, "refunds")
    ask(client, "refunds", path="/en-gb/search/")
    found = AskedQuestion.objects.values_list("locale", "results")
    assert sorted(found) == [("en-gb", 0), ("en-us", 1)]


@given(text=st.text())
def test_a_noted_text_is_short_and_noted_as_itself(text):
    assert len(normalized(text)) <= MAX_LENGTH
    assert normalized(text) == normalized(text).strip()
    assert "\0" not in normalized(text)


def test_many_questions_are_one_statement_and_add_up_by_day():
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    asked = [Asked("en-us", day, text, 3) for day in (today, yesterday, today) for text in "ab"]
    with CaptureQueriesContext(connection) as captured:
        write(asked)
    write([Asked("en-us", today, "a", 5)])
    assert written_or_read(captured) == 1
    rows = AskedQuestion.objects.order_by("text", "day").values_list("text", "times", "results")
    assert list(rows) == [("a", 1, 3), ("a", 3, 5), ("b", 1, 3), ("b", 2, 3)]


@pytest.mark.parametrize(("days", "kept"), [(400, ["new"]), (0, ["new", "old"])])
def test_the_log_goes_back_as_far_as_the_setting_says(settings, days, kept):
    settings.QUESTIONS_KEPT_DAYS = days
    today = timezone.localdate()
    write([Asked("en-us", today - timedelta(days=401), "old", 1), Asked("en-us", today, "new", 1)])
    call_command("publish_due", stdout=StringIO())
    assert [text for text, _times, _results in log()] == kept


def test_no_column_could_hold_a_visitor():
    assert {field.name for field in AskedQuestion._meta.fields} == {
        "id", "locale", "day", "text", "times", "results", "fits", "opened",
    }  # fmt: skip


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("boss"))
    return client


def test_staff_read_what_was_asked_and_what_found_nothing(staff):
    today = timezone.localdate()
    write([Asked("en-us", today, "<b>refunds", 3), Asked("en-gb", today, "xyzzy", 0)])
    html = staff.get("/admin/search/askedquestion/").content.decode()
    assert "&lt;b&gt;refunds" in html
    assert 'href="/search/?q=%3Cb%3Erefunds"' in html
    assert 'href="/en-gb/search/?q=xyzzy"' in html
    nothing = staff.get("/admin/search/askedquestion/", {"found": "nothing"}).content.decode()
    assert "xyzzy" in nothing
    assert "refunds" not in nothing
    assert '<td class="field-locale_label">English (UK)</td>' in nothing
    british = staff.get("/admin/search/askedquestion/", {"locale": "en-gb"}).content.decode()
    assert "xyzzy" in british
    assert "refunds" not in british


def test_nobody_changes_the_log(staff):
    write([Asked("en-us", timezone.localdate(), "refunds", 3)])
    (row,) = AskedQuestion.objects.all()
    assert staff.get("/admin/search/askedquestion/add/").status_code == 403
    for deed in ("change", "delete"):
        assert staff.post(f"/admin/search/askedquestion/{row.pk}/{deed}/").status_code == 403
    assert not re.search(
        'name="action"', staff.get("/admin/search/askedquestion/").content.decode()
    )


def test_the_log_as_a_file_says_what_was_asked_and_not_by_whom(staff):
    today = timezone.localdate()
    write([Asked("en-us", today, "refunds", 3), Asked("en-us", today, "refunds", 3)])
    write([Asked("fr", today, "=cmd", 2, fits=False), Asked("en-us", today, "xyzzy", 0)])
    write([Opened("en-us", today, "refunds")])
    assert csv_rows(staff.get(LOG_FILE)) == [
        ["Question", "Day", "Times", "Results", "One fits", "Opened a result", "Locale"],
        ["refunds", f"{today}", "2", "3", "yes", "1", "en-us"],
        ["'=cmd", f"{today}", "1", "2", "no", "0", "fr"],
        ["xyzzy", f"{today}", "1", "0", "no", "", "en-us"],
    ]


def test_the_log_as_a_file_is_narrowed_like_the_list(staff):
    today = timezone.localdate()
    write([Asked("en-us", today, "refunds", 3), Asked("en-us", today, "xyzzy", 0)])
    listed = staff.get("/admin/search/askedquestion/", {"found": "nothing", "p": "1", "q": "xy"})
    assert [row[0] for row in csv_rows(staff.get(download_link(listed)))[1:]] == ["xyzzy"]
    assert staff.get(LOG_FILE, {"day__gte": "no day"}).status_code == 400
    assert staff.get(LOG_FILE, {"text": "\x00"}).status_code == 400
