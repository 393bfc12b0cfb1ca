"""The log of questions: which were asked on which day, how often, how much was found and opened.

Decides what is logged: a question whose first page of results, in the order of relevance, a reader
gets, whether rendered for it or cached; and that an article was opened from it
(opened_results.py). In another order the question was logged before. Where only a part of the site
was searched, it is logged whether any article of the site fits.

Nothing is kept of who asked, and texts that may say who did are not logged: those with an @ or a
long number (telephone, card, account). When one address asks the same again on the same day, from
whatever browsers, nothing changes, and nobody can fill the log. It is written outside of the
request, as views are counted.
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
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from articles.visitors import PERSONAL, is_reader, subscriber_of_the_day
from articles.write_buffer import WriteBuffer

from .models import AskedQuestion
from .questions import clean

MAX_LENGTH = 200
# The view reports what it found in this header, which is taken off before the page is sent.
REPORT = "X-Found"
WEAK, OPENED = "weak", "opened"
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


class Opened(NamedTuple):
    """That a reader opened one of the results of `text`."""

    locale: str
    day: date
    text: str


Entry = Asked | Opened


# What was found the last time counts. Rows are locked in one order everywhere, so that two workers
# never wait for each other in a ring.
WRITE = """
    INSERT INTO search_askedquestion AS kept (locale, day, text, times, results, fits, opened)
    SELECT locale, day, text, count(*), (array_agg(results ORDER BY number DESC))[1],
           (array_agg(fits ORDER BY number DESC))[1], 0
      FROM unnest(%s::text[], %s::date[], %s::text[], %s::int[], %s::bool[])
           WITH ORDINALITY AS asked (locale, day, text, results, fits, number)
     GROUP BY locale, text, day ORDER BY locale, text, day
        ON CONFLICT (locale, text, day) DO UPDATE
       SET times = kept.times + excluded.times, results = excluded.results, fits = excluded.fits,
           opened = CASE WHEN kept.fits OR NOT excluded.fits THEN kept.opened
                         ELSE nullif(kept.opened, 0) END"""

# Of questions that are logged on that day; nobody makes a question by opening an article.
WRITE_OPENED = """
    WITH kept AS (
        SELECT asked.id, opened.times
          FROM search_askedquestion AS asked
          JOIN (SELECT locale, day, text, count(*) AS times
                  FROM unnest(%s::text[], %s::date[], %s::text[]) AS opened (locale, day, text)
                 GROUP BY locale, day, text) AS opened USING (locale, day, text)
         ORDER BY asked.locale, asked.text, asked.day FOR UPDATE OF asked)
    UPDATE search_askedquestion AS asked SET opened = coalesce(asked.opened, 0) + kept.times
      FROM kept WHERE kept.id = asked.id"""


def write(entries: list[Entry]) -> None:
    """Log what was asked, the last one last, and what was opened; one statement for each kind."""
    with transaction.atomic(), connection.cursor() as cursor:
        for kind, statement in ((Asked, WRITE), (Opened, WRITE_OPENED)):
            if rows := [entry for entry in entries if isinstance(entry, kind)]:
                cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def forget(before: date) -> int:
    """Delete what was asked before a day; return how many rows that were."""
    deleted, _by_model = AskedQuestion.objects.filter(day__lt=before).delete()
    return deleted


def normalized(question: str) -> str:
    """Return `question` as it is logged: small letters, no marks around it, at most MAX_LENGTH."""
    text = unicodedata.normalize("NFKC", clean(question)).lower()
    return " ".join(text.split()).strip(" ?!.,;:…¿¡？！。、\"'“”")[:MAX_LENGTH].rstrip()


class Askers:
    """Who asked or opened what today, in the memory of this process only."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, set[int]] = OrderedDict()  # of each sender, hashed
        self._lock = threading.Lock()

    def is_new(self, sender: int, locale: str, text: str) -> bool:
        """Return whether this is asked for the first time, and not too much; remembers it."""
        with self._lock:
            texts = self._texts.setdefault(sender, set())
            self._texts.move_to_end(sender)
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


askers, openers = Askers(), Askers()
_buffer: WriteBuffer[Entry] = WriteBuffer(write, "questions")


def report(
    response: HttpResponse, results: int, fits: bool | None, *, opened: bool = False
) -> None:
    """Tell `logged`, by a header of `response`, what the view found and whether it was `opened`.

    Nothing is logged when it is not known whether an article fits; no results never fit.
    """
    if fits is not None:
        flags = {WEAK: not (fits and results), OPENED: opened}
        response.headers[REPORT] = " ".join(
            [str(results), *(flag for flag, is_set in flags.items() if is_set)]
        )


def logged(view: View) -> View:
    """Decorate a view that answers questions: what it reports is logged, when a reader asked."""

    @wraps(view)
    def logged_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if found := response.headers.get(REPORT):
            del response.headers[REPORT]
            if _is_asked(request):
                results, *flags = found.split()
                _log_asked(request, int(results), fits=WEAK not in flags)
                if OPENED in flags:
                    log_opened(request, request.GET.get("q", ""), get_language())
        return response

    return logged_view


def _is_asked(request: HttpRequest) -> bool:
    """Return whether a reader does: no crawler, nobody of the staff, and on no further page."""
    return (
        request.method == "GET"
        and request.GET.get("page", "1") in ("1", "")
        and is_reader(request)
        and not (settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff)
    )


def _log_asked(request: HttpRequest, results: int, fits: bool) -> None:
    text = normalized(request.GET.get("q", ""))
    _add(request, askers, Asked(get_language(), timezone.localdate(), text, results, fits))


def log_opened(request: HttpRequest, question: str, locale: str) -> None:
    """Log that whoever sends `request` opened one of the results of `question`."""
    if _is_asked(request):
        _add(request, openers, Opened(locale, timezone.localdate(), normalized(question)))


def _add(request: HttpRequest, senders: Askers, entry: Entry) -> None:
    """Add `entry` to the next write, unless it may say who sent it, or they did so today."""
    if not entry.text or PERSONAL.search(entry.text):
        return
    if not senders.is_new(subscriber_of_the_day(request, entry.day), entry.locale, entry.text):
        return
    if settings.VIEWS_FLUSH_SECONDS:
        _buffer.add(entry)
    else:
        write([entry])
