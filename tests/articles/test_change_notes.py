"""What readers are told of a change: an honest "Updated on" and one line, by whoever publishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, ChangeNote, PublishedArticle
from tests.articles.pages import ADD, change, errors, page, read_frame, submit, texts

MAY = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def live(write) -> Article:
    article = write("Title", "Old text.")
    article.publish(MAY)
    return article


def test_an_update_moves_updated_on_and_tells_readers_in_one_line(at_desk, publisher, live, see):
    answer = submit(
        at_desk(publisher),
        change(live),
        "_publish",
        body="New text.",
        change_note="New  <i>fees</i>",
    )
    assert answer.status_code == 302
    live.refresh_from_db()
    assert live.updated_at.date() == timezone.now().date()
    assert (live.change_note, live.is_minor_edit) == ("", False)
    assert ChangeNote.objects.get().by == publisher
    told = see("/articles/title/").select_one("details.changes")
    assert texts(told, "dd") == ["New <i>fees</i>"]
    assert told.time["datetime"] == f"{live.updated_at:%Y-%m-%d}"


def test_a_minor_edit_moves_nothing_and_tells_nobody(at_desk, publisher, live, see):
    submit(at_desk(publisher), change(live), "_publish", body="Old texts.",
           is_minor_edit="on", change_note="Typing error")  # fmt: skip
    shown = PublishedArticle.objects.get()
    assert (shown.body, shown.updated_at) == ("Old texts.", MAY)
    assert not see("/articles/title/").select(".changes")
    live.refresh_from_db()
    assert (live.change_note, live.is_minor_edit) == ("", False)


def test_a_changed_text_is_not_published_without_a_word_to_readers(at_desk, publisher, live):
    answer = submit(at_desk(publisher), change(live), "_publish", body="New text.")
    assert errors(answer) == "Say what changed, or tick “Minor edit”."
    assert PublishedArticle.objects.get().body == "Old text."


def test_the_first_publish_and_other_tags_need_no_word(at_desk, publisher, live, faq):
    desk = at_desk(publisher)
    first = {"title": "New", "body": "Text.", "category": faq.pk}
    assert submit(desk, ADD, "_publish", **first).status_code == 302
    assert submit(desk, change(live), "_publish", tags="new").status_code == 302
    assert not ChangeNote.objects.exists()


@pytest.mark.parametrize("told", [{"is_minor_edit": "on"}, {"change_note": "Other tags"}])
def test_what_is_said_of_a_publish_is_not_kept_for_the_next_one(at_desk, publisher, live, told):
    desk = at_desk(publisher)
    submit(desk, change(live), "_publish", tags="new", **told)
    answer = submit(desk, change(live), "_publish", body="Fees doubled.")
    assert errors(answer) == "Say what changed, or tick “Minor edit”."


@pytest.mark.parametrize("taken_off", [Article.unpublish, Article.expire])
def test_a_text_that_was_rewritten_while_off_the_site_is_updated(live, taken_off):
    taken_off(live)
    live.publish(MAY + timedelta(days=1))
    assert live.updated_at == MAY
    taken_off(live)
    live.body = "Rewritten."
    live.save_version("")
    live.publish(MAY + timedelta(days=2))
    assert (live.published_at, live.updated_at) == (MAY, MAY + timedelta(days=2))


def test_an_author_writes_the_note_and_a_schedule_publishes_it(at_desk, author, live):
    submit(at_desk(author), change(live), body="New text.", change_note="New fees")
    assert not ChangeNote.objects.exists()
    Article.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    call_command("publish_due", verbosity=0)
    note = ChangeNote.objects.get()
    assert (note.text, note.by) == ("New fees", None)
    assert note.changed_at == PublishedArticle.objects.get().updated_at


def test_notes_stay_newest_first_in_one_query(at_desk, client, live, django_assert_num_queries):
    for number in range(3):
        live.body, live.change_note = f"Text {number}.", f"Change {number}"
        live.publish(MAY + timedelta(days=1 + number))
    read_frame()
    with django_assert_num_queries(1):
        shown = page(client.get("/articles/title/"))
    assert texts(shown, ".changes dd") == ["Change 2", "Change 1", "Change 0"]


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_shows_a_note_that_was_corrected(client, live):
    live.body, live.change_note = "New text.", "Nwe fees"
    live.publish()
    for _time in range(3):
        client.get("/articles/title/")
    ChangeNote.objects.update(text="New fees")
    assert texts(page(client.get("/articles/title/")), ".changes dd") == ["New fees"]
