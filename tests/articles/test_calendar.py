"""The calendar of what goes live, expires and is due for review."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from articles import branding
from articles.admin.calendar import weeks
from articles.models import Article, Notice
from tests.articles.pages import change, page, texts, words

CALENDAR = "/admin/articles/article/calendar/"


def at(*moment: int) -> datetime:
    return timezone.make_aware(datetime(*moment))


@pytest.fixture
def december(write) -> dict[str, Article]:
    return {
        "Sale": write("Sale", publish_at=at(2026, 12, 1, 9), expire_at=at(2026, 12, 31, 23, 59)),
        "Fees": write("Fees", review_by=date(2026, 12, 1)),
        "January": write("January", review_by=date(2027, 1, 20)),
    }


def days(response) -> dict[str, list[str]]:
    """Return the days of the month on which something happens."""
    cells = page(response).select(".calendar-month td:not(.is-outside)")
    said = {words(cell.select_one(".calendar-date")): texts(cell, "li") for cell in cells}
    return {day: events for day, events in said.items() if events}


def test_each_day_says_what_happens_and_leads_to_the_article(at_desk, reader, december):
    response = at_desk(reader).get(f"{CALENDAR}?month=2026-12")
    assert days(response) == {
        "Tuesday, December 1": ["09:00 Goes live Sale", "To be read again Fees"],
        "Thursday, December 31": ["23:59 Expires Sale"],
    }
    Article.objects.update(locale="en-gb")
    named = days(at_desk(reader).get(f"{CALENDAR}?month=2026-12"))
    assert named["Thursday, December 31"] == ["23:59 Expires Sale en-gb"]
    links = {a["href"] for a in page(response).select(".calendar-month li a")}
    assert links == {change(december["Sale"]), change(december["Fees"])}
    around = [a["href"] for a in page(response).select(".calendar-nav a")]
    assert around[:2] == ["?month=2026-11", "?month=2027-01"]


@pytest.mark.parametrize(
    "asked",
    ["month=x", "month=2026-13", "month=0000-01", "month=9999-12", "month=%00", "month=" + "9" * 20,
     "day=2026-02-30", "day=9999-12-31", "day=%FF", "day=0001-01-01", "month=2199-12",
     "month=1970-01"],
)  # fmt: skip
def test_no_month_breaks_the_calendar(at_desk, reader, asked):
    assert at_desk(reader).get(f"{CALENDAR}?{asked}").status_code == 200


def test_days_are_those_of_the_sites_time_zone(at_desk, reader, write, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    with timezone.override("Asia/Tokyo"):
        write("Late", publish_at=datetime(2026, 12, 31, 16, tzinfo=UTC))
        assert list(days(at_desk(reader).get(f"{CALENDAR}?month=2027-01"))) == ["Friday, January 1"]


def test_a_day_with_very_much_shows_the_first_and_counts_the_rest(
    at_desk, reader, faq, django_assert_max_num_queries
):
    Article.objects.bulk_create(
        Article(title=f"T{n}", slug=f"t{n}", category=faq, review_by=date(2026, 12, 3))
        for n in range(30)
    )
    desk = at_desk(reader)
    branding.current()  # a process reads it once a second
    with django_assert_max_num_queries(9):
        response = desk.get(f"{CALENDAR}?month=2026-12")
    assert [len(events) for events in days(response).values()] == [4]
    more = page(response).select_one(".calendar-more a")
    assert words(more).startswith("26 more")
    whole = page(desk.get(CALENDAR + more["href"]))
    assert len(whole.select(".calendar-day-list li")) == 30


def test_notices_begin_and_end_in_the_calendar_and_lead_whoever_may_to_their_form(
    at_desk, reader, admin_client
):
    moments = {"starts_at": at(2026, 12, 24, 8), "ends_at": at(2026, 12, 27, 20)}
    holidays = Notice.objects.create(text="We rest.", locale="en-gb", **moments)
    Notice.objects.create(text="At once", ends_at=at(2026, 12, 27, 9))
    Notice.objects.create(text="For ever", starts_at=at(2026, 11, 1))
    shown = at_desk(reader).get(f"{CALENDAR}?month=2026-12")
    assert days(shown) == {
        "Thursday, December 24": ["08:00 Notice begins We rest. en-gb"],
        "Sunday, December 27": ["09:00 Notice ends At once", "20:00 Notice ends We rest. en-gb"],
    }
    assert page(shown).select(".calendar-month a") == []
    shown = page(admin_client.get(f"{CALENDAR}?day=2026-12-24"))
    (link,) = shown.select(".calendar-day-list a")
    assert link["href"] == f"/admin/articles/notice/{holidays.pk}/change/"


@pytest.mark.parametrize(
    ("locale", "first"), [("en-us", "Sun"), ("en-gb", "Mon"), ("ar-eg", "Sat")]
)
def test_weeks_begin_as_the_locale_has_them(locale, first):
    with translation.override(locale):
        grid = weeks(date(2026, 12, 1), {}, date(2026, 12, 3))
    assert f"{grid[0][0].day:%a}" == first
    assert [cell.day.day for week in grid for cell in week if cell.is_today] == [3]


def test_it_is_not_for_those_who_may_not_look_at_articles(at_desk, make_staff):
    assert at_desk(make_staff("eve", ["view_category"])).get(CALENDAR).status_code == 403
