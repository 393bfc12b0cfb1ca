"""Addresses of articles, tags and categories, cheap enough to make by the dozen.

A page links to dozens of them, and `reverse` takes 25 microseconds for each: so it is asked once
per route and locale, and the slug put between what stands around it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.translation import get_language

# What Django itself leaves unquoted in an address (RFC 3986, sub-delims and pchar).
UNQUOTED = "!$&'()*+,;=~:@"


@lru_cache(maxsize=256)
def _around(route: str, locale: str, script_prefix: str) -> tuple[str, str]:
    before, after = reverse(route, args=["slug-"]).rsplit("slug-", 1)
    return before, after


def to(route: str) -> Callable[[str], str]:
    """Return a function that does what `reverse(route, args=[slug])` does in the active locale."""
    before, after = _around(route, get_language(), get_script_prefix())
    return lambda slug: f"{before}{quote(slug, safe=UNQUOTED)}{after}"


def article(slug: str, locale: str = "") -> str:
    """Return the path of the article at `slug` in `locale` (default: the active one)."""
    route = "articles:detail"
    return (in_locale(locale, route) if locale else to(route))(slug)


def tag(slug: str) -> str:
    """Return the path of a tag's page in the active locale."""
    return to("articles:tag")(slug)


def tab(key: str) -> str:
    """Return the path of a root category's page in the active locale."""
    return to("articles:tab")(key)


def in_locale(locale: str, route: str) -> Callable[[str], str]:
    """Return what `to` does, for another locale than the active one."""
    with translation.override(locale):
        return to(route)


def locale_of(path: str) -> str:
    """Return the locale that the prefix of `path` names; the default has none."""
    first = path[1:].partition("/")[0]
    return first if first in settings.LOCALES else settings.LANGUAGE_CODE


@lru_cache
def home(locale: str) -> str:
    """Return the path of the home page of `locale`."""
    with translation.override(locale):
        return reverse("articles:all")
