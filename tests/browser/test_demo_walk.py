"""Every page of the demo site in a real browser, on the narrowest phone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.layout import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = re.compile(r"<loc>([^<]+)</loc>")


# `visit` fails the test when a page writes an error or violates the content security policy.
def test_no_page_of_the_demo_writes_an_error_breaks_the_policy_or_scrolls_sideways(
    visit, demo, client
):
    maps = ("/sitemap-lists.xml", "/sitemap-articles-1.xml")
    places = [place for path in maps for place in PLACE.findall(client.get(path).content.decode())]
    assert len(places) > 150
    page, wide = visit("/", width=320), []
    for place in places:
        page.goto(urlsplit(place).path)
        if scrolls_sideways(page):
            wide.append(page.url)
    assert wide == []
