"""The first page of the admin."""

from __future__ import annotations

from articles.models import Article
from tests.articles.pages import change, page, submit, texts


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
