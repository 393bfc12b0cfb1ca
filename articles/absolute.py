"""Absolute addresses: the one place that says at which host the site is reached.

SITE_URL says so. Where it is not set, the host that was asked for does, which ALLOWED_HOSTS has
checked: nobody's forged Host reaches a canonical address, a feed or a sitemap.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

# A tag of sanitised HTML: `<` and `"` stand for themselves nowhere else, so text that looks like an
# attribute (an article about HTML) is left alone.
TAG = re.compile(r'<[a-z][^\s<>/"]*(?:\s+[^\s"=<>/]+(?:="[^"]*")?)+\s*/?>')
ADDRESS = re.compile(r'(?<=\s)(href|src|poster)="([^"]*)"')
SOURCES = re.compile(r'(?<=\s)srcset="([^"]*)"')


def origin(request: HttpRequest) -> str:
    """Return scheme and host of the site, without a slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def address(request: HttpRequest, path: str) -> str:
    """Return the absolute address of a path of this site."""
    return origin(request) + path


def here(request: HttpRequest) -> str:
    """Return the absolute address of the page that is asked for, without its query."""
    return origin(request) + escape_uri_path(request.path)


def host(request: HttpRequest) -> str:
    """Return the host name alone, without a port."""
    return urlsplit(origin(request)).hostname or ""


def html(text: str, base: str) -> str:
    """Return sanitised HTML of the page at `base` with every address in it absolute.

    For readers elsewhere (a feed, another site): a link to a heading leads to the page itself.
    """
    return TAG.sub(lambda tag: _with_absolute_addresses(tag[0], base), text)


def _with_absolute_addresses(tag: str, base: str) -> str:
    tag = ADDRESS.sub(lambda match: f'{match[1]}="{joined(base, match[2])}"', tag)
    return SOURCES.sub(lambda match: f'srcset="{_sources(match[1], base)}"', tag)


def _sources(value: str, base: str) -> str:
    """Return `/a.webp 800w, /b.webp 1600w` with absolute addresses."""
    sources = (source.strip().partition(" ") for source in value.split(","))
    return ", ".join(f"{joined(base, path)} {size}".strip() for path, _space, size in sources)


def joined(base: str, target: str) -> str:
    """Return `target` seen from the page at `base`; what is no address at all stays as it is."""
    try:
        return urljoin(base, target)
    except ValueError:  # such as an IPv6 host without its bracket
        return target
