"""The demo site, as it is shipped: every link on every page leads somewhere, in every locale."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings

from articles import paths

HOST = "http://testserver"
# Hundreds of pages: reading them with a parser takes five times as long.
ADDRESSES = re.compile(r'<(?:a|img|link|script|source)\b[^>]*?\s(?:href|src)="([^"]+)"')
IDS = re.compile(r'\sid="([^"]+)"')
# Every card of a list leads to the same pages again; five pages of one list tell enough.
LAST_PAGE = 5


def leads_to(page: str, here: str) -> set[str]:
    """Return the addresses of this site that a page names, with their anchors."""
    named = {urljoin(HOST + here, unescape(found)) for found in ADDRESSES.findall(page)}
    site = {address.removeprefix(HOST) for address in named if address.startswith(HOST)}
    return {address for address in site if not address.startswith(("/static/", "/media/"))}


def is_walked(path: str) -> bool:
    """Return whether to open a page: not what counts a view, and no narrowing of a search."""
    parts = urlsplit(path)
    if parts.path.endswith((".gif", ".atom", ".xml", ".md", ".txt")):
        return False
    return not parts.query or parts.query in {f"page={n}" for n in range(1, LAST_PAGE + 1)}


def test_no_link_of_the_demo_is_broken(client, demo):
    waiting = [paths.home(locale) for locale, _name in settings.LANGUAGES]
    anchors: dict[str, set[str]] = {}
    wanted: dict[str, str] = {}
    broken = []
    while waiting:
        path = waiting.pop()
        if path in anchors:
            continue
        answer = client.get(path, follow=True)
        if answer.status_code != 200:
            broken.append(f"{path}: {answer.status_code}, named on {wanted.get(path)}")
            continue
        page = answer.content.decode()
        anchors[path] = {unescape(name) for name in IDS.findall(page)}
        for address in leads_to(page, path):
            there, _anchor = urldefrag(address)
            wanted.setdefault(address, path)
            if is_walked(there) and there not in anchors:
                wanted.setdefault(there, path)
                waiting.append(there)
    for address, named_on in wanted.items():
        there, anchor = urldefrag(address)
        if anchor and there in anchors and unquote(anchor) not in anchors[there]:
            broken.append(f"{address}: no such place, named on {named_on}")
    assert broken == []
    assert len(anchors) > 300
