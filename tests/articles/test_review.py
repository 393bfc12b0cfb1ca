"""From an author's text to a published one, through the admin, by people of the right group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, AuditEntry, PublishedArticle
from tests.articles.pages import (
    LIST,
    change,
    errors,
    fields,
    page,
    select,
    submit,
    texts,
    titles,
    words,
)

Status, State = Article.Status, Article.State


@pytest.fixture
def people(ana, rob, petra):
    return {"author": ana, "reviewer": rob, "publisher": petra}


@pytest.fixture
def text(write, ana) -> Article:
    return write("Title", "Text.", owner=ana)


@pytest.fixture
def press(at_desk, django_capture_on_commit_callbacks):
    """Return a function that presses a button of an article's form; mail leaves after it."""

    def do(user, article: Article, button: str, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            answer = submit(at_desk(user), change(article), button, **changes)
        article.refresh_from_db()
        return answer

    return do


def banner(client, article) -> str:
    return words(page(client.get(change(article))).select_one(".desk-banner"))


def record() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.values_list("deed", "user_name", "comment").order_by("id"))


def sent() -> list[tuple[str, str]]:
    return sorted((to, message.subject) for message in mail.outbox for to in message.to)


def test_a_text_goes_from_author_to_reviewer_to_publisher(press, people, text, client):
    ana, rob, petra = people.values()
    press(ana, text, "_submit", body="Better text.", comment="Please look")
    assert (text.status, text.state_now, text.body) == ("in_review", "in_review", "Better text.")
    assert sent() == [(f"{name}@example.com", "Submitted for review: Title")
                      for name in ("petra", "rob")]  # fmt: skip
    assert "Please look" in mail.outbox[0].body
    assert f"http://testserver{change(text)}" in mail.outbox[0].body

    mail.outbox.clear()
    press(rob, text, "_approve")
    assert (text.status, text.state_now) == ("approved", "draft")
    assert sent() == [("ana@example.com", "Approved: Title")]
    assert client.get("/articles/title/").status_code == 404

    mail.outbox.clear()
    press(petra, text, "_publish")
    assert client.get("/articles/title/").status_code == 200
    assert sent() == [("ana@example.com", "Published: Title")]
    assert "http://testserver/articles/title/" in mail.outbox[0].body
    assert record() == [
        ("submitted", "ana", "Please look"), ("approved", "rob", ""), ("published", "petra", ""),
    ]  # fmt: skip


def test_a_returned_text_tells_its_author_why(press, at_desk, ana, rob, text):
    press(ana, text, "_submit")
    mail.outbox.clear()
    refused = press(rob, text, "_return", body="Mine.", comment=" ")
    assert "Say what should change." in errors(refused)
    assert page(refused).select_one("#id_body").text.strip() == "Mine."  # nothing is lost
    assert (text.status, text.body) == ("in_review", "Text.")

    press(rob, text, "_return", comment="Name the <b>fees</b>.")
    assert text.status == Status.DRAFT
    assert "rob returned it." in banner(at_desk(ana), text)
    assert "Name the <b>fees</b>." in banner(at_desk(ana), text)  # as typed
    assert sent() == [("ana@example.com", "Returned to the author: Title")]
    assert text.history.first().history_change_reason == "Returned to the author"
    assert marks(at_desk(ana)) == {"Title": ["Draft", "Returned"]}
    assert "Returned to you" in texts(page(at_desk(ana).get("/admin/")), ".desk h2")
    assert "Returned to you" not in texts(page(at_desk(rob).get("/admin/")), ".desk h2")
    press(ana, text, "_submit")
    assert marks(at_desk(ana)) == {"Title": ["In review"]}
    assert "Returned to you" not in texts(page(at_desk(ana).get("/admin/")), ".desk h2")


def test_a_word_to_the_reviewers_is_one_press_away_from_the_button(at_desk, ana, text):
    form = page(at_desk(ana).get(change(text)))
    (way,) = (a for a in form.select(".submit-row a") if "word" in words(a))
    assert form.select_one(way["href"])["name"] == "comment"


def test_a_submission_can_be_withdrawn(press, ana, text):
    press(ana, text, "_submit")
    press(ana, text, "_withdraw")
    assert text.status == Status.DRAFT
    assert [deed for deed, _who, _why in record()] == ["submitted", "withdrawn"]


def test_a_reviewer_may_approve_a_text_of_their_own_and_reads_that_it_is_one(
    press, at_desk, rob, text
):
    press(rob, text, "_submit")
    shown = page(at_desk(rob).get(change(text))).select_one("#review")
    assert "You submitted this text yourself." in words(shown)
    press(rob, text, "_approve")
    assert [entry[:2] for entry in record()] == [("submitted", "rob"), ("approved", "rob")]


