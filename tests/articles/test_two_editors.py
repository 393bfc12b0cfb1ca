"""Two people save one article, or several at once: nothing is overwritten and nothing breaks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article, PublishedArticle
from tests.articles.pages import ADD, change, fields, page, submit, texts, words


def test_the_second_of_two_editors_gets_the_conflict_and_keeps_the_text(
    at_desk, author, publisher, write
):
    article = write("Title", "First line.\nSecond line.\n")
    ana, petra = at_desk(author), at_desk(publisher)
    opened = fields(petra.get(change(article)))
    submit(ana, change(article), body="Ana's line.\nSecond line.\n")
    answer = petra.post(change(article), opened | {"body": "Petra's line.", "_publish": "1"})
    assert answer.status_code == 200
    conflict = page(answer).select_one(".desk-conflict")
    assert "ana saved this article on" in conflict.get_text(" ", strip=True)
    assert "Ana's line." in conflict.get_text()
    assert conflict.select_one(f'a[href="/admin/articles/article/{article.pk}/history/"]')
    assert fields(answer)["body"] == "Petra's line."
    article.refresh_from_db()
    assert article.body == "Ana's line.\nSecond line.\n"
    assert not PublishedArticle.objects.exists()


def test_the_conflict_shows_all_that_both_wrote_and_leads_to_what_the_first_changed(
    at_desk, author, publisher, write
):
    article = write("Title", "Text.", tags=["old"])
    petra = at_desk(publisher)
    opened = fields(petra.get(change(article)))
    submit(at_desk(author), change(article), title="Ana's", tags="old, ana", note="New title")
    mine = {"summary": "Petra's.", "tags": "petra", "pinned": "on", "_save": "1"}
    conflict = page(petra.post(change(article), opened | mine)).select_one(".desk-conflict")
    assert texts(conflict, ".diff-fields td") == [
        "Ana's", "Title", "—", "Petra's.", "no", "yes", "ana, old", "petra",
    ]  # fmt: skip
    assert texts(conflict, "q") == ["New title"]
    assert "The text itself is the same" in conflict.get_text()
    changed = page(petra.get(conflict.select_one("a")["href"]))
    assert texts(changed, ".diff-fields td") == ["Title", "Ana's", "old", "ana, old"]
    opened = fields(petra.get(change(article)))
    submit(petra, change(article), title="Petra's")
    answer = page(petra.post(change(article), opened | mine))
    assert "You, in another window, saved this article on" in words(answer)


def test_after_the_conflict_the_second_editor_can_save_knowingly(at_desk, author, publisher, write):
    article = write("Title", "Text.")
    petra = at_desk(publisher)
    opened = fields(petra.get(change(article)))
    submit(at_desk(author), change(article), body="Ana's.")
    conflict = petra.post(change(article), opened | {"body": "Petra's.", "_save": "1"})
    answer = petra.post(change(article), fields(conflict) | {"_save": "1"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.body == "Petra's."
    assert "Ana's." in article.history.values_list("body", flat=True)


def test_a_form_without_its_version_never_overwrites(at_desk, author, write):
    article = write("Title", "Text.")
    desk = at_desk(author)
    for version in ("", "0", "x", "\0", "9" * 30):
        sent = fields(desk.get(change(article))) | {"version": version, "body": "Other."}
        assert desk.post(change(article), sent | {"_save": "1"}).status_code == 200
    article.refresh_from_db()
    assert article.body == "Text."


def at_once(deed, arguments) -> list:
    """Run `deed` for each argument at the same time, each in a thread with its own connection."""

    def run(argument):
        try:
            return deed(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_saves_one_is_a_conflict(at_desk, author, write):
    article = write("Title", "Text.")
    for _round in range(5):
        desk = at_desk(author)
        opened = fields(desk.get(change(article)))

        def save(body, opened=opened, desk=desk):
            client = Client()
            client.cookies = desk.cookies
            return client.post(change(article), opened | {"body": body, "_save": "1"}).status_code

        count = article.history.count()
        assert sorted(at_once(save, [f"one {_round}", f"two {_round}"])) == [200, 302]
        assert article.history.count() == count + 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_simultaneous_articles_of_one_title_get_sixteen_slugs(at_desk, author, faq):
    desk = at_desk(author)
    opened = fields(desk.get(ADD))

    def save(slug):
        client = Client()
        client.cookies = desk.cookies
        sent = {"title": "Same", "slug": slug, "category": faq.pk, "tags": "same tag", "_save": "1"}
        return client.post(ADD, opened | sent).status_code

    assert at_once(save, [""] * 16) == [302] * 16
    assert Article.objects.values("slug").distinct().count() == 16
    assert sorted(at_once(save, ["chosen"] * 4)) == [200, 200, 200, 302]
