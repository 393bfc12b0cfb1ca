"""What every page says about the site itself: its name and how to reach its people."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def branding(request: HttpRequest) -> dict[str, object]:
    """Context processor: the site's name, contact link, locale and the locales to choose from."""
    return {
        "site_name": settings.SITE_NAME,
        "contact_url": settings.CONTACT_URL,
        "locale": get_language(),
        "locales": settings.LANGUAGES,
    }
