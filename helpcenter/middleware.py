"""What is decided for every request before a view sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.cache import has_vary_header, patch_vary_headers

from articles import branding, compression, paths, staff_bar
from articles.languages import staff_language
from articles.page_cache import CachedResponse
from search import opened_results

GetResponse = Callable[[HttpRequest], HttpResponse]

OPENED = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class Middleware:
    """Django makes one of each kind; `get_response` is whatever answers a request after it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response


class LocaleFromPathMiddleware(Middleware):
    """The locale is in the path and nowhere else, so that any cache may keep a page by its URL.

    Django's own LocaleMiddleware also reads cookies and headers and varies every page on them; and
    its way to read the path takes a tab `de-registration` for German, and knows no locale for which
    Django has no words.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        locale = _locale_of(request.path_info)
        translation.activate(locale)
        request.LANGUAGE_CODE = locale
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", locale)
        return response


def _locale_of(path: str) -> str:
    return staff_language() if path[1:].partition("/")[0] == "admin" else paths.locale_of(path)


class MalformedRequestMiddleware(Middleware):
    """Refuse bytes that no address of ours can contain: NUL, which PostgreSQL rejects.

    Whatever reads a parameter cleans it, but for the admin's lists, which take any field for a
    filter.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _refused() if "\x00" in request.path_info else self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        is_list = match and "_changelist" in (match.url_name or "")
        return _refused() if is_list and _filters_by_nul(request) else None


def _refused() -> HttpResponse:
    return HttpResponseBadRequest("The address contains a NUL character.\n", "text/plain")


def _filters_by_nul(request: HttpRequest) -> bool:
    filters = (values for name, values in request.GET.lists() if name != SEARCH_VAR)
    return any("\x00" in value for values in filters for value in values)


class AnalyticsPolicyMiddleware(Middleware):
    """Let visitors' pages load the script that an administrator named, and the script send counts.

    The admin's pages never get it. This process made the page, so it has read the branding before.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") or not _is_page(response):
            return response
        if (counting := branding.last_known().analytics) and counting.origins:
            allowed = ["'self'", *counting.origins]
            # Where django-csp looks for it.
            vars(response)["_csp_update"] = {"script-src": allowed, "connect-src": allowed}
        return response


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


# Types that are text although they do not say so.
TEXT = re.compile(r"text/|application/(json|xml|[\w.-]+\+(json|xml))")


class CompressionMiddleware(Middleware):
    """Compress, for browsers that accept it, what everybody gets alike.

    Whatever depends on a cookie is left out: the admin, and any page with a token against forged
    requests. Where a secret is compressed together with words of the address, the length of the
    answer gives it away letter by letter (BREACH, https://breachattack.com). Pages for visitors
    hold no secret.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_text_for_all(request, response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if compression.is_accepted(request.headers.get("Accept-Encoding", "")):
            _compress(response)
        return response


def _is_text_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    if request.path_info.startswith("/admin/") or has_vary_header(response, "Cookie"):
        return False
    kind = response.headers.get("Content-Type", "")
    return not response.streaming and bool(TEXT.match(kind) or response.status_code == 304)


def _compress(response: HttpResponse) -> None:
    if len(response.content) < compression.SMALLEST:
        return
    if isinstance(response, CachedResponse):
        response.content = response.gzipped()
    else:
        response.content = compression.gzipped(response.content)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if (tag := response.headers.get("ETag", "")).startswith('"'):
        response.headers["ETag"] = f"W/{tag}"  # not the same bytes for everybody


class OpenedResultMiddleware(Middleware):
    """Note which question led to an article, for staff who read what visitors look for."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.view_name == "articles:detail" and response.status_code in OPENED:
            opened_results.note(request)
        return response


class StaffHintMiddleware(Middleware):
    """Say on every page of the admin whether the browser is one of staff (`staff_bar.HINT`)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            staff_bar.give_hint(request, response)
        return response


class PermissionsPolicyMiddleware(Middleware):
    """Say that no page of ours uses the visitor's devices."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
