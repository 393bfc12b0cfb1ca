"""What a feed reader learns: what is new and what has changed, and nothing that is not public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.http import http_date

from articles import merging
from tests.articles.pages import POISON, POISONED_BODY, active_content, texts

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime(2026, 9, 7, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Feed:
    """An Atom feed that was checked for what RFC 4287 requires."""

    def __init__(self, content: bytes) -> None:
        self.root = root = ElementTree.fromstring(content)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1
                assert element.findtext(ATOM + name)
            assert element.findtext(f"{ATOM}id").startswith("tag:")
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        assert len(set(self.all("id"))) == len(self.all("id"))

    def all(self, name: str) -> list[str]:
        return [entry.findtext(ATOM + name) for entry in self.root.iter(f"{ATOM}entry")]

    def link(self, relation: str) -> str:
        return self.root.find(f"{ATOM}link[@rel='{relation}']").get("href")


@pytest.fixture
def read(client):
    """Return a function that reads a feed."""

    def get(path: str = "/feeds/articles.atom") -> Feed:
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return Feed(response.content)

    return get


def test_the_last_updated_come_first_also_before_pinned_ones(read, publish):
    for n in range(22):
        at = DAY + timedelta(days=n)
        publish(f"Article {n}", published_at=at, updated_at=at, pinned=n == 3)
    feed = read()
    assert feed.all("title") == [f"Article {n}" for n in range(21, 1, -1)]
    assert feed.root.findtext(f"{ATOM}updated") == (DAY + timedelta(days=21)).isoformat()
    assert feed.link("alternate") == "http://testserver/"
    assert feed.link("self") == "http://testserver/feeds/articles.atom"


def test_an_entry_has_the_whole_text_with_absolute_addresses(read, publish):
    links = "[Two](/articles/two/), [here](#part)\n\n## Part\n\n![x](/media/images/x.png)"
    body = f'{links}\n\n`<a href="/x">`'
    publish("One", body, summary="Less < more & all.")
    feed = read()
    html = BeautifulSoup(feed.all("content")[0], "html.parser")
    assert [link["href"] for link in html.select("a")] == [
        "http://testserver/articles/two/",
        "http://testserver/articles/one/#part",
        "http://testserver/articles/one/#part",
    ]
    assert html.img["src"] == "http://testserver/media/images/x.png"
    assert html.code.text == '<a href="/x">'
    assert BeautifulSoup(feed.all("summary")[0], "html.parser").text == "Less < more & all."


def test_each_list_has_a_feed_of_its_own(read, client, publish, faq, make_category):
    money = make_category("money", parent=faq, name="Money")
    publish("In FAQ", tags=["cards"])
    publish("In Money", category=money)
    publish("In News", category=make_category("news"))
    publish("British", locale="en-gb")
    assert set(read().all("title")) == {"In FAQ", "In Money", "In News"}
    assert set(read("/feeds/faq.atom").all("title")) == {"In FAQ", "In Money"}
    assert read("/feeds/faq/money.atom").all("title") == ["In Money"]
    assert read("/feeds/tags/cards.atom").all("title") == ["In FAQ"]
    assert read("/en-gb/feeds/articles.atom").all("title") == ["British"]
    for path in ("none", "faq/none", "tags/none", "articles/none"):
        assert client.get(f"/feeds/{path}.atom").status_code == 404


def test_ids_stay_when_an_article_is_renamed_or_moves(read, publish, make_category):
    article = publish("Old name")
    before = read().all("id")
    article.title, article.slug = "New name", "new-name"
    article.category = make_category("news")
    article.publish()
    assert read().all("id") == before
    assert read("/feeds/news.atom").all("id") == before
    assert read().all("title") == ["New name"]


def test_nothing_is_told_that_visitors_cannot_read(read, client, write, publish):
    article = publish("Live", "Public.")
    article.body = "Secret."
    article.save()
    write("Draft")
    publish("Over", expire_at=timezone.now() - timedelta(hours=1))
    publish("Off").unpublish()
    assert read().all("title") == ["Live"]
    assert "Secret" not in read().all("content")[0]
    assert client.get("/feeds/articles/off.atom").status_code == 404
    assert client.get("/feeds/articles/over.atom").status_code == 404
    assert "Secret" not in "".join(filter(None, read("/feeds/articles/live.atom").all("content")))


def test_the_feed_of_an_article_tells_each_change_of_its_text_and_no_other(read, publish):
    article = publish("Limits", "Ten.", published_at=DAY)
    article.pinned = True
    article.publish()  # no text changed
    changes = []
    for n, text in enumerate(("Twenty.", "Thirty."), 1):
        article.body = text
        article.save_version("A note for colleagues")
        changes.append(DAY + timedelta(days=n))
        article.publish(now=changes[-1])
    article.body = "Forty, one day."
    article.save()
    feed = read("/feeds/articles/limits.atom")
    assert feed.all("title") == ["Changed: Limits", "Changed: Limits", "Published: Limits"]
    assert feed.all("updated") == [at.isoformat() for at in (*changes[::-1], DAY)]
    assert ["Thirty" in (text or "") for text in feed.all("content")] == [True, False, False]
    assert "colleagues" not in ElementTree.tostring(feed.root, "unicode")


def test_the_feed_of_an_article_tells_of_a_merge_that_changed_its_text(read, publish):
    article, gone = publish("Limits", "Ten."), publish("Bounds", "Twenty.")
    article.body = "Ten, or twenty."
    merging.merge(article, gone, "Merged with “Bounds”")
    merged = article.updated_at
    article.body = "Thirty."
    article.publish()
    assert merged.isoformat() in read("/feeds/articles/limits.atom").all("updated")


def test_the_feed_of_a_renamed_article_moves_with_it(client, publish):
    article = publish("Old")
    article.slug = "new"
    article.publish()
    response = client.get("/feeds/articles/old.atom")
    assert (response.status_code, response.headers["Location"]) == (301, "/feeds/articles/new.atom")


def test_asking_again_costs_no_transfer_until_something_is_published(client, publish):
    article = publish("One", published_at=DAY)
    asked = {"If-None-Match": client.get("/feeds/articles.atom").headers["ETag"]}
    assert client.get("/feeds/articles.atom", headers=asked).status_code == 304
    article.body = "Changed."
    article.publish()
    assert client.get("/feeds/articles.atom", headers=asked).status_code == 200


def test_who_asks_by_time_alone_hears_of_a_withdrawal_and_of_a_minor_edit(client, publish):
    """The newest "Updated on" goes back with the one and stays with the other."""
    article = publish("Stays", "Before.", published_at=DAY, updated_at=DAY)
    publish("Taken off").unpublish()
    article.body, article.is_minor_edit = "After.", True
    article.publish()
    asked = {"If-Modified-Since": http_date(timezone.now().timestamp())}
    for path in ("/feeds/articles.atom", "/sitemap.xml", "/sitemap-articles-1.xml",
                 "/articles/stays.md"):  # fmt: skip
        assert client.get(path, headers=asked).status_code == 200


@pytest.mark.parametrize("path", ["/de/feeds/faq.atom", "/de/feeds/tags/cards.atom"])
def test_an_empty_feed_is_valid_and_does_not_change_by_itself(client, read, publish, path):
    publish("In another locale", tags=["cards"])
    assert read(path).all("id") == []
    assert client.get(path).content == client.get(path).content


def test_nothing_that_staff_write_runs_in_a_reader(read, publish, settings, faq):
    settings.SITE_NAME = POISON + "\x01"
    publish(POISON, POISONED_BODY, slug="poison", summary=POISON, tags=[POISON])
    for path in ("/feeds/articles.atom", "/feeds/articles/poison.atom"):
        feed = read(path)
        for name in ("content", "summary"):
            assert active_content(feed.all(name)[0]) == []


def test_pages_name_their_feed_and_one_page_lists_them(see, publish, money):
    publish("One", category=money, tags=["cards"])
    for path, feed in (
        ("/", "articles"), ("/faq/", "faq"), ("/faq/money/", "faq/money"),
        ("/tags/cards/", "tags/cards"), ("/articles/one/", "articles/one"),
    ):  # fmt: skip
        link = see(path).select_one("link[type='application/atom+xml']")
        assert link["href"] == f"/feeds/{feed}.atom"
    assert see("/").select_one(".bottom-links a[href='/feeds/']")
    page = see("/feeds/")
    assert texts(page, ".feed") == ["All articles", "FAQ", "Money"]
    assert [a["href"] for a in page.select(".feed")] == [
        f"/feeds/{name}.atom" for name in ("articles", "faq", "faq/money")
    ]
