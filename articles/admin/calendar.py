"""The calendar: a month of what goes live, expires, is to be read again, and of notices."""

from __future__ import annotations

import re
from calendar import Calendar
from datetime import date, timedelta
from typing import NamedTuple

from babel import Locale
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Notice, PublicationSet
from articles.upcoming import Day, Kind, upcoming

from .desk import ArticleDesk
from .pages import at, page

# Events that a day of the month shows, and that the page of a day shows.
IN_MONTH = 4
IN_DAY = 500
YEARS = range(1970, 2200)
NOTHING = Day([], 0)


class Cell(NamedTuple):
    """A day of the grid."""

    day: date
    of: Day
    in_month: bool
    is_today: bool


def weeks(first: date, days: dict[date, Day], today: date) -> list[list[Cell]]:
    """Return the weeks of the month that begins with `first`, as the page's locale begins them."""
    calendar = Calendar(Locale.parse(get_language(), sep="-").first_week_day)
    return [
        [Cell(day, days.get(day, NOTHING), day.month == first.month, day == today) for day in week]
        for week in calendar.monthdatescalendar(first.year, first.month)
    ]


def month_asked(text: str, today: date) -> date:
    """Return the first day of the month "2026-11"; nonsense is this month."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if match is None or int(match[1]) not in YEARS:
        return today.replace(day=1)
    return date(int(match[1]), int(match[2]), 1)


def day_asked(text: str) -> date | None:
    """Return the day "2026-11-21", None for nonsense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def next_month(first: date) -> date:
    """Return the first day of the month after the one that begins with `first`."""
    return (first + timedelta(days=31)).replace(day=1)


class CalendarMixin(ArticleDesk):
    """The calendar's page, for whoever may look at articles."""

    @at("calendar/", "articles_article_calendar")
    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """A month, or one day of it with everything that happens then."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        if day := day_asked(request.GET.get("day", "")):
            return self._calendar_page(request, self._day(day))
        first = month_asked(request.GET.get("month", ""), today)
        return self._calendar_page(request, self._month(first, today))

    def _month(self, first: date, today: date) -> dict:
        last = next_month(first)
        start, end = first - timedelta(days=7), last + timedelta(days=7)
        days = upcoming(start, end, IN_MONTH)
        return {
            "weeks": weeks(first, days, today),
            "first": first,
            "previous": first - timedelta(days=1) if first.year > YEARS[0] else None,
            "next": last if last.year < YEARS[-1] else None,
            "today": today,
            "is_empty": not any(first <= day < last for day in days),
        }

    def _day(self, day: date) -> dict:
        days = upcoming(day, day + timedelta(days=1), IN_DAY)
        return {"day": day, "of": days.get(day, NOTHING), "first": day}

    def _closed_kinds(self, request: HttpRequest) -> set[Kind]:
        """Return the kinds of what the user sees here and may not open."""
        of_models = {Kind.SET: PublicationSet, Kind.NOTICE: Notice, Kind.NOTICE_ENDS: Notice}
        desks = {kind: self.admin_site.get_model_admin(of) for kind, of in of_models.items()}
        return {kind for kind, desk in desks.items() if not desk.has_view_permission(request)}

    def _calendar_page(self, request: HttpRequest, context: dict) -> HttpResponse:
        about = {
            "title": _("Calendar"),
            "kinds": Kind.choices,
            "closed": self._closed_kinds(request),
            "default_locale": settings.LANGUAGE_CODE,
        }
        return page(self, request, "admin/articles/article/calendar.html", about | context)
