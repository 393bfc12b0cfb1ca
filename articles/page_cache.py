"""Pages that every visitor gets alike, kept in the worker's memory until anything is published.

An article, a list or the answer to a question depends on nothing but what is published, so it is
rendered once per worker and edition. An edition is a number that database triggers move whenever a
published table is written (migration 0003), together with the last time at which an article expired
or a notice began or ended, which nobody writes. One statement reads it together with the view
counts, which are put into the kept page while it is sent: a hit costs one query and no template,
whatever the number of articles. It is compressed again only when one of its counts has changed
since it was sent last. docs/performance.md has the figures.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, wraps
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import compression
from .templatetags.formats import VIEWS_PLACE, shown_views

# `is_being_written`: somebody has written and not committed, so what is rendered now is soon old.
# A writer takes its lock before it moves the number, so the lock must be looked for after the
# number was read: the subquery depends on it. Looking takes as long as all the rest, and nobody can
# have written without moving the number that was the last one while nobody wrote. OFFSET: once, not
# for each article; then the statement is also cheap enough to PostgreSQL to be planned once.
READ_EDITION = """
    SELECT edition.*, total.article_id, total.views
      FROM (SELECT last_value,
                   greatest((SELECT max(expire_at) FROM articles_publishedarticle
                              WHERE expire_at <= now()),
                            (SELECT max(moment)
                               FROM articles_notice, unnest(ARRAY[starts_at, ends_at]) AS moment
                              WHERE moment <= now())),
                   CASE WHEN last_value = %s::bigint THEN false ELSE
                   EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND classid = 0
                              AND objid = 'articles_edition'::regclass AND last_value IS NOT NULL
                              AND database = (SELECT oid FROM pg_database
                                               WHERE datname = current_database())) END
              FROM articles_edition OFFSET 0) AS edition
      LEFT JOIN articles_viewtotal AS total ON total.article_id = ANY(%s)"""
# Addresses that were asked for once; one that nobody asks for again is not worth its memory.
REMEMBERED = 10_000
# Answers of functions: a crawler that reads every tag in every locale leaves 2 to 5 KB for each.
ANSWERS = 1_000
# Of a page's characters; it is kept as it is and compressed.
SIZE_WITH_COMPRESSED = 1.3


class Edition(NamedTuple):
    """Readers of one edition see the same: nothing was published and nothing expired between.

    It ends with the day, because what was read most of late changes with the days.
    """

    number: int
    last_moment: datetime | None
    day: date | None = None


class _Making(threading.local):
    """The edition that this thread has read for the page that it makes; None outside of a page.

    What is read after it is never older than it, so one reading serves everything that the page
    remembers.
    """

    is_page = is_to_keep = False
    read: tuple[Edition, bool] | None = None


class KeptResponse(HttpResponse):
    """A kept page with its counts; `gzipped` returns its content compressed."""

    gzipped: Callable[[], bytes]


@dataclass(slots=True)
class KeptPage:
    """A rendered page, cut where view counts go: text, form, id, count, text, form, ... text."""

    edition: Edition
    pieces: list[str]
    headers: dict[str, str]
    size: int
    compressed: tuple[list[int], bytes] | None = None

    @classmethod
    def of(cls, response: HttpResponse, edition: Edition) -> KeptPage:
        text = response.content.decode()
        size = int(len(text) * SIZE_WITH_COMPRESSED)
        return cls(edition, VIEWS_PLACE.split(text), dict(response.headers), size)

    @property
    def article_ids(self) -> list[int]:
        return [int(number) for number in self.pieces[2::4]]

    def response(self, views: dict[int, int] | None = None) -> KeptResponse:
        """Return the page with these counts; without any, with those of when it was rendered."""
        if views is None:
            counts = [int(count) for count in self.pieces[3::4]]
        else:
            counts = [views.get(id, 0) for id in self.article_ids]
        response = KeptResponse(self._text(counts), headers=self.headers)
        response.gzipped = partial(self._gzipped, response.content, counts)
        return response

    def _text(self, counts: list[int]) -> str:
        text = self.pieces[::4]
        for place, (form, count) in enumerate(zip(self.pieces[1::4], counts, strict=True)):
            text[place] += shown_views(count, form)
        return "".join(text)

    def _gzipped(self, content: bytes, counts: list[int]) -> bytes:
        if self.compressed is None or self.compressed[0] != counts:
            self.compressed = counts, compression.gzipped(content)
        return self.compressed[1]


class Pages:
    """The most recently used pages of this process, up to `capacity` characters in all."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._asked: OrderedDict[str, None] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, address: str) -> KeptPage | None:
        """Return the page kept for `address`, if any."""
        with self._lock:
            if page := self._pages.get(address):
                self._pages.move_to_end(address)
            return page

    def clear(self) -> None:
        """Forget every page and every address."""
        with self._lock:
            self._pages.clear()
            self._asked.clear()
            self._size = 0

    def was_asked(self, address: str) -> bool:
        """Return whether `address` was asked for before, and remember that it is now."""
        with self._lock:
            if address in self._asked:
                return True
            self._asked[address] = None
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
            return False

    def put(self, address: str, page: KeptPage) -> None:
        """Keep `page`; the ones that were not asked for the longest make room."""
        with self._lock:
            if old := self._pages.pop(address, None):
                self._size -= old.size
            self._pages[address] = page
            self._size += page.size
            while self._size > self._capacity:
                self._size -= self._pages.popitem(last=False)[1].size


