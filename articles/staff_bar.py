"""The bar that staff see on visitors' pages: what they may do with what they read.

Pages for visitors are the same for everybody, so that any cache may keep them: they read no session
and hold nothing of staff. Whoever signs in to the admin gets a hint, a cookie that is no secret and
opens nothing; where the page's own script finds it, it asks for the bar at an address of its own
(site.js), which looks at the session. For everybody else that address is empty, whether there is
such an article or not.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Article

HINT = "helpcenter_staff"


def give_hint(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie that makes a page ask for the bar; delete it where nobody is signed in."""
    is_staff = request.user.is_active and request.user.is_staff
    if is_staff and HINT not in request.COOKIES:
        secure = settings.SESSION_COOKIE_SECURE
        age = settings.SESSION_COOKIE_AGE
        response.set_cookie(HINT, "1", max_age=age, secure=secure, samesite="Lax")
    elif not is_staff and HINT in request.COOKIES:
        response.delete_cookie(HINT, samesite="Lax")


def may(request: HttpRequest, permission: str) -> bool:
    """Return whether the user is staff with a right; without a session's cookie, no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm(permission)


def bar(request: HttpRequest, template: str, context: Mapping[str, object] | None) -> HttpResponse:
    """Return the bar, or nothing without a context; no cache and no search engine keeps it."""
    if context is None:
        response = HttpResponse(status=204)
        give_hint(request, response)
    else:
        response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def staff(request: HttpRequest, slug: str) -> HttpResponse:
    """What an article is to staff, and the ways to its pages in the admin."""
    article = None
    if may(request, "articles.view_article"):
        live = Article.objects.live().in_locale(get_language())
        article = live.filter(published__slug=slug).select_related("published").first()
    context = article and {"article": article, "state": article.state}
    return bar(request, "articles/_staff.html", context)