@pytest.mark.parametrize(
    ("who", "button"),
    [("author", "_approve"), ("author", "_return"), ("author", "_publish"),
     ("author", "_unpublish"), ("reviewer", "_publish"), ("reviewer", "_unpublish")],
)  # fmt: skip
def test_a_deed_of_another_group_is_forbidden_and_not_offered(
    press, at_desk, people, text, who, button
):
    text.submit()
    entries = AuditEntry.objects.count()
    buttons = page(at_desk(people[who]).get(change(text))).select("[type=submit]")
    assert button not in {b.get("name") for b in buttons}
    assert press(people[who], text, button, body="x", comment="x").status_code == 403
    assert (text.status, text.body) == ("in_review", "Text.")
    assert AuditEntry.objects.count() == entries


def test_a_reviewer_approves_only_the_text_that_was_shown(press, at_desk, ana, rob, text):
    text.submit()
    desk = at_desk(rob)
    opened = fields(desk.get(change(text)))
    press(ana, text, "_save", body="Changed meanwhile.")
    assert text.status == Status.IN_REVIEW  # a text in review may be written at
    answer = desk.post(change(text), opened | {"_approve": "1"})
    assert "the article was saved since you opened it" in errors(answer)
    text.refresh_from_db()
    assert text.status == Status.IN_REVIEW


@pytest.mark.parametrize("button", ["_approve", "_return", "_withdraw"])
def test_what_is_not_in_review_cannot_leave_it(press, rob, text, button):
    answer = press(rob, text, button, comment="x")
    assert "not in review any more" in errors(answer)
    assert record() == []


def test_there_is_nothing_to_review_of_what_visitors_read(press, ana, text):
    text.publish()
    assert "nothing to review" in errors(press(ana, text, "_submit"))
    press(ana, text, "_submit", body="New.")
    assert (text.status, text.state_now) == ("in_review", "changed")
    assert "in review already" in errors(press(ana, text, "_submit"))


# An approval is of a text ------------------------------------------------------------------------


@pytest.fixture
def approved(text) -> Article:
    text.submit()
    text.approve()
    return Article.objects.get(pk=text.pk)


def test_an_approved_text_that_is_changed_needs_another_approval(press, at_desk, ana, approved):
    press(ana, approved, "_save", tags="a, b")
    assert approved.status == Status.APPROVED  # a tag is no text
    press(ana, approved, "_save", body="Other.")
    assert approved.status == Status.DRAFT
    assert record()[-1] == ("reopened", "ana", "")
    assert "not the approved one any more" in banner(at_desk(ana), approved)


def test_no_bulk_edit_and_no_old_instance_keeps_or_brings_back_an_approval(approved):
    old = Article.objects.get(pk=approved.pk)
    Article.objects.filter(pk=approved.pk).update(body="Other.")
    assert Article.objects.get(pk=approved.pk).status == Status.DRAFT
    old.body, old.pinned = "Third.", True
    old.save()
    assert Article.objects.get(pk=approved.pk).status == Status.DRAFT
    assert old.approved_text() is None
    assert [deed for deed, _who, _why in record()] == ["submitted", "approved"]
    assert approved.history.get(history_id=approved.approved_version).body == "Text."


def test_an_approval_ends_when_the_text_is_published(approved):
    approved.publish()
    approved.set_tags(["new"])
    assert not Article.objects.approved().exists()
    approved.body = "Other."
    approved.save_version("")
    assert [deed for deed, _who, _why in record()] == ["submitted", "approved", "published"]


def test_a_site_may_require_approval_of_everything(press, petra, text, settings, write, tmp_path):
    settings.REVIEW_REQUIRED = True
    tomorrow = {"publish_at_0": "2099-01-02", "publish_at_1": "03:04:05"}
    assert "not approved" in errors(press(petra, text, "_publish"))
    assert "not approved" in errors(press(petra, text, "_save", **tomorrow))
    assert not PublishedArticle.objects.exists()
    write("Due", publish_at=timezone.now())
    with pytest.raises(CommandError, match="This text is not approved"):
        call_command("publish_due", verbosity=0)
    with pytest.raises(ValidationError, match="not approved"):
        text.publish()

    text.submit()
    press(petra, text, "_approve")
    press(petra, text, "_publish")
    press(petra, text, "_publish", tags="a")  # the text is live already
    assert PublishedArticle.objects.get().tag_names == ["a"]
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq/new.md").write_text("---\ntitle: New\n---\nFrom elsewhere.\n")
    call_command("import_articles", tmp_path, publish=True, verbosity=0)
    assert PublishedArticle.objects.filter(title="New").exists()


# What staff see ----------------------------------------------------------------------------------


def marks(client) -> dict[str, list[str]]:
    rows = page(client.get(LIST)).select("#result_list tbody tr")
    return {words(row.select_one(".field-title")): texts(row, ".state") for row in rows}


