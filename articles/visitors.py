"""Who asks: the address behind a request, whether it is a crawler, and a name for the day.

Decides as well what of a text may say who wrote it, so that it is not kept.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from datetime import date

from django.conf import settings
from django.http import HttpRequest

# Programs that say in their User-Agent that nobody reads what they fetch.
CRAWLERS = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|facebookexternalhit|embedly|preview|lighthouse|pingdom",
    re.IGNORECASE,
)

# An e-mail address, or a number that may be a telephone, a card or an account, whatever stands
# between its digits.
PERSONAL = re.compile(r"\S*@\S*|\+?\d(?:[\W_]*\d){5,}")

IPV6_SUBSCRIBER = 64  # bits; the rest of an address its owner chooses freely


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: the connection's, or the one that a trusted proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUST_PROXY_HEADERS and forwarded:
        # The last entry is the trusted proxy's own; those before it anybody can make up.
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def is_reader(request: HttpRequest) -> bool:
    """Return whether a person looks at the page: no crawler, no prefetch, no nameless program."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    purpose = request.META.get("HTTP_SEC_PURPOSE", "") or request.META.get("HTTP_PURPOSE", "")
    return bool(agent) and not CRAWLERS.search(agent) and "prefetch" not in purpose


def subscriber(request: HttpRequest) -> str:
    """Return the first of the addresses that the visitor's line has; IPv4 has only one.

    A socket for both kinds writes an IPv4 address as one of IPv6; it is read as what it is.
    """
    address = client_address(request)
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((int(known), IPV6_SUBSCRIBER), strict=False)[0])


def visitor_of_the_day(request: HttpRequest, day: date) -> int:
    """Return a 64-bit name for this visitor that holds for `day` only and cannot be traced back."""
    browser = request.META.get("HTTP_USER_AGENT", "")
    return _name_of_the_day(f"{client_address(request)}|{browser}", day)


def subscriber_of_the_day(request: HttpRequest, day: date) -> int:
    """Return such a name for the visitor's line, whatever browsers it pretends to be."""
    return _name_of_the_day(subscriber(request), day)


def _name_of_the_day(who: str, day: date) -> int:
    named = f"{day}|{who}".encode("utf-8", "replace")
    digest = hmac.digest(settings.SECRET_KEY.encode(), named, hashlib.sha256)
    return int.from_bytes(digest[:8], signed=True)
