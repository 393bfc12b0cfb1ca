"""Unsaved work and who else is there, through the addresses that the form's scripts ask."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles import trash, unsaved
from articles.models import Article, Presence, UnsavedText
from tests.articles.pages import (
    ADD,
    FORM,
    LIST,
    POISON,
    POISONED_BODY,
    active_content,
    change,
    fields,
    page,
    submit,
    texts,
)

KEEP, DISCARD = f"{LIST}unsaved/", f"{LIST}unsaved/discard/"
KEY = "0123456789abcdef"


def keep(desk, user, article=None, key=KEY, **data):
    about = {"user": user.pk, "article": article.pk if article else "", "key": key, "age": "0"}
    return desk.post(KEEP, about | data)


def offers(desk, article=None) -> list[str]:
    return texts(page(desk.get(change(article) if article else ADD)), ".desk-unsaved")


def presence(article) -> str:
    return f"{LIST}{article.pk}/presence/"


# Unsaved work -------------------------------------------------------------------------------------


def test_unsaved_work_is_offered_back_compared_restored_and_gone_when_it_is_saved(
    at_desk, author, write, faq
):
    article = write("Title", "Text.", tags=["old"])
    desk = at_desk(author)
    opened = fields(desk.get(change(article)))
    typed = {"title": "New", "body": "\r\nTyped.", "tags": "a, b", "pinned": "on",
             "category": faq.pk, "version": opened["version"], "evil": "1"}  # fmt: skip
    for title in ("N", "New"):
        kept = keep(desk, author, article, **typed | {"title": title}).json()["kept"]
        assert kept.startswith("Draft kept at")
    assert article.history.count() == 1
    assert "evil" not in UnsavedText.objects.get().data
    [said] = offers(desk, article)
    assert said.startswith("You have unsaved work of ")
    shown = page(desk.get(change(article)))
    restore, compare = [a["href"] for a in shown.select(".desk-unsaved a")]
    compared = page(desk.get(compare))
    assert texts(compared, ".diff-fields td") == ["Title", "New", "old", "a, b"]
    assert texts(compared, ".diff ins") == ["", "Typed."]
    restored = fields(desk.get(change(article) + restore))
    assert {name: restored[name] for name in ("title", "tags", "pinned", "unsaved_key")} == {
        "title": "New", "tags": "a, b", "pinned": "on", "unsaved_key": KEY,
    }  # fmt: skip
    assert restored["body"] == "\r\nTyped."
    assert desk.post(change(article), restored | {"_save": "1"}).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("New", "\nTyped.")
    assert offers(desk, article) == []
    assert UnsavedText.objects.get().data == {}
    assert keep(desk, author, article, title="Late").json() == {"settled": True}
    assert offers(desk, article) == []


def test_every_field_of_the_article_is_kept(at_desk, publisher, publish):
    desk, live = at_desk(publisher), publish("Title", "Text.")
    sent = f"{FORM} [name]:not([type=submit])"
    shown = [*page(desk.get(ADD)).select(sent), *page(desk.get(change(live))).select(sent)]
    no_part_of_it = {
        "csrfmiddlewaretoken", "unsaved_key", "article", "initial-locale", "comment", "question",
    }  # fmt: skip
    assert {field["name"] for field in shown} - no_part_of_it == unsaved.FIELDS


def test_what_readers_are_to_be_told_is_offered_back(at_desk, author, publish):
    article, desk = publish("Title", "Text."), at_desk(author)
    keep(desk, author, article, body="New.", change_note="New fees", is_minor_edit="on")
    restored = fields(desk.get(f"{change(article)}?unsaved={KEY}"))
    assert (restored["change_note"], restored["is_minor_edit"]) == ("New fees", "on")


def test_two_new_articles_keep_a_text_each_and_one_can_be_discarded(at_desk, author, faq):
    desk = at_desk(author)
    keep(desk, author, title="First", category=faq.pk)
    keep(desk, author, key="f" * 16, title="Second")
    assert len(offers(desk)) == 2
    assert desk.post(DISCARD, {"article": "", "discard": "f" * 16}).url == ADD
    [said] = offers(desk)
    assert "“First”" in said
    submit(desk, f"{ADD}?unsaved={KEY}", body="Text.")
    assert Article.objects.get().title == "First"
    assert offers(desk) == []


def test_restoring_what_was_typed_before_somebody_elses_save_is_a_conflict(
    at_desk, author, publisher, write
):
    article = write("Title", "Text.")
    ana = at_desk(author)
    sent = fields(ana.get(change(article)))
    names = {name: sent[name] for name in ("title", "slug", "category", "version")}
    keep(ana, author, article, body="Ana's.", **names)
    submit(at_desk(publisher), change(article), body="Petra's.")
    answer = submit(ana, f"{change(article)}?unsaved={KEY}")
    assert page(answer).select_one(".desk-conflict")
    article.refresh_from_db()
    assert article.body == "Petra's."


def test_nobody_sees_or_touches_the_unsaved_work_of_another(
    at_desk, author, publisher, reader, write
):
    article = write("Title", "Text.")
    ana, petra = at_desk(author), at_desk(publisher)
    keep(ana, author, article, title="Secret", version="0")
    assert offers(petra, article) == []
    assert "Secret" not in petra.get(f"{change(article)}?unsaved={KEY}").content.decode()
    compare = f"{LIST}{article.pk}/difference/?from=now&to=unsaved-{KEY}"
    assert petra.get(compare).status_code == 404
    petra.post(DISCARD, {"article": article.pk, "discard": KEY})
    assert keep(petra, author, article, title="As ana").status_code == 409
    assert UnsavedText.objects.get(user=author).data["title"] == "Secret"
    rita = at_desk(reader)
    for answer in (keep(rita, reader, article), keep(rita, reader), rita.post(presence(article)),
                   rita.post(DISCARD, {"article": article.pk, "discard": KEY})):  # fmt: skip
        assert answer.status_code == 403
    assert not page(rita.get(change(article))).select("#unsaved, #presence, .desk-note")


def test_nonsense_is_refused_or_kept_and_never_breaks_the_form(at_desk, author, write):
    article, desk = write("Title"), at_desk(author)
    about = {"user": author.pk, "article": article.pk, "key": KEY, "age": "0", "title": "T"}
    posted = fields(desk.get(change(article))) | {"translation_of": "x", "_save": "1"}
    for sent, status in (
        ({"key": "x"}, 400),
        ({"key": KEY + "0"}, 400),
        ({"article": "9" * 30}, 404),
        ({"article": "x\0"}, 404),
        ({"body": "x" * 500_001}, 400),
        ({"title": "x" * 5001}, 400),
        ({"body": "x" * 500_000}, 200),
        ({"title": "a\0b", "age": "9" * 30}, 200),
        ({"age": "-1", "category": "x", "translation_of": "x", "owner": "9" * 30}, 200),
    ):
        assert desk.post(KEEP, about | sent).status_code == status, str(sent)[:80]
        assert desk.get(f"{change(article)}?unsaved={KEY}").status_code == 200, str(sent)[:80]
        assert desk.post(change(article), posted).status_code == 200, str(sent)[:80]
    assert desk.get(f"{change(article)}?unsaved=%00").status_code == 200


def test_poison_that_was_not_saved_runs_nowhere(at_desk, author, write):
    article = write("Title")
    desk = at_desk(author)
    keep(desk, author, article, title=POISON, body=POISONED_BODY, tags=POISON)
    keep(desk, author, key="e" * 16, title=POISON)
    for path in (change(article), f"{change(article)}?unsaved={KEY}", ADD,
                 f"{LIST}{article.pk}/difference/?from=now&to=unsaved-{KEY}",
                 f"{LIST}{article.pk}/difference/?from=now&to=unsaved-{KEY}&as=page"):  # fmt: skip
        answer = desk.get(path)
        assert answer.status_code == 200
        assert active_content(page(answer)) == [], path


def test_what_is_saved_into_an_article_deleted_meanwhile_is_kept(at_desk, publisher, write):
    article = write("Title", "Text.")
    desk = at_desk(publisher)
    opened = fields(desk.get(change(article)))
    trash.delete(article.pk)
    answer = desk.post(change(article), opened | {"body": "Late.", "_save": "1"}, follow=True)
    assert "What you wrote is kept" in answer.content.decode()
    trash.bring_back(article.pk)
    assert len(offers(desk, article)) == 1
    key = UnsavedText.objects.get().key
    assert fields(desk.get(f"{change(article)}?unsaved={key}"))["body"] == "Late."


def kept_keys() -> list[str]:
    return list(UnsavedText.objects.order_by("key").values_list("key", flat=True))


def test_what_nobody_came_back_for_is_forgotten_and_nobody_elses(author, publisher):
    now = timezone.now()
    for user, key, days in (
        (publisher, "a" * 16, 91), (author, "b" * 16, 91), (author, "c" * 16, 89),
    ):  # fmt: skip
        unsaved.keep(user, None, key, {"title": "Old"}, now - timedelta(days=days))
    for key, days in (("d" * 16, 2), ("e" * 16, 0)):  # settled
        unsaved.keep(author, None, key, {}, now - timedelta(days=days))
    unsaved.keep(author, None, "f" * 16, {"title": "New"}, now)
    assert kept_keys() == ["a" * 16, "c" * 16, "e" * 16, "f" * 16]


def test_of_too_many_unsaved_texts_the_newest_are_kept(author, monkeypatch):
    monkeypatch.setattr(unsaved, "MAX_KEPT", 3)
    now = timezone.now()
    for number in range(5):
        typed_at = now + timedelta(seconds=number)
        unsaved.keep(author, None, f"{number:016x}", {"title": "Title"}, typed_at)
    assert kept_keys() == [f"{number:016x}" for number in (2, 3, 4)]


# Who else is here ---------------------------------------------------------------------------------


def test_who_else_has_the_article_open_is_told_for_a_minute(at_desk, author, publisher, write):
    article = write("Title", "Text.")
    ana, petra = at_desk(author), at_desk(publisher)
    assert texts(page(ana.get(change(article))), "#presence") == [""]
    assert texts(page(petra.get(change(article))), "#presence") == [
        "ana has this article open, too."
    ]
    version = fields(ana.get(change(article)))["version"]
    User.objects.filter(username="petra").update(first_name="Petra", last_name="Lind")
    told = ana.post(presence(article), {"version": version}).json()["told"]
    assert told == "petra has this article open, too."
    submit(petra, change(article), body="Petra's.")
    petra.post(presence(article), {"leave": "1"})
    told = ana.post(presence(article), {"version": version}).json()["told"]
    assert told.startswith("petra saved it at ")
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert texts(page(petra.get(change(article))), "#presence") == [""]
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    petra.get(change(article))
    assert Presence.objects.get().user == publisher
    assert ana.post(f"{LIST}{'9' * 30}/presence/").status_code == 404
    assert ana.get(presence(article)).status_code == 405
