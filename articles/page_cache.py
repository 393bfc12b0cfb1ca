"""Pages that every visitor gets alike, cached in the worker's memory until anything is published.

An article, a list or the answer to a question depends on nothing but what is published, so it is
rendered once per worker and edition (`editions`). View counts change without a new edition: a
cached page is cut where they stand, and they are put in while it is sent. So a hit costs one query
and no template, whatever the number of articles. A page is compressed again only when one of its
counts has changed since it was sent last. docs/performance.md has the figures.

`cached` is for views, `once_per_edition` for functions that many pages call.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import compression, editions
from .editions import Edition, EditionState
from .templatetags.formats import VIEWS_PLACE, shown_views

# Addresses that were asked for once; one that nobody asks for again is not worth its memory.
MAX_ADDRESSES = 10_000
# Of functions: a crawler that reads every tag in every locale leaves 2 to 5 KB for each.
MAX_RESULTS = 1_000
# Of a page's characters; it is kept as it is and compressed.
SIZE_WITH_COMPRESSED = 1.3

View = Callable[..., HttpResponse]
T = TypeVar("T")


class CachedResponse(HttpResponse):
    """A cached page with its counts; `gzipped` returns its content compressed."""

    gzipped: Callable[[], bytes]


@dataclass(slots=True)
class CachedPage:
    """A rendered page, cut where view counts go.

    `pieces` repeat text, form of the count, article id, count at rendering; the last one is text.
    """

    edition: Edition
    pieces: list[str]
    headers: dict[str, str]
    size: int
    compressed: tuple[list[int], bytes] | None = None  # with the counts that it shows

    @classmethod
    def of(cls, response: HttpResponse, edition: Edition) -> CachedPage:
        text = response.content.decode()
        size = int(len(text) * SIZE_WITH_COMPRESSED)
        return cls(edition, VIEWS_PLACE.split(text), dict(response.headers), size)

    @property
    def article_ids(self) -> list[int]:
        return [int(id) for id in self.pieces[2::4]]

    def response(self, views: dict[int, int] | None = None) -> CachedResponse:
        """Return the page with these counts; without any, with those of when it was rendered."""
        if views is None:
            counts = [int(count) for count in self.pieces[3::4]]
        else:
            counts = [views.get(id, 0) for id in self.article_ids]
        response = CachedResponse(self._text(counts), headers=self.headers)
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


class PageStore:
    """The most recently used pages of this process, up to `capacity` characters in all."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()
        self._addresses: OrderedDict[str, None] = OrderedDict()  # that were asked for once
        self._size = 0
        self._lock = threading.Lock()

    def get(self, address: str) -> CachedPage | None:
        """Return the cached page of `address`, if any."""
        with self._lock:
            if page := self._pages.get(address):
                self._pages.move_to_end(address)
            return page

    def put(self, address: str, page: CachedPage) -> None:
        """Keep `page`; the ones that were not asked for the longest make room."""
        with self._lock:
            if old := self._pages.pop(address, None):
                self._size -= old.size
            self._pages[address] = page
            self._size += page.size
            while self._size > self._capacity:
                self._size -= self._pages.popitem(last=False)[1].size

    def was_asked(self, address: str) -> bool:
        """Return whether `address` was asked for before, and remember that it is now."""
        with self._lock:
            if address in self._addresses:
                return True
            self._addresses[address] = None
            if len(self._addresses) > MAX_ADDRESSES:
                self._addresses.popitem(last=False)
            return False

    def clear(self) -> None:
        """Forget every page and every address."""
        with self._lock:
            self._pages.clear()
            self._addresses.clear()
            self._size = 0


class _Rendering(threading.local):
    """What this thread renders: whether a page, whether one that will be cached, of which edition.

    What is read after `state` is never older than it, so reading it once serves everything that
    the page calls.
    """

    is_page = is_cached = False
    state: EditionState | None = None


_rendering = _Rendering()
_stores: list[PageStore] = []
_results: OrderedDict[tuple, tuple[Edition, Any]] = OrderedDict()


def clear() -> None:
    """Forget everything that this process has cached; publishing does so by itself."""
    for pages in _stores:
        pages.clear()
    _results.clear()
    editions.forget()


def cached(*parameters: str, share: float) -> Callable[[View], View]:
    """Decorate a view whose answer depends on its address and on what is published alone.

    `parameters` are the names that its query may have; with others it is answered, but not cached.
    The view gets `share` of the memory for itself: questions do not push out articles. A page is
    cached from the second time on that it is asked for.
    """
    pages = PageStore(int(settings.PAGE_CACHE_CHARACTERS * share))
    _stores.append(pages)
    return lambda view: _cached_view(view, frozenset(parameters), pages)


def _cached_view(view: View, parameters: frozenset[str], pages: PageStore) -> View:
    @wraps(view)
    def cached_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        if settings.DEBUG or request.GET.keys() - parameters or not pages.was_asked(address):
            with _rendering_page():
                return view(request, *args, **kwargs)
        page = pages.get(address)
        state = editions.current(page.article_ids if page else ())
        if page and page.edition == state.edition:
            return page.response(state.views)
        with _rendering_page(state):
            vars(request)["leaves_places_for_views"] = not state.is_being_written
            response = view(request, *args, **kwargs)
        if state.is_being_written or response.status_code != 200:
            return response
        page = CachedPage.of(response, state.edition)
        pages.put(address, page)
        return page.response()

    return cached_view


@contextmanager
def _rendering_page(state: EditionState | None = None) -> Iterator[None]:
    """Mark that this thread renders a page, which will be cached when `state` is settled.

    Without `state`, the first `once_per_edition` function that the page calls reads it.
    """
    _rendering.is_page, _rendering.state = True, state
    _rendering.is_cached = state is not None and not state.is_being_written
    try:
        yield
    finally:
        _rendering.is_page, _rendering.is_cached, _rendering.state = False, False, None


def will_be_cached() -> bool:
    """Return whether this thread renders a page that is going to be cached."""
    return _rendering.is_cached


def once_per_edition(function: Callable[..., T]) -> Callable[..., T]:
    """Decorate a function whose result depends on its hashable arguments and on what is published.

    It is called once per edition. What it returns is shared by all that ask, who must not change
    it. Of too many results the oldest is forgotten; what every page asks for is read once more.
    """

    @wraps(function)
    def cached_function(*args: Hashable) -> T:
        if settings.DEBUG:
            return function(*args)
        state = _rendering.state or editions.current()
        if _rendering.is_page:
            _rendering.state = state
        key = (function, *args)
        if (cached_result := _results.get(key)) and cached_result[0] == state.edition:
            return cached_result[1]
        result = function(*args)
        if not state.is_being_written:
            _results[key] = state.edition, result
            if len(_results) > MAX_RESULTS:
                _results.popitem(last=False)
        return result

    return cached_function
