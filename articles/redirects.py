"""Where an address leads whose article is not there any more."""

from __future__ import annotations

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import get_language

from . import paths, reading


def redirect_to_current(route: str, slug: str) -> HttpResponsePermanentRedirect:
    """Return the redirect to `route` of the article that left `slug` in the active locale.

    Raises Http404 when none did, or when it is gone.
    """
    current = reading.whereabouts(get_language(), slug)
    if not current.slug:
        raise Http404("No such article.")
    return HttpResponsePermanentRedirect(paths.in_locale(current.locale, route)(current.slug))
