"""Where a link or a picture may point: the web, mail, telephone, and this site."""

from __future__ import annotations

import re

SCHEMES = frozenset(["http", "https", "mailto", "tel"])
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop these before they read the scheme, so java<TAB>script: is a javascript: address.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]|%(?:0[0-9a-f]|1[0-9a-f]|20|7f)", re.IGNORECASE)


def scheme(url: str) -> str:
    """Return the scheme of `url` in lower case, as a browser would read it; "" when relative."""
    found = _SCHEME.match(_IGNORED.sub("", url))
    return found[1].lower() if found else ""


def may_link(url: str) -> bool:
    """Whether an article may link to `url`: http, https, mailto, tel, or relative."""
    return scheme(url) in SCHEMES or not scheme(url)


def may_show(url: str) -> bool:
    """Whether an article may show a picture from `url`: https or a path on this site."""
    return scheme(url) == "https" or (not scheme(url) and not url.startswith(("//", "\\", "/\\")))


def is_external(url: str) -> bool:
    """Whether `url` names a host."""
    return scheme(url) in ("http", "https") or url.startswith("//")
