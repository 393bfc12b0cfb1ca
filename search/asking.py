"""The log of questions: which were asked on which day, how often, and how much was found.

Decides what is noted: the first page that a reader gets, from memory or not, outside of the
request, as views are counted. Of a search of a part it is noted whether an article of the site
fits, not of the part; one in the order of date or views comes after one by relevance, and is not
noted. Nothing is kept of who asked. What may say who did is not noted: texts with an @ or with a
long number (telephone, card, account). One address asking again on the same day, by whatever
browsers, changes nothing, and nobody fills the log.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from articles.visitors import PERSONAL, is_reader, subscriber_of_the_day
from articles.waiting import Waiting

from .models import AskedQuestion
from .questions import clean

MAX_LENGTH = 200
# How the view says what it found; the header is taken off before the page is sent.
FOUND = "X-Found"
WEAK = "weak"
# Of one address and day in one worker; an office asks less, a program more.
MAX_QUESTIONS = 100
MAX_ADDRESSES = 10_000

View = Callable[..., HttpResponse]


class Asked(NamedTuple):
    """That `text` was asked on `day` and found so many results; whether one of them `fits`."""

    locale: str
    day: date
    text: str
    results: int
    fits: bool = True


# What was found the last time counts. Rows are locked in one order everywhere, so that two workers
# never wait for each other in a ring.
WRITE = """
    INSERT INTO search_askedquestion AS kept (locale, day, text, times, results, fits)
    SELECT locale, day, text, count(*), (array_agg(results ORDER BY number DESC))[1],
           (array_agg(fits ORDER BY number DESC))[1]
      FROM unnest(%s::text[], %s::date[], %s::text[], %s::int[], %s::bool[])
           WITH ORDINALITY AS asked (locale, day, text, results, fits, number)
     GROUP BY locale, text, day ORDER BY locale, text, day
        ON CONFLICT (locale, text, day) DO UPDATE
       SET times = kept.times + excluded.times, results = excluded.results,
           fits = excluded.fits"""


def write(asked: list[Asked]) -> None:
    """Note `asked`, the last one last, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*asked, strict=True)])


def forget(before: date) -> int:
    """Delete what was asked before a day; return how many rows that were."""
    deleted, _by_model = AskedQuestion.objects.filter(day__lt=before).delete()
    return deleted


def plain(question: str) -> str:
    """Return `question` as it is noted: small letters, no marks around it, at most MAX_LENGTH."""
    text = unicodedata.normalize("NFKC", clean(question)).lower()
    return " ".join(text.split()).strip(" ?!.,;:…¿¡？！。、\"'“”")[:MAX_LENGTH].rstrip()


class Askers:
    """Who asked what today, in the memory of this process only."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, set[int]] = OrderedDict()
        self._lock = threading.Lock()

    def is_new(self, who: int, locale: str, text: str) -> bool:
        """Return whether this is asked for the first time, and not too much; remembers it."""
        with self._lock:
            texts = self._texts.setdefault(who, set())
            self._texts.move_to_end(who)
            if len(self._texts) > MAX_ADDRESSES:
                self._texts.popitem(last=False)
            if len(texts) >= MAX_QUESTIONS or hash((locale, text)) in texts:
                return False
            texts.add(hash((locale, text)))
            return True

    def forget(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._texts.clear()


askers = Askers()
_waiting: Waiting[Asked] = Waiting(write, "questions")


def tell(response: HttpResponse, results: int, fits: bool | None) -> None:
    """Say on `response` what was found, for `noted` around the view; no results never fit.

    Nothing is noted when it is not known whether an article fits.
    """
    if fits is not None:
        response.headers[FOUND] = f"{results} {'' if fits and results else WEAK}"


def noted(view: View) -> View:
    """Decorate the view that answers questions; it tells what was found."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if found := response.headers.get(FOUND):
            del response.headers[FOUND]
            if _is_asked(request):
                results, _, weak = found.partition(" ")
                _note(request, int(results), fits=not weak)
        return response

    return answer


def _is_asked(request: HttpRequest) -> bool:
    """Return whether a reader asks: no crawler, nobody of the staff, and no further page."""
    return (
        request.method == "GET"
        and request.GET.get("page", "1") in ("1", "")
        and is_reader(request)
        and not (settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff)
    )


def _note(request: HttpRequest, results: int, fits: bool) -> None:
    text = plain(request.GET.get("q", ""))
    today, locale = timezone.localdate(), get_language()
    if not text or PERSONAL.search(text):
        return
    if not askers.is_new(subscriber_of_the_day(request, today), locale, text):
        return
    asked = Asked(locale, today, text, results, fits)
    if settings.VIEWS_FLUSH_SECONDS:
        _waiting.add(asked)
    else:
        write([asked])
