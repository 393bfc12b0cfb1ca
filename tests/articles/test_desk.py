"""The first page of the admin."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from articles.models import Article
from tests.articles.pages import change, page, submit, texts, words


def test_what_somebody_did_is_listed_once_for_each_thing_the_last_first(
    at_desk, author, publisher, write
):
    often, once, foreign = write("Often"), write("Once"), write("Foreign")
    desk = at_desk(author)
    submit(desk, change(once), body="Text.")
    for number in range(12):
        submit(desk, change(often), title=f"Often {number}")
    submit(at_desk(publisher), change(foreign), body="Text.")
    recent = page(desk.get("/admin/")).select_one("#recent-actions-module")
    assert texts(recent, "li") == ["Changed: Often 11 Article", "Changed: Once Article"]
    assert recent.a["href"] == change(often)
    at_desk(publisher).post(change(often).replace("change", "delete"), {"post": "yes"})
    assert not Article.objects.filter(pk=often.pk).exists()
    recent = page(at_desk(publisher).get("/admin/")).select_one("#recent-actions-module")
    assert texts(recent, "li") == ["Deleted: Often 11 Article", "Changed: Foreign Article"]
    assert [link["href"] for link in recent.select("a")] == [change(foreign)]


def test_the_desk_parts_what_is_ready_to_publish_from_drafts(
    at_desk, write, petra, admin_user, django_assert_max_num_queries
):
    write("Draft", "Text.")
    ready = write("Ready", "Text.")
    timed = write("Timed", "Text.", publish_at=timezone.now() + timedelta(days=1))
    for article in (ready, timed):
        article.submit()
        article.approve()
    desk = at_desk(admin_user)
    desk.get("/admin/")
    with django_assert_max_num_queries(10):
        start = page(desk.get("/admin/"))
    lists = {words(m.h2): texts(m, "li a") for m in start.select(".desk-lists .module")}
    assert lists["Approved, ready to publish 1 in the list"] == ["Ready"]
    assert set(lists["Drafts and changes"]) == {"Timed", "Draft"}
    ready.publish()
    Article.objects.exclude(pk=ready.pk).delete()
    start = page(at_desk(petra).get("/admin/"))
    assert "ready to publish" not in words(start.select_one(".desk"))
    assert "visitors read all articles as they stand" in words(start.select_one(".desk"))