def test_list_filters_and_desk_say_where_each_text_is(at_desk, rob, ana, write, publish):
    now = timezone.now()
    write("Draft")
    write("New").submit()
    changed = publish("Edition")
    changed.body = "Other."
    changed.submit()
    done = write("Done")
    done.submit()
    done.approve()
    publish("Over", expire_at=now - timedelta(seconds=1))
    publish("Taken", expire_at=now - timedelta(seconds=1)).expire()
    desk = at_desk(rob)
    assert marks(desk) == {
        "Draft": ["Draft"], "New": ["In review"], "Done": ["Draft", "Approved"],
        "Edition": ["Changed since published", "In review"], "Over": ["Expired"],
        "Taken": ["Expired"],
    }  # fmt: skip
    for state, found in {
        "draft": {"Draft", "Done"}, "in_review": {"New", "Edition"}, "approved": {"Done"},
        "expired": {"Over", "Taken"}, "live": set(), "changed": {"Edition"},
    }.items():  # fmt: skip
        assert set(titles(desk.get(f"{LIST}?state={state}"))) == found, state
    start = page(desk.get("/admin/"))
    assert words(start.select_one(".desk-count")) == "2 in the list"
    assert start.select_one(".desk-count")["href"] == f"{LIST}?state=in_review"
    assert "To review" not in words(page(at_desk(ana).get("/admin/")).select_one(".desk"))


def test_the_difference_to_what_visitors_read_is_one_click_away(at_desk, ana, text):
    text.publish()
    text.body = "Other."
    text.save()
    desk = at_desk(ana)
    target = f"{LIST}{text.pk}/difference/"
    for path, place in ((LIST, "#result_list"), (change(text), ".desk-banner")):
        assert target in [a["href"] for a in page(desk.get(path)).select(f"{place} a")], path
    assert desk.get(target).status_code == 200


def test_the_history_page_keeps_the_record(press, at_desk, ana, petra, text, make_category):
    other = make_category("other", name="Other")
    press(petra, text, "_save", category=other.pk,
          publish_at_0="2099-01-02", publish_at_1="03:04:05")  # fmt: skip
    press(petra, text, "_publish")
    said = texts(page(at_desk(ana).get(f"{LIST}{text.pk}/history/")), ".desk-record li")
    assert [entry.split(" petra")[0] for entry in said] == [
        "Published", "Scheduled", "Moved to another category"
    ]  # fmt: skip
    assert "FAQ → Other" in said[-1]


def test_deleting_is_on_the_record_for_good(at_desk, petra, text):
    at_desk(petra).post(f"{LIST}{text.pk}/delete/", {"post": "yes"})
    assert record() == [("deleted", "petra", "")]
    assert AuditEntry.objects.get().title == "Title"


# Expired and in bulk -----------------------------------------------------------------------------


def test_an_expired_article_says_until_when_and_publish_shows_it_again(
    press, at_desk, petra, publish, client
):
    over = publish("Over", expire_at=timezone.now() - timedelta(hours=1))
    desk = at_desk(petra)
    before = banner(desk, over)
    call_command("publish_due", verbosity=0)
    assert before == banner(desk, over)
    assert before.startswith("Expired Until")
    press(petra, over, "_save", body="Newer.")
    assert over.state_now == State.EXPIRED
    press(petra, over, "_publish")
    assert (over.expire_at, over.state_now) == (None, State.LIVE)
    assert client.get("/articles/over/").status_code == 200
    assert [deed for deed, _who, _why in record()] == ["published", "expired", "published"]


def test_bulk_deeds_approve_and_publish_also_what_has_expired(
    at_desk, petra, write, publish, text, django_capture_on_commit_callbacks
):
    over = publish("Over", expire_at=timezone.now() - timedelta(hours=1), owner=text.owner)
    text.submit()
    desk = at_desk(petra)
    with django_capture_on_commit_callbacks(execute=True):
        select(desk, "approve_selected", [over, text])
    assert list(Article.objects.values_list("status", flat=True).order_by("title")) == [
        "draft", "approved",
    ]  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        select(desk, "publish_selected", [over, text])
    assert set(Article.objects.values_list("state_now", flat=True)) == {State.LIVE}
    assert sent() == [
        ("ana@example.com", "Approved: Title"),
        ("ana@example.com", "Published: 2 articles"),
    ]


def test_an_author_cannot_approve_in_bulk(at_desk, ana, text):
    text.submit()
    at_desk(ana).post(LIST, {"action": "approve_selected", "_selected_action": [text.pk]})
    text.refresh_from_db()
    assert text.status == Status.IN_REVIEW


# Mail --------------------------------------------------------------------------------------------


def test_a_mail_server_that_is_down_hinders_nothing_and_is_logged(
    press, ana, rob, text, settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert press(ana, text, "_submit").status_code == 302
    assert text.status == Status.IN_REVIEW
    assert "refused" in caplog.text


def test_mail_goes_to_nobody_who_left_has_no_address_or_did_it_themselves(
    press, rob, text, make_colleague
):
    gone, silent = make_colleague("gone", "Reviewers"), make_colleague("silent", "Reviewers")
    gone.is_active, silent.email = False, ""
    gone.save()
    silent.save()
    press(rob, text, "_submit")
    assert sent() == []


def test_publish_due_tells_owners_with_the_address_of_the_site(
    write, ana, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://help.example.com"
    write("Line\nbreak", slug="due", publish_at=timezone.now(), owner=ana)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_due", verbosity=0)
    assert sent() == [("ana@example.com", "Published: Line break")]
    assert "https://help.example.com/articles/due/" in mail.outbox[0].body
