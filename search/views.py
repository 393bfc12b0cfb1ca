"""Pages that answer a question."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import page_cache, reading
from articles.paging import requested_page

from . import asking, bounded, popular
from .questions import clean
from .results import find
from .suggestions import suggestions

SUGGESTIONS_KEPT = 60  # seconds, by browsers and any cache in front


@require_safe
@asking.noted
@page_cache.kept("q", "tab", "page", share=0.2)
def results(request: HttpRequest) -> HttpResponse:
    """The articles that answer `?q=`, those of `?tab=` only when it names one."""
    locale = get_language()
    tabs = reading.tabs(locale)
    tab = next((node for node in tabs if node.key == request.GET.get("tab")), None)
    question = clean(request.GET.get("q", ""))
    if not question:
        return redirect(tab.url if tab else "articles:all")
    context: dict[str, object] = {"question": question, "tab": tab}
    if why := asks_why(request):
        context |= {"why": why, "asks": "why=1&"}
    try:
        context |= _answer(request, question, locale, tabs, tab)
    except bounded.TookTooLong:
        context |= {"timed_out": True}
    status = 503 if "timed_out" in context else 200
    response = render(request, "search/results.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if status == 200:
        response.headers[asking.FOUND] = str(context["total_all"])
    if "why" in request.GET:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def asks_why(request: HttpRequest) -> bool:
    """Return whether `?why=1` is asked by staff who may know why an article is a result.

    Nothing else reads the session on a public page, so all others stay alike for everybody; and
    without a session's cookie nobody is asked who they are.
    """
    if request.GET.get("why") != "1" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("search.explain_results")


def _answer(
    request: HttpRequest,
    question: str,
    locale: str,
    tabs: list[reading.CategoryNode],
    tab: reading.CategoryNode | None,
) -> dict[str, object]:
    """Return what the page shows; the tabs count the results instead of their articles."""
    found = find(question, locale)
    chosen = tab.id if tab else None
    page = requested_page(request, found.total(chosen))
    counts = found.counts
    cards = found.explained_cards if asks_why(request) else found.cards
    return {
        "suggestion": found.question.suggestion,
        "tabs": [replace(node, articles=counts[node.id]) for node in tabs],
        "total_all": found.total(),
        "page": page,
        "names_category": tab is None,
        "cards": cards(chosen, page.offset, page.size),
        "popular": [] if page.total else popular.articles(locale),
    }


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What fits `?q=` while it is typed, as JSON; nothing when that cannot be said in time."""
    kept = f"public, max-age={SUGGESTIONS_KEPT}"
    try:
        found = suggestions(request.GET.get("q", ""), get_language())
    except (bounded.TookTooLong, DatabaseError):
        found, kept = [], "no-store"
    lines = {"suggestions": [asdict(suggestion) for suggestion in found]}
    return JsonResponse(lines, headers={"Cache-Control": kept, "X-Robots-Tag": "noindex"})
