"""Where an address leads whose article is not there any more."""

from __future__ import annotations

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import get_language

from . import paths, reading


def moved(route: str, slug: str) -> HttpResponsePermanentRedirect:
    """Return the redirect to `route` of the article that left `slug` in the active locale.

    Raises Http404 when none did, or when it is gone.
    """
    old = reading.whereabouts(get_language(), slug)
    if not old.slug:
        raise Http404("No such article.")
    return HttpResponsePermanentRedirect(paths.in_locale(old.locale, route)(old.slug))
