"""/api/v1/articles: the published articles for programs, as a list that can be walked, and whole.

The list begins with the article that was updated last. A cursor names the last article of a page,
not a number of them: what is published while somebody walks neither repeats nor hides an article.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode
from django.utils.translation import get_language

from . import absolute, markdown_twins, reading
from .endpoints import Problem, as_json, bad_request, endpoint, whole_number
from .reading import ArticlePage, CategoryNode, LatestArticle

MAX_LIMIT, DEFAULT_LIMIT = 100, 20
FILTERS = ("locale", "tab", "category", "tag", "updated_since", "limit")
# Of numbers and times beyond these PostgreSQL knows nothing.
MAX_ID = 2**63 - 1
LONGEST_CURSOR = 40  # 18 digits of microseconds, 19 of an id
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

Cursor = tuple[datetime, int]


@endpoint
def articles(request: HttpRequest) -> HttpResponse:
    """The published articles of a locale, the newest first, narrowed by the parameters."""
    locale = get_language()
    tabs = reading.categories(locale)
    limit = whole_number(request, "limit", MAX_LIMIT, DEFAULT_LIMIT)
    entries = reading.latest(
        locale,
        limit + 1,
        category=_category(request, tabs),
        tag=request.GET.get("tag", ""),
        since=_since(request),
        after=_after(request.GET.get("cursor", "")),
    )
    shown = entries[:limit]
    following = _following(request, shown[-1]) if len(entries) > limit else None
    nodes = {node.id: node for node in reading.nodes(tabs)}
    data = {
        "articles": [summary(request, entry, nodes.get(entry.category_id)) for entry in shown],
        "next": following,
    }
    return as_json(data, headers={"Link": f'<{following}>; rel="next"'} if following else None)


@endpoint
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One published article with its text; an old slug leads to the one of today."""
    locale = get_language()
    if "\x00" in slug:
        raise bad_request("The slug contains a NUL character.")
    page = reading.article(locale, slug)
    if page is None:
        old = reading.whereabouts(locale, slug)
        if old.slug:
            query = urlencode({"locale": old.locale})
            moved = f"{reverse('api_article', args=[old.slug])}?{query}"
            headers = {"Location": absolute.address(request, moved)}
            raise Problem(HTTPStatus.MOVED_PERMANENTLY, "The article has another slug.", headers)
        raise Problem(HTTPStatus.NOT_FOUND, "No published article of this locale has this slug.")
    return as_json(whole(request, page))


def place(request: HttpRequest, node: CategoryNode | None) -> dict[str, Any]:
    """Return where an article stands: its tab and its category, which may be the tab itself."""

    def shown(category: CategoryNode) -> dict[str, str]:
        url = absolute.address(request, category.url)
        return {"key": category.key, "name": category.name, "url": url}

    return {"tab": node and shown(node.tab), "category": node and shown(node)}


def tags(names: Iterable[str], slugs: Iterable[str]) -> list[dict[str, str]]:
    """Return the tags that have a page."""
    pairs = zip(slugs, names, strict=False)
    return [{"slug": slug, "name": name} for slug, name in pairs if slug]


def moment(at: datetime) -> str:
    """Return a time as RFC 3339 writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def summary(
    request: HttpRequest, entry: LatestArticle, node: CategoryNode | None
) -> dict[str, Any]:
    """Return an article as the list tells it."""
    return _shared_fields(request, entry, node) | {"summary": entry.summary or entry.opening}


def whole(request: HttpRequest, page: ArticlePage) -> dict[str, Any]:
    """Return an article with its text, every address in it absolute; one query."""
    tabs = reading.categories(get_language())
    node = next((node for node in reading.nodes(tabs) if node.id == page.category_id), None)
    data = _shared_fields(request, page, node)
    url = data["url"]
    return data | {
        "reading_minutes": page.reading_minutes,
        "contents": [
            {"level": level, "text": text, "url": f"{url}#{anchor}"}
            for level, text, anchor in page.contents
        ],
        "translations": [
            {"locale": other.locale, "url": absolute.address(request, other.path)}
            for other in page.translations
        ],
        "html": absolute.html(page.html, url),
        "markdown": markdown_twins.markdown(page, url),
    }


def _shared_fields(
    request: HttpRequest, article: LatestArticle | ArticlePage, node: CategoryNode | None
) -> dict[str, Any]:
    """Return what the list and the article's own answer both tell."""
    return {
        "id": article.id,
        "locale": article.locale,
        "slug": article.slug,
        "url": absolute.address(request, article.url),
        "title": article.title,
        "summary": article.summary,
        "published_at": moment(article.published_at),
        "updated_at": moment(article.updated_at),
        "views": article.views,
        **place(request, node),
        "tags": tags(article.tag_names, article.tag_slugs),
    }


def _category(request: HttpRequest, tabs: tuple[CategoryNode, ...]) -> CategoryNode | None:
    """Return what `?tab=` and `?category=` ask for; a category may be named without its tab."""
    tab, category = request.GET.get("tab", ""), request.GET.get("category", "")
    within = [node for node in tabs if node.key == tab] if tab else tabs
    if tab and not within:
        raise bad_request(f"No tab has the key {tab[:50]!r}.")
    if not category:
        return within[0] if tab else None
    for node in reading.nodes(within):
        if node.key == category:
            return node
    raise bad_request(f"No category here has the key {category[:50]!r}.")


def _since(request: HttpRequest) -> datetime | None:
    """Return the time of `?updated_since=`; one without a zone is UTC."""
    text = request.GET.get("updated_since", "")
    if not text:
        return None
    # The + of a zone that was not quoted arrives as a space.
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text)
    try:
        at = parse_datetime(text)
        if at is None and (day := parse_date(text)):
            at = datetime(day.year, day.month, day.day)
        if at is None:
            raise ValueError
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return min(max(at, EARLIEST), LATEST)
    except (ValueError, OverflowError):
        detail = "updated_since must be a time such as 2026-09-07T12:00:00Z or a day."
        raise bad_request(detail) from None


def _after(text: str) -> Cursor | None:
    """Return what a cursor of ours says."""
    if not text:
        return None
    try:
        cursor = base64.urlsafe_b64decode(text.encode("ascii")).decode("ascii")
        microseconds, _dot, number = cursor.partition(".")
        if len(cursor) > LONGEST_CURSOR or not number.isdigit():
            raise ValueError
        at, article = EARLIEST + timedelta(microseconds=int(microseconds)), int(number)
        if not (EARLIEST <= at <= LATEST and article <= MAX_ID):
            raise ValueError
    except (ValueError, OverflowError, binascii.Error):
        raise bad_request("cursor must be taken from a `next` of this list.") from None
    return at, article


def _following(request: HttpRequest, last: LatestArticle) -> str:
    """Return the address of the next page."""
    microseconds = (last.updated_at - EARLIEST) // timedelta(microseconds=1)
    cursor = base64.urlsafe_b64encode(f"{microseconds}.{last.id}".encode()).decode()
    filters = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return absolute.address(request, f"{request.path}?{urlencode(filters | {'cursor': cursor})}")
