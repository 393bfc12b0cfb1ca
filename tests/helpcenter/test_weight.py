"""What a visitor's browser has to load: little, and from this site alone."""

from __future__ import annotations

import gzip
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

FILES = settings.BASE_DIR / "articles/static/helpcenter"
# Those of the visitors' pages; the admin's stand in a folder of their own.
SCRIPTS = sorted(FILES.glob("*.js"))
KB = 1024


def zipped(*paths) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_all_scripts_together_are_smaller_than_15_kb():
    names = {"site.js", "suggest.js", "theme.js"}
    assert names <= {path.name for path in SCRIPTS}
    # A widget for other sites is loaded by none of these pages.
    assert zipped(*(path for path in SCRIPTS if path.name != "widget.js")) < 15 * KB


def test_the_stylesheet_is_smaller_than_20_kb():
    assert zipped(FILES / "site.css") < 20 * KB


@pytest.mark.django_db
def test_a_long_article_is_smaller_than_60_kb_and_loads_nothing_from_elsewhere(client, publish):
    part = "## Part {}\n\n" + "Some words of a long article, one after the other. " * 12
    body = "\n\n".join(part.format(n) for n in range(25))
    for n in range(12):
        publish(f"Article {n} of them", body, tags=["one", "two", "three"], summary="What it says.")
    html = client.get("/articles/article-1-of-them/").content.decode()
    page = BeautifulSoup(html, "html.parser")
    wanted = {
        element.get("src") or element.get("href")
        for element in page.select("script[src], link[rel=stylesheet], link[rel=icon], svg use")
    }
    names = {re.sub(r"#.*", "", address) for address in wanted}
    assert all(name.startswith("/static/") for name in names)
    files = [settings.BASE_DIR / f"articles{name}" for name in names]
    assert len(html.encode()) + zipped(*files) < 60 * KB
    addresses = re.findall(r'(?:src|srcset|data-suggest)="([^"]+)"', html)
    assert [address for address in addresses if not address.startswith("/")] == []
