"""What may be said about the site, by an administrator or by the environment: plain functions.

The settings read the environment with them before anything of Django is there.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# An address for a link: of a page elsewhere, of one here, or of mail. No "//host", which looks like
# a path and is none.
WEB = re.compile(r"https?://[^\s/\\<>\"']+(?:[/?#][^\s\\<>\"]*)?", re.ASCII | re.IGNORECASE)
PATH = re.compile(r"/(?![/\\])[^\s\\<>\"]*")
MAIL = re.compile(r"mailto:[^\s@<>\"?]+@[^\s@<>\"?]+(?:\?[^\s<>\"]*)?", re.IGNORECASE)
MAILBOX = re.compile(r"[^\s@/:<>\"?]+@[^\s@/:<>\"?]+\.[^\s@/:<>\"?]+")
ORIGIN = re.compile(r"https://[\w.-]+(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
ATTRIBUTE = re.compile(r"data-[a-z][a-z0-9-]{0,60}")


def is_link(address: str) -> bool:
    """Return whether a link may lead to `address`: http(s), mailto or a path of this site."""
    return any(kind.fullmatch(address) for kind in (WEB, PATH, MAIL)) and _splits(address)


def is_source(address: str) -> bool:
    """Return whether a script or picture may come from `address`: https, or a path of this site."""
    https = address.lower().startswith("https://") and WEB.fullmatch(address)
    if https and not ORIGIN.fullmatch(origin_of(address)):
        return False
    return bool(https or PATH.fullmatch(address)) and _splits(address)


def is_origin(address: str) -> bool:
    """Return whether `address` is `https://host`, with a port or none."""
    return bool(ORIGIN.fullmatch(address))


def origin_of(address: str) -> str:
    """Return `https://host` of an address, "" of a path."""
    scheme, slashes, rest = address.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest)[0]}" if slashes else ""


def contact(text: str) -> str:
    """Return a contact address; a bare mailbox gets its `mailto:`."""
    text = text.strip()
    return f"mailto:{text}" if MAILBOX.fullmatch(text) else text


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    """Return "name=value" lines as pairs; raise ValueError, naming the line, for any other."""
    parsed = []
    for line in filter(None, (line.strip() for line in lines)):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not (name and equals and value):
            raise ValueError(line)
        parsed.append((name, value))
    return parsed


def attributes(lines: list[str]) -> list[tuple[str, str]]:
    """Return "data-name=value" lines as pairs; raise ValueError, naming the line, for any other."""
    parsed = pairs(lines)
    for name, value in parsed:
        if not ATTRIBUTE.fullmatch(name) or "\x00" in value:
            raise ValueError(f"{name}={value}")
    return parsed


def _splits(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:  # such as a broken IPv6 address
        return False
    return True
