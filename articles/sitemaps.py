"""The sitemap (sitemaps.org): an index, parts of lists, and parts of articles.

A part holds as few addresses as make sure that it stays below 10 MB even when every address is as
long as can be, so it is made at once and kept like a page; the protocol allows 50,000. Articles
stand in the order of their numbers: publishing one more changes the last part and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from math import ceil
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from . import absolute, page_cache, paths, reading

MAX_BYTES = 10_000_000
# 200 characters of a slug are at most 2,400 when quoted; the rest is the host and the tags.
LONGEST_ADDRESS = 2_800

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)

Alternates = Iterable[tuple[str, str]]


def size() -> int:
    """Return how many addresses a part holds: each names itself and itself in every locale."""
    return MAX_BYTES // (LONGEST_ADDRESS * (1 + len(settings.LOCALES)))


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def index(request: HttpRequest) -> HttpResponse:
    """The parts, those of articles with the time when the newest of them was updated."""
    of_lists = range(1, 1 + ceil(len(_lists(absolute.origin(request))) / size()))
    of_articles = enumerate(reading.portions(size()), 1)
    parts = [
        *((reverse("sitemap_of_lists", args=[number]), None) for number in of_lists),
        *((reverse("sitemap_of_articles", args=[number]), at) for number, at in of_articles),
    ]
    lines = [
        f"<sitemap><loc>{escape(absolute.address(request, path))}</loc>{_changed(at)}</sitemap>"
        for path, at in parts
    ]
    return _answer("sitemapindex", lines)


@require_safe
@conditional_page
@page_cache.cached(share=0.02)
def articles(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the articles; 404 beyond the last."""
    places = reading.portion(number, size()) if 0 < number < 1_000_000 else []
    if not places:
        raise Http404("No such part.")
    site = absolute.origin(request)
    path_in = {code: paths.in_locale(code, "articles:detail") for code in settings.LOCALES}
    lines = []
    for place in places:
        here = (place.locale, place.slug)
        alternates = [here, *place.translations] if place.translations else []
        lines.append(
            _url(
                site + path_in[place.locale](place.slug),
                [(code, site + path_in[code](slug)) for code, slug in alternates],
                place.updated_at,
            )
        )
    return _answer("urlset", lines)


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def lists(request: HttpRequest, number: int) -> HttpResponse:
    """One part of home, tabs and categories; 404 beyond the last."""
    first = (number - 1) * size()
    places = _lists(absolute.origin(request))[first : first + size()]
    if not places:
        raise Http404("No such part.")
    return _answer("urlset", [_url(address, alternates) for address, alternates in places])


def _lists(site: str) -> list[tuple[str, Alternates]]:
    """Return home in every locale, and each tab and category where it has an article."""
    homes = {code: site + paths.home(code) for code in settings.LOCALES}
    found: dict[str, dict[str, str]] = {"": homes}
    for code in settings.LOCALES:
        for node in reading.nodes(reading.categories(code)):
            if node.articles:
                path = f"{node.tab.key}/{node.key}/" if node.parent else f"{node.key}/"
                found.setdefault(path, {})[code] = homes[code] + path
    return [
        (address, addresses.items() if len(addresses) > 1 else ())
        for addresses in found.values()
        for address in addresses.values()
    ]


def _url(address: str, alternates: Alternates, at: datetime | None = None) -> str:
    return "".join(["<url><loc>", escape(address), "</loc>", _changed(at),
                    *_links(alternates), "</url>"])  # fmt: skip


def _links(alternates: Alternates) -> Iterator[str]:
    for code, address in alternates:
        yield f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""


def _answer(root: str, lines: list[str]) -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {NAMESPACES}>'
    text = "\n".join([head, *lines, f"</{root}>\n"])
    return HttpResponse(text, "application/xml", headers={"Cache-Control": "no-cache"})
