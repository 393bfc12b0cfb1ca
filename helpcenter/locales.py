"""The site's locales as LOCALES names them; the settings ask before there are any."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from pathlib import Path

import django
from babel import Locale, UnknownLocaleError
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import capfirst
from django.utils.translation import to_locale

NAMES = {"en-us": "English (US)", "en-gb": "English (UK)"}
WORDS_OF_DJANGO = Path(django.__file__).parent / "conf/locale"


def named(written: Sequence[str], words: Path) -> list[tuple[str, str]]:
    """Return (locale, its own name) of each locale that is written, as addresses have it: zh-hant.

    Raises ImproperlyConfigured when there is none, for what is no locale, and when neither Django
    nor the folder `words` has a catalogue for the first, which nothing could stand in for.
    """
    locales = [name.strip().lower().replace("_", "-") for name in written if name.strip()]
    if not locales:
        raise ImproperlyConfigured("LOCALES names no locale; use some, as en-us,de.")
    names = [(locale, _name(locale)) for locale in dict.fromkeys(locales)]
    catalogues = [
        gettext.find("django", str(folder), [to_locale(locales[0])])
        for folder in (WORDS_OF_DJANGO, words)
    ]
    if not any(catalogues):
        raise ImproperlyConfigured(
            f"LOCALES begins with {locales[0]!r}, for which Django has no words. "
            "Name one first that it has, as en."
        )
    return names


def _name(locale: str) -> str:
    try:
        its_own = Locale.parse(locale, sep="-").get_display_name()
    except (ValueError, UnknownLocaleError):
        raise ImproperlyConfigured(
            f"LOCALES names {locale!r}, which is no locale; use some, as en-us,de,zh-hant."
        ) from None
    return NAMES.get(locale) or capfirst(its_own or locale)
