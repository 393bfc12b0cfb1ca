"""Pages that every visitor gets alike, kept in the worker's memory until anything is published.

An article's or a list's page depends on nothing but what is published, so it is rendered once per
worker and edition. An edition is a number that database triggers move whenever a published table
is written (migration 0003). One statement reads it together with the view counts, which are put
into the kept page while it is sent: a hit costs one query and no template, whatever the number of
articles. Figures with and without are in docs/performance.md.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from .templatetags.formats import VIEWS_PLACE, shown_views

READ_EDITION = """
    SELECT edition.last_value, total.article_id, total.views
      FROM articles_edition AS edition
      LEFT JOIN articles_viewtotal AS total ON total.article_id = ANY(%s)"""

# Somebody has written published tables and not committed: what is rendered now is soon old.
IS_BEING_WRITTEN = """
    SELECT EXISTS (
        SELECT FROM pg_locks
         WHERE locktype = 'advisory' AND classid = 0 AND objid = 'articles_edition'::regclass
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A rendered page, cut where view counts go: text, form, id, count, text, form, ... text."""

    edition: int
    pieces: list[str]
    headers: dict[str, str]
    size: int

    @property
    def article_ids(self) -> list[int]:
        return [int(number) for number in self.pieces[2::4]]

    def response(self, views: dict[int, int] | None = None) -> HttpResponse:
        """Return the page with these counts; without any, with those of when it was rendered."""
        text = self.pieces[::4]
        for place, (form, number, count) in enumerate(
            zip(self.pieces[1::4], self.pieces[2::4], self.pieces[3::4], strict=True)
        ):
            current = int(count) if views is None else views.get(int(number), 0)
            text[place] += shown_views(current, form)
        return HttpResponse("".join(text), headers=self.headers)


class Pages:
    """The most recently used pages of this process, up to `capacity` characters in all."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, address: str) -> KeptPage | None:
        """Return the page kept for `address`, if any."""
        with self._lock:
            if page := self._pages.get(address):
                self._pages.move_to_end(address)
            return page

    def put(self, address: str, page: KeptPage) -> None:
        """Keep `page`; the ones that were not asked for the longest make room."""
        with self._lock:
            if old := self._pages.pop(address, None):
                self._size -= old.size
            self._pages[address] = page
            self._size += page.size
            while self._size > self._capacity:
                self._size -= self._pages.popitem(last=False)[1].size


pages = Pages(settings.PAGE_CACHE_CHARACTERS)


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view whose answer depends on its address and on what is published alone.

    Addresses with another query than ?page= are answered, but not kept: anybody can make up as
    many of them as would push out every other page.
    """

    @wraps(view)
    def from_memory(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        page = pages.get(address)
        edition, views = _edition(page.article_ids if page else [])
        if page and page.edition == edition and not settings.DEBUG:
            return page.response(views)
        may_keep = not request.GET.keys() - {"page"} and not _is_being_written()
        request.page_is_kept = True  # the template leaves places for the views
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        text = response.content.decode()
        page = KeptPage(edition, VIEWS_PLACE.split(text), dict(response.headers), len(text))
        if may_keep:
            pages.put(address, page)
        return page.response()

    return from_memory


def _edition(article_ids: list[int]) -> tuple[int, dict[int, int]]:
    """Return the edition of this moment, and the views of those articles that have any."""
    with connection.cursor() as cursor:
        cursor.execute(READ_EDITION, [article_ids])
        rows = cursor.fetchall()
    return rows[0][0], {article_id: views for _, article_id, views in rows if article_id}


def _is_being_written() -> bool:
    # Asked after the edition: a writer takes its lock before it moves the number.
    with connection.cursor() as cursor:
        cursor.execute(IS_BEING_WRITTEN)
        return cursor.fetchone()[0]
