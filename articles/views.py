"""Pages that visitors browse and read."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import counting, page_cache, paths, reading
from .paging import requested_page

# Two rows of four on a wide screen: the list itself must begin on the first screen.
MAX_TOPICS = 8

Tabs = tuple[reading.CategoryNode, ...]


@require_safe
@page_cache.cached("page", share=0.15)
def listing(request: HttpRequest, tab: str = "", category: str = "") -> HttpResponse:
    """The list of all articles, of a tab or of a category below it."""
    locale = get_language()
    tabs = reading.categories(locale)
    if address := _address_of_query(request, tabs, tab):
        return redirect(address)
    node = reading.category_at(tabs, tab, category)
    if tab and node is None:
        return _of_moved_category(tabs, tab, category)
    total = sum(root.articles for root in tabs)
    page = requested_page(request, node.articles if node else total)
    cards = reading.cards(locale, page.offset, category=node)
    context: dict[str, object] = {
        "tabs": tabs,
        "total": total,
        "category": node,
        "names_category": node is None,
        "page": page,
        "pinned": [card for card in cards if card.pinned] if page.number == 1 else [],
        "cards": [card for card in cards if page.number > 1 or not card.pinned],
    }
    if node is None and page.number == 1:
        context |= _home(locale, tabs)
    else:
        context["missing"] = reading.missing(locale, category=node)
    return render(request, "articles/listing.html", context)


def _address_of_query(request: HttpRequest, tabs: Tabs, tab: str) -> str | None:
    """Return the address that answers ?q= or ?tab= of a list, None when the list itself does.

    It does for an unknown tab, which is All.
    """
    tab = tab or request.GET.get("tab", "")
    if question := request.GET.get("q"):
        return f"{reverse('search:results')}?{urlencode({'q': question, 'tab': tab})}"
    if "tab" in request.GET and tab in {root.key for root in tabs}:
        return paths.tab(tab)
    return None


def _home(locale: str, tabs: Tabs) -> dict[str, object]:
    """Return what the home page has around its list."""
    popular, news, missing = reading.highlights(locale)
    return {
        "large_search": True,
        "topics": _topics(tabs),
        "popular": popular,
        "news": news,
        "news_tab": reading.category_at(tabs, settings.ANNOUNCEMENTS_TAB),
        "missing": missing,
    }


def _topics(tabs: Tabs) -> list[tuple[str, reading.CategoryNode]]:
    """Return the largest categories right below the tabs with their names, in staff's order."""
    topics = [node for root in tabs for node in root.children if node.articles]
    largest = sorted(topics, key=lambda node: -node.articles)[:MAX_TOPICS]
    return reading.told_apart([node for node in topics if node in largest])


def _of_moved_category(tabs: Tabs, tab: str, category: str) -> HttpResponse:
    """Lead from /tab/ or /tab/category/ to where the category stands now; raises Http404.

    Not for good: it may move back, or its old key be another one's.
    """
    if node := reading.category_elsewhere(tabs, tab, category):
        return redirect(node.url)
    raise Http404("No such category.")


class ArticleGone(Http404):
    """An article that was live here was taken off the site; `title` is what it was called."""

    def __init__(self, title: str) -> None:
        super().__init__("This article is gone.")
        self.title = title


@require_safe
@page_cache.cached(share=0.5)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published article; an old address of one leads to its new address for good."""
    locale = get_language()
    page = reading.article(locale, slug)
    if page is None:
        target = reading.whereabouts(locale, slug, elsewhere=True)
        if not target.slug:
            raise ArticleGone(target.title) if target.title else Http404("No such article.")
        if target.is_moved:
            return HttpResponsePermanentRedirect(paths.article(target.slug, target.locale))
        return _elsewhere(request, target, slug)
    return render(request, "articles/detail.html", {"article": page})


def _elsewhere(request: HttpRequest, target: reading.Whereabouts, slug: str) -> HttpResponse:
    """The translation of what has this slug in another locale, or that text with a notice.

    Not for good: the next translator may give the locale an article of its own at this address.
    """
    locale = get_language()
    if target.locale == locale or target.slug != slug:
        return redirect(paths.article(target.slug))
    page = reading.article(target.locale, target.slug, reader=locale)
    if page is None:
        raise Http404("It has just left the site.")
    return render(request, "articles/detail.html", {"article": page})


@require_safe
@page_cache.cached("page", share=0.05)
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Articles that carry a tag."""
    locale = get_language()
    name_and_total = reading.tag(locale, slug)
    if name_and_total is None:
        raise Http404("No such tag.")
    name, total = name_and_total
    missing = reading.missing(locale, tag=slug)
    if not (total or missing.total):  # what carries it elsewhere is here without it
        return redirect("articles:all")
    page = requested_page(request, total)
    return render(
        request,
        "articles/tag.html",
        {
            "tag": name,
            "names_category": True,
            "page": page,
            "cards": reading.cards(locale, page.offset, tag=slug),
            "missing": missing,
        },
    )


@never_cache
@require_safe
def count_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Count one view; every article page asks for this picture, also when the page is cached."""
    if request.method == "GET":
        counting.count(request, get_language(), slug)
    return HttpResponse(counting.PIXEL, "image/gif")
