"""Preview links: signed, of one article, for a day at most, kept by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.utils import timezone

from articles import previews
from articles.models import Article, AuditEntry, Deed, ViewTotal
from tests.articles.pages import POISON, POISONED_BODY, active_content, change, page, words


@pytest.fixture
def changed(publish) -> Article:
    article = publish("Title", "Old text.", tags=["a"])
    article.body = "## Part\n\nNew text."
    article.save()
    return article


def make_link(client, article, hours="8") -> str:
    answer = client.post(f"/admin/articles/article/{article.pk}/preview-link/", {"hours": hours})
    return urlsplit(page(answer).select_one("#preview-link")["value"]).path


def test_a_link_shows_what_is_not_published_to_whoever_has_it(at_desk, author, changed, client):
    desk = at_desk(author)
    assert page(desk.get(change(changed))).select_one('.object-tools a[href$="/preview-link/"]')
    link = make_link(desk, changed)
    answer = client.get(link)
    shown = page(answer)
    assert "New text." in words(shown.select_one(".prose"))
    assert words(shown.select_one(".preview-bar strong")) == "Preview, not published."
    assert [words(li) for li in shown.select(".crumbs li")] == ["Home", "FAQ", "Title"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert not shown.select(".pixel, .helpful, link[rel=canonical]")
    changed.body = "Newer text."
    changed.save()
    for _time in range(3):  # no page of memory
        assert "Newer text." in client.get(link).content.decode()
    assert not ViewTotal.objects.exists()
    assert "Old text." in client.get("/articles/title/").content.decode()


@pytest.mark.parametrize("hours", previews.HOURS)
def test_a_link_ends_when_it_says(changed, client, monkeypatch, hours):
    link, until = previews.address(changed, hours)
    assert until <= timezone.now() + timedelta(hours=24)
    moment = until - timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.get(link).status_code == 200
    moment = until
    assert client.get(link).status_code == 404


def test_no_signature_is_older_than_a_day_whatever_it_says(changed, client, monkeypatch):
    said = {"a": changed.pk, "w": 0, "u": int(timezone.now().timestamp()) + 9_999_999}
    token = signing.dumps(said, salt=previews.SALT)
    assert client.get(f"/preview/{token}/").status_code == 200
    monkeypatch.setattr(previews, "LONGEST", timedelta(0))
    assert client.get(f"/preview/{token}/").status_code == 404


def test_withdrawn_links_are_over_and_a_new_one_works(at_desk, author, changed, write, client):
    desk, other = at_desk(author), write("Other", "Text.")
    old, elsewhere = make_link(desk, changed), make_link(desk, other)
    desk.post(f"/admin/articles/article/{changed.pk}/preview-link/", {"_withdraw": "1"})
    assert client.get(old).status_code == 404
    assert client.get(elsewhere).status_code == 200
    assert client.get(make_link(desk, changed)).status_code == 200


def test_who_made_a_link_and_who_withdrew_it_is_on_the_record(at_desk, author, changed):
    desk = at_desk(author)
    make_link(desk, changed)
    desk.post(f"/admin/articles/article/{changed.pk}/preview-link/", {"_withdraw": "1"})
    noted = AuditEntry.objects.filter(user_name=author.username).order_by("pk")
    assert [(entry.deed, entry.comment) for entry in noted] == [
        (Deed.SHARED, "For 8 hours"),
        (Deed.UNSHARED, ""),
    ]


def test_a_preview_of_what_is_live_has_its_dates(write):
    article, day = write("Title", "Text."), datetime(2025, 5, 1, tzinfo=UTC)
    article.publish(day)
    shown = previews.page_of(article)
    assert (shown.published_at, shown.updated_at) == (day, day)


def test_a_draft_in_another_locale_has_its_own_address(at_desk, author, write, client):
    article = write("Colour", "Text.", locale="en-gb")
    link = make_link(at_desk(author), article)
    assert link.startswith("/en-gb/preview/")
    assert page(client.get(link)).html["lang"] == "en-gb"
    assert client.get(link.removeprefix("/en-gb")).status_code == 404


def test_what_is_made_up_or_deleted_is_not_found(changed, client):
    link, _until = previews.address(changed, 1)
    other_purpose = signing.dumps({"a": changed.pk, "w": 0, "u": 2**40})
    for path in (link[:-2] + "/", "/preview/x/", "/preview/%F0%9F%92%A9:a:b/",
                 "/preview/" + "a" * 5000 + "/", f"/preview/{other_purpose}/"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert client.get(f"{link[:-1]}%00/").status_code == 400
    changed.delete()
    assert client.get(link).status_code == 404


def test_nothing_that_staff_write_runs_in_a_preview(write, client):
    article = write(POISON, POISONED_BODY, summary=POISON, tags=["a"])
    link, _until = previews.address(article, 1)
    assert active_content(page(client.get(link))) == []


def test_who_may_not_change_the_article_makes_no_link(at_desk, reader, changed):
    desk = at_desk(reader)
    assert "preview-link" not in desk.get(change(changed)).content.decode()
    address = f"/admin/articles/article/{changed.pk}/preview-link/"
    assert desk.get(address).status_code == 403
    assert desk.post(address, {"hours": "8"}).status_code == 403


@pytest.mark.parametrize("hours", ["", "25", "9" * 20, "8\x00", "-1"])
def test_no_link_works_for_another_time(at_desk, author, changed, hours):
    address = f"/admin/articles/article/{changed.pk}/preview-link/"
    assert at_desk(author).post(address, {"hours": hours}).status_code == 400