View = Callable[..., HttpResponse]
T = TypeVar("T")

_making = _Making()
_all: list[Pages] = []
_remembered: OrderedDict[tuple, tuple[Edition, Any]] = OrderedDict()
# The number of the last edition that was read while nobody wrote.
_settled: int | None = None


def clear() -> None:
    """Forget every page of this process; publishing does so by itself."""
    global _settled
    for pages in _all:
        pages.clear()
    _remembered.clear()
    _settled = None


def kept(*parameters: str, share: float) -> Callable[[View], View]:
    """Decorate a view whose answer depends on its address and on what is published alone.

    `parameters` are the names that its query may have; with others it is answered, but not kept.
    The view gets `share` of the memory for itself: questions do not push out articles. A page is
    kept from the second time on that it is asked for.
    """
    pages = Pages(int(settings.PAGE_CACHE_CHARACTERS * share))
    _all.append(pages)
    return lambda view: _from_memory(view, frozenset(parameters), pages)


def _from_memory(view: View, parameters: frozenset[str], pages: Pages) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        if settings.DEBUG or request.GET.keys() - parameters or not pages.was_asked(address):
            with _page():
                return view(request, *args, **kwargs)
        page = pages.get(address)
        edition, is_being_written, views = _read_edition(page.article_ids if page else [])
        if page and page.edition == edition:
            return page.response(views)
        with _page((edition, is_being_written)):
            vars(request)["leaves_places_for_views"] = not is_being_written
            response = view(request, *args, **kwargs)
        if is_being_written or response.status_code != 200:
            return response
        page = KeptPage.of(response, edition)
        pages.put(address, page)
        return page.response()

    return answer


@contextmanager
def _page(read: tuple[Edition, bool] | None = None) -> Iterator[None]:
    """Mark that this thread makes a page of the edition `read`.

    Without one, the first `remembered` function that the page calls reads it.
    """
    _making.is_page, _making.read = True, read
    _making.is_to_keep = read is not None and not read[1]
    try:
        yield
    finally:
        _making.is_page, _making.is_to_keep, _making.read = False, False, None


def remembered(read: Callable[..., T]) -> Callable[..., T]:
    """Decorate a function whose result depends on its hashable arguments and on what is published.

    It is called once per edition. What it returns is shared by all that ask, who must not change
    it. Of too many answers the oldest is forgotten; what every page asks for is read once more.
    """

    @wraps(read)
    def answer(*args: Hashable) -> T:
        if settings.DEBUG:
            return read(*args)
        edition, is_being_written = _making.read or _read_edition([])[:2]
        if _making.is_page:
            _making.read = edition, is_being_written
        key = (read, *args)
        if (found := _remembered.get(key)) and found[0] == edition:
            return found[1]
        value = read(*args)
        if not is_being_written:
            _remembered[key] = edition, value
            if len(_remembered) > ANSWERS:
                _remembered.popitem(last=False)
        return value

    return answer


def will_be_kept() -> bool:
    """Return whether this thread makes a page that is going to be kept."""
    return _making.is_to_keep


def _read_edition(article_ids: list[int]) -> tuple[Edition, bool, dict[int, int]]:
    """Return the edition, whether a next one is being written, and the views of the articles."""
    global _settled
    with connection.cursor() as cursor:
        cursor.execute(READ_EDITION, [_settled, article_ids])
        rows = cursor.fetchall()
    number, last_moment, is_being_written, _, _ = rows[0]
    if not is_being_written:
        _settled = number
    views = {id: count for _, _, _, id, count in rows if id}
    return Edition(number, last_moment, timezone.localdate()), is_being_written, views
