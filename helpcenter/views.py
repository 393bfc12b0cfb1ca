"""Pages that belong to the site as a whole: health, robots, uploaded files and errors."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.static import serve
from psycopg.errors import DiskFull

from articles import absolute, branding, paths
from articles.views import ArticleGone
from search import nearest

YEAR = 365 * 24 * 60 * 60


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("database unavailable\n", "text/plain", 503, headers={"Retry-After": 5})
    return HttpResponse("ok\n", "text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of search results and the admin, and name the sitemap."""
    results = [paths.home(locale) + "search/" for locale in settings.LOCALES]
    hidden = [f"Disallow: {path}" for path in (*results, "/admin/")]
    sitemap = absolute.address(request, reverse("sitemap"))
    lines = ["User-agent: *", *hidden, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), "text/plain")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an uploaded file. Names are hashes of the content, so they may be kept for a year."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # such as a name longer than the file system allows
        raise Http404("No such file.") from error
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The search widget at work, and the line that puts it into another site."""
    # Not the name with a hash that our own pages load: this one stays when the file changes.
    path = f"{settings.STATIC_URL}helpcenter/widget.js"
    script = absolute.joined(absolute.origin(request), path)
    response = render(request, "widget.html", {"script": script})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is malformed."""
    return render(request, "400.html", {"is_error": True}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not allowed."""
    return render(request, "403.html", {"is_error": True}, status=403)


def outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form of the desk that was opened before somebody signed in or out."""
    return render(request, "admin/outdated.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or 410 for an article that was live: a search box and the articles closest to it.

    What the address says, or the title that the article had, is what is looked for.
    """
    if isinstance(exception, ArticleGone):
        words, name, status = exception.title, "410.html", 410
    else:
        words, name, status = nearest.words_of(request.path), "404.html", 404
    near, popular = nearest.articles(request, words, get_language())
    context = {"question": words, "near": near, "popular": popular, "is_error": True}
    return render(request, name, context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away; made without a context, which may have failed."""
    error = sys.exc_info()[1]
    away = isinstance(error, OperationalError)
    status = 503 if away else 500
    brand = branding.last_known()
    site = {"brand": brand, "site_name": brand.name, "contact_url": brand.contact}
    context = {
        "status": status,
        "is_form_of_desk": request.method == "POST" and request.path_info.startswith("/admin/"),
        "is_full": isinstance(getattr(error, "__cause__", None), DiskFull),
    }
    response = render(None, "500.html", site | context)
    response.status_code = status
    if away:
        response.headers["Retry-After"] = "5"
    return response
