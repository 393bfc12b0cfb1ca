"""What is upcoming: everything that visitors will see or miss at a date, day by day.

Something else that has dates adds a kind of event and a function to SOURCES.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Article, Notice, PublicationSet


class Kind(models.TextChoices):
    """What happens on a day."""

    PUBLISH = "publish", _("Goes live")
    EXPIRE = "expire", _("Expires")
    REVIEW = "review", _("To be read again")
    SET = "set", _("Publication set")
    NOTICE = "notice", _("Notice begins")
    NOTICE_ENDS = "notice_ends", _("Notice ends")


class Event(NamedTuple):
    """One thing that happens; `at` is None where it is any time of the day.

    `locale` is "" for what belongs to none or to all.
    """

    day: date
    at: datetime | None
    kind: Kind
    title: str
    locale: str
    address: str


@dataclass(frozen=True, slots=True)
class Day:
    """The first events of a day, and how many there are in all."""

    events: list[Event]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.events)


# A function of (first, end, most), which yields the first `most` events of each day before `end`,
# each with how many that day has in all: an import may give thousands of articles one date.
Source = Callable[[date, date, int], Iterator[tuple[Event, int]]]


def _at(field: str, kind: Kind) -> Source:
    """Return the source of what happens at the time in `field`, on days of the site's time zone."""

    def events(first: date, end: date, most: int) -> Iterator[tuple[Event, int]]:
        within = _within(field, first, end)
        for article in _first_of_days(within, TruncDate(field), field, most):
            yield _event(article, article.day, getattr(article, field), kind), article.of_day

    return events


def _on_review_days(first: date, end: date, most: int) -> Iterator[tuple[Event, int]]:
    within = Q(review_by__gte=first, review_by__lt=end)
    for article in _first_of_days(within, F("review_by"), "pk", most):
        yield _event(article, article.day, None, Kind.REVIEW), article.of_day


def _sets(first: date, end: date, most: int) -> Iterator[tuple[Event, int]]:
    scheduled = PublicationSet.objects.scheduled().filter(_within("publish_at", first, end))
    dated = scheduled.annotate(day=TruncDate("publish_at")).order_by("publish_at", "pk")
    by_day = groupby(dated, key=attrgetter("day"))
    for day, of_day in ((day, list(sets)) for day, sets in by_day):
        for publication_set in of_day[:most]:
            address = reverse("admin:articles_publicationset_change", args=[publication_set.pk])
            yield (
                Event(day, publication_set.publish_at, Kind.SET, publication_set.name, "", address),
                len(of_day),
            )


def _notices(first: date, end: date, most: int) -> Iterator[tuple[Event, int]]:
    begins_or_ends = _within("starts_at", first, end) | _within("ends_at", first, end)
    by_day: dict[date, list[Event]] = defaultdict(list)
    for notice in Notice.objects.filter(begins_or_ends):
        address = reverse("admin:articles_notice_change", args=[notice.pk])
        for at, kind in ((notice.starts_at, Kind.NOTICE), (notice.ends_at, Kind.NOTICE_ENDS)):
            if at and first <= (day := timezone.localdate(at)) < end:
                by_day[day].append(Event(day, at, kind, notice.text, notice.locale, address))
    for events in by_day.values():
        for event in _in_order(events)[:most]:
            yield event, len(events)


SOURCES: list[Source] = [
    _at("publish_at", Kind.PUBLISH),
    _at("expire_at", Kind.EXPIRE),
    _on_review_days,
    _sets,
    _notices,
]


def _first_of_days(within: Q, day: Combinable, order: str, most: int) -> QuerySet:
    """Return the first articles of each day, with their number on that day; one query."""
    articles = Article.objects.filter(within).annotate(
        day=day,
        of_day=Window(Count("pk"), partition_by=[F("day")]),
        place=Window(RowNumber(), partition_by=[F("day")], order_by=[F(order).asc(), "pk"]),
    )
    fields = ("title", "locale", "publish_at", "expire_at", "review_by")
    return articles.filter(place__lte=most).only(*fields).order_by("day", "place")


def _event(article: Article, day: date, at: datetime | None, kind: Kind) -> Event:
    address = reverse("admin:articles_article_change", args=[article.pk])
    return Event(day, at, kind, article.title, article.locale, address)


def _within(field: str, first: date, end: date) -> Q:
    """Return the condition that the time in `field` is on a day from `first` up to `end`."""
    since, until = (timezone.make_aware(datetime.combine(day, time())) for day in (first, end))
    return Q(**{f"{field}__gte": since, f"{field}__lt": until})


def upcoming(first: date, end: date, most: int) -> dict[date, Day]:
    """Return the days from `first` up to `end`, without it, on which something happens.

    At most `most` events of each day; those at a certain time come first. A query for each source.
    """
    events: dict[date, list[Event]] = defaultdict(list)
    counts: Counter[date] = Counter()
    for source in SOURCES:
        on_day: dict[date, int] = {}
        for event, of_day in source(first, end, most):
            events[event.day].append(event)
            on_day[event.day] = of_day
        counts.update(on_day)
    return {day: Day(_in_order(of_day)[:most], counts[day]) for day, of_day in events.items()}


def _in_order(events: list[Event]) -> list[Event]:
    """Those at a certain time first; a sort keeps the order of the others."""
    return sorted(events, key=lambda event: (event.at is None, event.at or event.day))
