"""What search engines are told to read: every page that visitors may see, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import sitemaps

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
LINK = "{http://www.w3.org/1999/xhtml}link"
ARTICLES, LISTS = "/sitemap-articles-1.xml", "/sitemap-lists-1.xml"
HOST = "http://testserver"

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Return a function that reads a part of the sitemap as {address: its element}."""

    def get(path: str) -> dict[str, ElementTree.Element]:
        response = client.get(path)
        assert response.headers["Content-Type"] == "application/xml"
        root = ElementTree.fromstring(response.content)
        return {entry.findtext(LOC).removeprefix(HOST): entry for entry in root}

    return get


def alternates(entry: ElementTree.Element) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in entry.findall(LINK)}


def test_an_article_stands_in_it_with_its_translations_and_its_last_change(client, read, publish):
    changed = datetime(2026, 9, 7, 12, 30, tzinfo=UTC)
    source = publish("Colour & más", slug="colour", published_at=changed, updated_at=changed)
    publish("Colour", slug="colour", locale="en-gb", translation_of=source)
    publish("Größe", slug="größe")
    found = read(ARTICLES)
    quoted = "/articles/gr%C3%B6%C3%9Fe/"
    assert set(found) == {"/articles/colour/", "/en-gb/articles/colour/", quoted}
    assert found["/articles/colour/"].findtext(LASTMOD) == "2026-09-07T12:30:00+00:00"
    assert alternates(found["/articles/colour/"]) == {
        "en-us": f"{HOST}/articles/colour/",
        "en-gb": f"{HOST}/en-gb/articles/colour/",
    }
    assert alternates(found[quoted]) == {}
    page = client.get(quoted).content.decode()
    assert f'<link rel="canonical" href="{HOST}{quoted}">' in page


def test_drafts_expired_articles_and_other_locales_never_stand_in_it(read, write, publish):
    publish("Live")
    write("Draft")
    publish("Taken off").unpublish()
    publish("Over", expire_at=timezone.now() - timedelta(hours=1))
    publish("Gone", locale="sv")  # a locale that the site had once
    assert set(read(ARTICLES)) == {"/articles/live/"}


def test_lists_stand_in_it_where_they_have_articles(read, publish, make_category, faq, settings):
    publish("One", category=make_category("money", parent=faq))
    make_category("empty")
    found = read(LISTS)
    homes = {"/", *(f"/{code}/" for code in settings.LOCALES[1:])}
    assert set(found) == homes | {"/faq/", "/faq/money/"}
    assert alternates(found["/"])["en-gb"] == f"{HOST}/en-gb/"


def test_many_articles_are_several_parts_that_hold_each_once(client, read, many, monkeypatch):
    many(5)
    monkeypatch.setattr(sitemaps, "size", lambda: 2)
    parts = [path for path in read("/sitemap.xml") if "articles" in path]
    assert len(parts) == 3
    found = [address for part in parts for address in read(part)]
    assert sorted(found) == [f"/articles/article-{n}/" for n in range(5)]
    assert client.get("/sitemap-articles-4.xml").status_code == 404


def test_many_lists_are_several_parts_that_hold_each_once(client, read, publish, monkeypatch):
    publish("One")
    whole = read(LISTS)
    monkeypatch.setattr(sitemaps, "size", lambda: 3)
    parts = [path for path in read("/sitemap.xml") if "lists" in path]
    assert len(parts) == 3
    assert [address for part in parts for address in read(part)] == list(whole)
    for beyond in (0, 4):
        assert client.get(f"/sitemap-lists-{beyond}.xml").status_code == 404


def test_a_part_stays_below_ten_megabytes_whatever_the_addresses(settings):
    settings.LOCALES = ["en-us", "de", "fr", "ja"]
    longest = "https://" + "a" * 253 + "/en-us/articles/" + "%F0%A0%80%80" * 200 + "/"
    entry = sitemaps._url(longest, [(c, longest) for c in settings.LOCALES], timezone.now())
    assert sitemaps.size() * len(entry) < 10_000_000
    assert sitemaps.size() <= 50_000


def test_asking_again_costs_no_transfer_until_something_is_published(client, publish):
    publish("One")
    for path in ("/sitemap.xml", LISTS, ARTICLES):
        asked = {"If-None-Match": client.get(path).headers["ETag"]}
        assert client.get(path, headers=asked).status_code == 304
    publish("Two")
    assert client.get(ARTICLES, headers=asked).status_code == 200


def test_robots_are_led_to_it_and_away_from_results(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
    assert {"Disallow: /search/", "Disallow: /en-gb/search/", "Disallow: /admin/"} <= set(lines)


def test_the_address_of_the_site_does_not_come_from_the_request_when_it_is_set(
    client, publish, settings
):
    settings.SITE_URL = "https://help.example.com"
    publish("One", "[two](/articles/two/)", tags=["money"])
    for path in ("/sitemap.xml", LISTS, ARTICLES, "/robots.txt", "/llms.txt",
                 "/feeds/articles.atom", "/feeds/articles/one.atom", "/articles/one.md",
                 "/articles/one/", "/", "/faq/", "/tags/money/", "/opensearch.xml",
                 "/api/v1/articles", "/api/v1/articles/one", "/api/v1/search?q=one"):  # fmt: skip
        text = client.get(path).content.decode()
        assert "https://help.example.com/" in text, path
        assert "testserver" not in text, path
        assert client.get(path, headers={"host": "evil.example"}).status_code == 400
