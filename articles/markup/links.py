"""Where a link or a picture may point: the web, mail, telephone, and this site."""

from __future__ import annotations

import re

SCHEMES = frozenset(["http", "https", "mailto", "tel"])
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop these before they read the scheme, so java<TAB>script: is a javascript: address.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]|%(?:0[0-9a-f]|1[0-9a-f]|20|7f)", re.IGNORECASE)
# A number as it is dialled from any country, with what people put between its digits. Ten stand
# behind +1, elsewhere there are eight in all, or it may be an amount ("+1 250 000").
TELEPHONE = re.compile(
    r"(?<![A-Za-z0-9_@/.+-])"
    r"(?:(?:\+1|\(\+1\))(?:[\x20\xa0./()-]{0,3}[0-9]){10}"
    r"|(?:\+[2-9]|\(\+[2-9][0-9]{0,2}\))(?:[\x20\xa0./-]{0,2}(?:[0-9]|\([0-9]{1,5}\))){7,14})"
    r"(?![A-Za-z0-9])"
)


def scheme(url: str) -> str:
    """Return the scheme of `url` in lower case, as a browser would read it; "" when relative."""
    match = _SCHEME.match(_IGNORED.sub("", url))
    return match[1].lower() if match else ""


def may_link(url: str) -> bool:
    """Whether an article may link to `url`: http, https, mailto, tel, or relative."""
    return scheme(url) in SCHEMES or not scheme(url)


def may_show(url: str) -> bool:
    """Whether an article may show a picture from `url`: https or a path on this site."""
    return scheme(url) == "https" or (not scheme(url) and not url.startswith(("//", "\\", "/\\")))


def is_external(url: str) -> bool:
    """Whether `url` names a host."""
    return scheme(url) in ("http", "https") or url.startswith("//")
