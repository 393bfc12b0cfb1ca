"""Atom feeds (RFC 4287): what is new in all articles, a tab, a category, a tag or one article.

Decides what an entry is: an article, with its whole text, by the time it was updated last; in the
feed of one article, each of its changes. Ids are tag URIs (RFC 4151) of numbers that no renaming
changes: a reader shows an article again when it was updated, never because its address is new.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.xmlreader import AttributesImpl

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from . import absolute, branding, page_cache, reading
from .markup.text import only_text
from .reading import Change, LatestArticle
from .redirects import redirect_to_current

ENTRIES = 20
# A longer text is left to the page: a reader fetches a feed every hour.
MAX_HTML = 100_000
# The year from which on the tags are ours; a date in a tag URI says whose the host was.
TAG_YEAR = 2026
NEVER = datetime(TAG_YEAR, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """An Atom feed whose entries hold the article itself beside its summary."""

    def latest_post_date(self) -> datetime:
        """Return when the newest entry was updated; an empty feed does not change by itself."""
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.startElement("content", AttributesImpl({"type": "html"}))
            handler.characters(item["html"])
            handler.endElement("content")


def tag_uri(request: HttpRequest, name: str) -> str:
    """Return an id that holds for good, such as tag:help.example.com,2026:article/12."""
    return f"tag:{absolute.host(request)},{TAG_YEAR}:{name}"


def _feed(request: HttpRequest, title: str, path: str, name: str, subtitle: str = "") -> Feed:
    """Return an empty feed about the page at `path`; `name` makes its id."""
    locale, site_name = get_language(), branding.current().name
    return Feed(
        title=only_text(f"{title} · {site_name}" if title else site_name),
        link=absolute.address(request, path),
        description=only_text(subtitle),
        subtitle=only_text(subtitle) or None,
        language=locale,
        author_name=only_text(site_name),
        author_link=absolute.address(request, reverse("articles:all")),
        feed_url=absolute.here(request),
        feed_guid=tag_uri(request, f"{locale}/{name}"),
    )


def _answer(feed: Feed) -> HttpResponse:
    """Return the feed to keep for as long as nothing is published, and to ask about every time."""
    kind = "application/atom+xml; charset=utf-8"
    return HttpResponse(feed.writeString("utf-8"), kind, headers={"Cache-Control": "no-cache"})


def _add_articles(feed: Feed, request: HttpRequest, entries: Iterable[LatestArticle]) -> None:
    for entry in entries:
        url = absolute.address(request, entry.url)
        feed.add_item(
            title=only_text(entry.title),
            link=url,
            description=_summary(entry.summary or entry.opening),
            unique_id=tag_uri(request, f"article/{entry.id}"),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=[only_text(name) for name in (entry.category_name, *entry.tag_names)],
            html=only_text(absolute.html(entry.html, url)),
        )


@require_safe
@conditional_page
@page_cache.cached(share=0.02)
def feed(request: HttpRequest, tab: str = "", category: str = "") -> HttpResponse:
    """What is new in all articles, in a tab, or in a category below it."""
    locale = get_language()
    tabs = reading.categories(locale)
    chosen = reading.category_at(tabs, tab, category)
    if tab and chosen is None:
        if there := reading.category_elsewhere(tabs, tab, category):
            return redirect(_address(there))
        raise Http404("No such category.")
    if chosen:
        name = f"category/{chosen.id}"
        feed = _feed(request, chosen.name, chosen.url, name, chosen.description)
    else:
        feed = _feed(request, "", reverse("articles:all"), "articles")
    entries = reading.latest(locale, ENTRIES, category=chosen, most_html=MAX_HTML)
    _add_articles(feed, request, entries)
    return _answer(feed)


def _address(category: reading.CategoryNode) -> str:
    keys = list(dict.fromkeys([category.tab.key, category.key]))
    return reverse(f"articles:feed_of_{'category' if category.parent else 'tab'}", args=keys)


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def feed_of_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new among the articles that carry a tag."""
    locale = get_language()
    found = reading.tag(locale, slug)
    if found is None:
        raise Http404("No such tag.")
    feed = _feed(request, found[0], reverse("articles:tag", args=[slug]), f"tag/{quote(slug)}")
    _add_articles(feed, request, reading.latest(locale, ENTRIES, tag=slug, most_html=MAX_HTML))
    return _answer(feed)


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def feed_of_article(request: HttpRequest, slug: str) -> HttpResponse:
    """When one article was published and changed; an old address leads to the new one."""
    locale = get_language()
    article = reading.article(locale, slug)
    if article is None:
        return redirect_to_current("articles:feed_of_article", slug)
    name = f"article/{article.id}/changes"
    feed = _feed(request, article.title, article.url, name, article.summary)
    url = absolute.address(request, article.url)
    html = absolute.html(article.html, url) if len(article.html) <= MAX_HTML else ""
    for change in reading.changes(locale, slug):
        feed.add_item(
            title=only_text(_title(change) % {"title": article.title}),
            link=url,
            description=_summary(change.note or article.summary),
            unique_id=tag_uri(request, f"article/{article.id}/{change.at:%Y-%m-%dT%H:%M:%S.%fZ}"),
            pubdate=change.at,
            updateddate=change.at,
            html=only_text(html),
        )
        html = ""  # the newest entry alone says what the article says now
    return _answer(feed)


def _summary(text: str) -> str:
    """Return plain text as the HTML that a summary is."""
    return escape(only_text(text))


def _title(change: Change) -> str:
    return gettext("Published: %(title)s") if change.is_first else gettext("Changed: %(title)s")


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """The page that lists the feeds."""
    return render(request, "articles/feeds.html", {"tabs": reading.categories(get_language())})
