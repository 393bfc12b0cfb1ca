"""Pages that answer a question."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import page_cache, reading, staff_bar
from articles.paging import requested_page

from . import address as addresses
from . import bounded, facets, other_locales, question_log, throttling
from .address import RELEVANCE, Address
from .questions import clean
from .results import find
from .suggestions import offered


# A page from memory costs next to nothing and takes no question away. Not cached by "sort": the
# counts of a cached page are renewed, its order is not.
@require_safe
@question_log.logged
@page_cache.cached("q", "tab", "category", "tag", "page", share=0.2)
def results(request: HttpRequest) -> HttpResponse:
    """The articles that answer `?q=`, narrowed to a tab, a category and a tag; address.py says."""
    locale = get_language()
    tabs = reading.trees(locale)
    question = clean(request.GET.get("q", ""))
    address = addresses.read(request.GET, question, tabs, asks_why(request))
    if not question:
        return redirect(address.tab.url if address.tab else "articles:all")
    if wait := throttling.seconds_until_question(request):
        return _try_later(request, address, HTTPStatus.TOO_MANY_REQUESTS, wait)
    try:
        context = _results_context(request, address, locale, tabs)
    except bounded.TookTooLong:
        return _try_later(request, address, HTTPStatus.SERVICE_UNAVAILABLE, bounded.RETRY_AFTER)
    response = _page(request, address, context)
    question_log.report(response, context["found"], context["fits"])
    return response


def _try_later(
    request: HttpRequest, address: Address, status: HTTPStatus, seconds: int
) -> HttpResponse:
    """Say that the question is not answered at this moment, and after how many seconds to ask."""
    response = _page(request, address, {"address": address, "refused": status.value}, status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(
    request: HttpRequest, address: Address, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    context |= {"question": address.question, "tab": address.tab, "why": address.explains}
    response = render(request, "search/results.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if "why" in request.GET:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def asks_why(request: HttpRequest) -> bool:
    """Return whether `?why=1` is asked by staff who may know why an article is a result.

    Nothing else reads the session on a public page, so all others stay alike for everybody.
    """
    return request.GET.get("why") == "1" and staff_bar.may(request, "search.explain_results")


@never_cache
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The bar of staff on results: why these, and what changes them."""
    context = None
    if staff_bar.may(request, "search.explain_results"):
        question = clean(request.GET.get("q", ""))
        tabs = reading.trees(get_language())
        context = {"address": addresses.read(request.GET, question, tabs, explains=True)}
    return staff_bar.bar(request, "search/_staff.html", context)


@bounded.limited()
def _results_context(
    request: HttpRequest, address: Address, locale: str, tabs: tuple[reading.CategoryNode, ...]
) -> dict[str, Any]:
    """Return what the page shows; the tabs count the results instead of their articles."""
    found = find(address.question, locale)
    address = facets.known(address, found.hits)
    narrowed = found.narrowed(address)
    page = requested_page(
        request, narrowed.total(), is_cut=found.is_cut, articles=narrowed.articles()
    )
    cards_of = narrowed.explained_cards if address.explains else narrowed.cards
    cards = cards_of(page.offset, page.size)
    best = cards if page.number == 1 and address.sort == RELEVANCE else []
    fit = narrowed.fit(best)
    other = other_locales.offer(found, fit, locale) if page.number == 1 else None
    proposes = not (fit.is_long or (other and other.knows_more))
    return {
        "address": address,
        "facets": facets.facets(address, found.hits, tabs),
        "suggestion": found.question.suggestion if proposes else "",
        "fit": fit,
        "fits": found.fits(fit, narrowed, best),
        "elsewhere": other,
        "found": found.articles(),
        "asked_words": found.question.typed_words,
        "is_emptied": found.is_emptied,
        "page": page,
        "names_category": address.tab is None and address.category is None,
        "cards": cards,
        "browse": () if found.hits else tabs,
        "popular": [] if page.total else reading.highlights(locale)[0],
    }


@require_safe
@throttling.limit_lookups
def suggest(request: HttpRequest) -> HttpResponse:
    """What fits `?q=` while it is typed, as JSON; nothing when that cannot be said in time."""
    suggestions, cache_control = offered(request.GET.get("q", ""), get_language())
    fields = ("parts", "url", "kind", "section")
    lines = [{field: getattr(line, field) for field in fields} for line in suggestions]
    return JsonResponse(
        {"suggestions": lines},
        headers={"Cache-Control": cache_control, "X-Robots-Tag": "noindex"},
    )
