"""What every template knows of the site itself, and the stylesheet of its colours."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import branding as site
from articles import colours, notices

KEPT = "public, max-age=31536000, immutable"
SOON_OLD = "public, max-age=60"


def branding(request: HttpRequest) -> dict[str, object]:
    """Context processor: the site as it shows itself, its locale and the locales to choose from."""
    # Asked for where a page shows them.
    sections: Callable[[], tuple[site.SiteLink, ...]] = site.sections
    shown: Callable[[], tuple[notices.ShownNotice, ...]] = notices.current
    try:
        brand = site.current()
    except OperationalError:  # a page that needs no database is shown without one
        brand, sections, shown = site.last_known(), tuple, tuple
    return {
        "brand": brand,
        "site_name": brand.name,
        "contact_url": brand.contact,
        "locale": get_language(),
        "locales": settings.LANGUAGES,
        "sections": sections,
        "notices": shown,
    }


@require_safe
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """The colours of the site, for a year when `version` is theirs.

    A page that a browser still holds may ask for an older version: it gets those of now.
    """
    light, dark = site.accents()
    if not (light or dark):
        raise Http404("The site has no colours of its own.")
    response = HttpResponse(colours.stylesheet(light, dark), "text/css; charset=utf-8")
    is_this = version == colours.version(light, dark)
    response.headers["Cache-Control"] = KEPT if is_this else SOON_OLD
    return response
