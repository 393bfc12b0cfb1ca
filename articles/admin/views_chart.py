"""The last month's views of an article as bars; a table says the same in numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models import Article, ViewCount

DAYS = 30
HEIGHT = 60
STEP = 10  # units of the drawing's width for each day


class Bar(NamedTuple):
    """A day's views and the rectangle that shows them, in units of the drawing."""

    day: date
    views: int
    x: int
    y: int
    height: int


class Chart(NamedTuple):
    """The drawing, `width` by `height`, of `total` views."""

    bars: list[Bar]
    total: int
    width: int = DAYS * STEP
    height: int = HEIGHT


def counted_days() -> ArraySubquery:
    """Return what reads the views of each of the last days together with an article."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    counted = ViewCount.objects.filter(article=OuterRef("pk"), day__gte=first)
    return ArraySubquery(counted.values(counted=JSONObject(day="day", views="views")))


def last_days(article: Article) -> Chart:
    """Return the views of the last 30 days, today included, of an article that has `days`."""
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    counted = {date.fromisoformat(counted["day"]): counted["views"] for counted in article.days}
    most = max(counted.values(), default=0) or 1
    return Chart(
        [_bar(number, day, counted.get(day, 0), most) for number, day in enumerate(days)],
        sum(counted.values()),
    )


def _bar(number: int, day: date, views: int, most: int) -> Bar:
    height = -(-views * HEIGHT // most)  # rounded up: a single view is visible
    return Bar(day, views, number * STEP, HEIGHT - height, height)
