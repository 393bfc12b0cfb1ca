"""The demo site, as it is shipped: each of its pages on the narrowest phone, and every link."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from articles import paths
from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

MAPS = ("/sitemap-lists-1.xml", "/sitemap-articles-1.xml")
PLACE = re.compile(r"<loc>([^<]+)</loc>")
# Hundreds of pages: reading them with a parser takes five times as long.
ADDRESSES = re.compile(r'<(?:a|img|link|script|source)\b[^>]*?\s(?:href|src)="([^"]+)"')
IDS = re.compile(r'\sid="([^"]+)"')
# Every card of a list leads to the same pages again; five pages of one list tell enough.
LAST_PAGE = 5


# `visit` fails the test when a page writes an error or violates the content security policy.
@translation.override("en-us")  # the client would leave that of its last page to the next test
def test_no_page_of_the_demo_scrolls_sideways_and_no_link_is_broken(visit, demo, live_server):
    host = urlsplit(live_server.url)
    client = Client(SERVER_NAME=host.hostname, SERVER_PORT=str(host.port))
    texts = [client.get(path).content.decode() for path in MAPS]
    mapped = {urlsplit(place).path for text in texts for place in PLACE.findall(text)}
    page, wide = visit("/", width=320), []

    def read(path: str) -> tuple[int, str]:
        if path not in mapped:
            answer = client.get(path, follow=True)
            return answer.status_code, answer.content.decode()
        answer = page.goto(path)
        if scrolls_sideways(page):
            wide.append(path)
        return answer.status, answer.text()

    pages, broken = walk(read, live_server.url)
    assert wide == []
    assert broken == []
    assert len(mapped) > 150
    assert mapped <= pages
    assert len(pages) > 300


def walk(read: Callable[[str], tuple[int, str]], site: str) -> tuple[set[str], list[str]]:
    """Return every page that the home pages lead to, and what is wrong with links to them.

    `read` returns status and text of the page at a path, `site` is the address without a path.
    """
    waiting = [paths.home(locale) for locale, _name in settings.LANGUAGES]
    anchors: dict[str, set[str]] = {}
    wanted: dict[str, str] = {}
    broken = []
    while waiting:
        path = waiting.pop()
        if path in anchors:
            continue
        status, text = read(path)
        if status != 200:
            broken.append(f"{path}: {status}, named on {wanted.get(path)}")
            continue
        anchors[path] = {unescape(name) for name in IDS.findall(text)}
        for address in leads_to(text, path, site):
            there, _anchor = urldefrag(address)
            wanted.setdefault(address, path)
            if is_walked(there) and there not in anchors:
                wanted.setdefault(there, path)
                waiting.append(there)
    for address, named_on in wanted.items():
        there, anchor = urldefrag(address)
        if anchor and there in anchors and unquote(anchor) not in anchors[there]:
            broken.append(f"{address}: no such place, named on {named_on}")
    return set(anchors), broken


def leads_to(text: str, here: str, site: str) -> set[str]:
    """Return the addresses of this site that a page names, with their anchors."""
    named = {urljoin(site + here, unescape(found)) for found in ADDRESSES.findall(text)}
    own = {address.removeprefix(site) for address in named if address.startswith(f"{site}/")}
    return {address for address in own if not address.startswith(("/static/", "/media/"))}


def is_walked(path: str) -> bool:
    """Return whether to open a page: not what counts a view, and no narrowing of a search."""
    parts = urlsplit(path)
    if parts.path.endswith((".gif", ".atom", ".xml", ".md", ".txt")):
        return False
    return not parts.query or parts.query in {f"page={n}" for n in range(1, LAST_PAGE + 1)}
