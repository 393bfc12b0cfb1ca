"""Options that several commands have."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError


def check_locale(locale: str | None) -> None:
    """Raise CommandError when the site does not have `locale`; None is every one."""
    if locale is not None and locale not in settings.LOCALES:
        known = ", ".join(settings.LOCALES)
        raise CommandError(f"The site has no locale {locale!r}; it has {known}.")
