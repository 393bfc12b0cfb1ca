"""Publishing: dates, what visitors read, and the command that publishes on time."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article, Checkup, Passage, PublishedArticle, Visit
from tests.articles.commands import publish_due

MAY = datetime(2025, 5, 1, 12, tzinfo=UTC)
JUNE = datetime(2025, 6, 1, 12, tzinfo=UTC)
JULY = datetime(2025, 7, 1, 12, tzinfo=UTC)


def dates(article: Article) -> tuple[datetime, datetime]:
    live = PublishedArticle.objects.get(article=article)
    article.refresh_from_db()
    assert (article.published_at, article.updated_at) == (live.published_at, live.updated_at)
    return live.published_at, live.updated_at


# Dates --------------------------------------------------------------------------------------------


def test_the_first_publish_sets_both_dates(write):
    article = write("Title", "Text.")
    article.publish(MAY)
    assert dates(article) == (MAY, MAY)


def test_publishing_changed_text_moves_updated_on_only(write):
    article = write("Title", "Text.")
    article.publish(MAY)
    article.body = "Better text."
    article.publish(JUNE)
    assert dates(article) == (MAY, JUNE)


@pytest.mark.parametrize("change", ["nothing", "tags", "category", "pinned", "slug"])
def test_publishing_without_changed_text_moves_no_date(write, make_category, change):
    article = write("Title", "Text.")
    article.publish(MAY)
    if change == "tags":
        article.set_tags(["new"])
    elif change == "category":
        article.category = make_category("other")
    elif change != "nothing":
        setattr(article, change, {"pinned": True, "slug": "new-slug"}[change])
    article.publish(JUNE)
    assert dates(article) == (MAY, MAY)


def test_dates_that_staff_set_by_hand_are_kept(write):
    article = write("Title", "Text.", published_at=MAY, updated_at=JUNE)
    article.publish(JULY)
    assert dates(article) == (MAY, JUNE)
    article.body, article.updated_at = "Other.", MAY
    article.publish(JULY + timedelta(days=1))
    assert dates(article) == (MAY, MAY)


def test_an_article_published_again_after_a_pause_keeps_its_first_date(write):
    article = write("Title", "Text.")
    article.publish(MAY)
    article.unpublish()
    article.publish(JULY)
    assert dates(article) == (MAY, MAY)
    article.unpublish()
    write("Other").publish(JULY)
    article.body = "Other text."
    article.publish(JULY)
    assert dates(article) == (MAY, JULY)


# What visitors read -------------------------------------------------------------------------------


def test_a_live_address_is_not_taken_by_another_article(publish, write):
    first = publish("First", slug="a")
    first.slug = "b"
    first.save()
    second = write("Second", slug="a")
    with pytest.raises(ValidationError, match="“First” is live at this address"):
        second.publish()
    assert PublishedArticle.objects.get().article == first
    assert second.history.count() == 1


def test_a_draft_over_a_live_article_shows_nowhere(publish, client):
    article = publish("Old title", "Old text.", tags=["old"], summary="Old summary.")
    article.title = article.summary = article.body = "SECRET"
    article.slug = "secret"
    article.save()
    article.set_tags(["secret"])
    for path in ("/", "/faq/", "/articles/old-title/", "/tags/old/", "/search/?q=old"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert b"SECRET" not in answer.content, path
    assert client.get("/tags/secret/").status_code == 404
    assert client.get("/articles/secret/").status_code == 404


def test_unpublishing_removes_everything_that_visitors_could_find(publish, client):
    article = publish("Title", "Unfindable text.", tags=["tagged"])
    article.unpublish()
    assert not PublishedArticle.objects.exists()
    assert not Passage.objects.exists()
    assert client.get("/tags/tagged/").status_code == 404
    assert b"Unfindable" not in client.get("/search/?q=unfindable").content.split(b"<main")[-1]
    assert b"/articles/title/" not in client.get("/").content
    assert not article.is_live
    assert article.state == Article.State.DRAFT


def test_publishing_again_replaces_the_passages(publish):
    article = publish("Title", "One.\n\n## Two\n\nThree.")
    article.body = "Four."
    article.publish()
    assert [p.text for p in Passage.objects.all()] == ["Four."]


@pytest.mark.parametrize("title", ["x" * 200, "\N{PARTY POPPER}", "...", "ﷺ" * 150, "日本語の質問"])
def test_any_title_gets_a_working_address(publish, client, title):
    first, second = publish(title), publish(title)
    assert first.slug != second.slug
    for article in (first, second):
        assert client.get(article.get_absolute_url()).status_code == 200


# publish_due --------------------------------------------------------------------------------------


def test_publish_due_publishes_what_is_due_and_nothing_else(write):
    now = timezone.now()
    due = write("Due", publish_at=now - timedelta(seconds=1))
    write("Later", publish_at=now + timedelta(hours=1))
    write("Draft")
    said = publish_due()
    assert "Published: 1\n  en-us/due" in said
    assert PublishedArticle.objects.get().article == due
    due.refresh_from_db()
    assert due.publish_at is None
    assert due.history.order_by("-history_id").first().history_change_reason == "Published"
    assert publish_due() == ""  # cron would mail it every minute


def test_publish_due_takes_the_expired_off_the_site(publish):
    expired = publish("Old", expire_at=timezone.now() - timedelta(seconds=1))
    publish("Young", expire_at=timezone.now() + timedelta(hours=1))
    assert "Unpublished: 1\n  en-us/old" in publish_due()
    assert PublishedArticle.objects.get().title == "Young"
    expired = Article.objects.get(pk=expired.pk)
    assert expired.state_now == expired.state == Article.State.EXPIRED
    assert expired.expire_at  # staff see when it was
    assert publish_due() == ""


def test_an_article_that_was_due_and_is_over_already_ends_unpublished(write):
    now = timezone.now()
    write("Short", publish_at=now - timedelta(hours=2), expire_at=now - timedelta(hours=1))
    publish_due()
    assert not PublishedArticle.objects.exists()


def test_publish_due_forgets_who_visited_before_yesterday(publish):
    article, today = publish("Title"), timezone.localdate()
    for age in range(4):
        Visit.objects.create(article=article, day=today - timedelta(days=age), visitor=age)
    assert "Visits forgotten: 2" in publish_due(verbosity=2)
    assert set(Visit.objects.values_list("visitor", flat=True)) == {0, 1}


def test_publish_due_does_not_tell_of_its_chores_unless_asked(write):
    write("Draft", "[A link](/articles/nowhere/)")
    Checkup.objects.all().delete()  # as an import leaves it
    assert publish_due() == ""
    assert Checkup.objects.exists()


def test_one_article_that_fails_does_not_keep_the_others_waiting(write, publish):
    due = timezone.now() - timedelta(seconds=1)
    live = publish("Live", slug="here")
    Article.objects.filter(pk=live.pk).update(slug="moved")
    bad, good = write("Bad", slug="here", publish_at=due), write("Good", publish_at=due)
    with pytest.raises(CommandError, match=f"1 failed:\n  article {bad.pk}: .*“Live” is live"):
        publish_due()
    assert PublishedArticle.objects.filter(article=good).exists()
    bad.refresh_from_db()
    assert bad.publish_at == due


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_publish_each_article_exactly_once(write):
    due = timezone.now() - timedelta(seconds=1)
    articles = [write(f"Article {n}", "Text.", publish_at=due) for n in range(12)]

    def run(_number: int) -> str:
        try:
            return publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = "".join(pool.map(run, range(4)))
    assert sum(said.count(f"en-us/{a.slug}\n") for a in articles) == 12
    for article in articles:
        assert article.history.filter(history_change_reason="Published").count() == 1
    assert PublishedArticle.objects.count() == 12


@pytest.fixture
def signals():
    """The signals of this process are handled as before when the test is over."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
def test_the_loop_goes_on_after_an_error_and_ends_with_its_parent_or_at_a_signal(
    write, monkeypatch, signals, caplog
):
    monkeypatch.setattr("articles.management.commands.publish_due.LOOK", 0.01)
    due = timezone.now() - timedelta(seconds=1)
    live = write("Live", slug="here")
    live.publish()
    Article.objects.filter(pk=live.pk).update(slug="moved")
    write("Bad", slug="here", publish_at=due)
    good = write("Good", publish_at=due)
    nobody = os.getpid()  # no process is its own parent
    call_command("publish_due", every=0.02, parent=nobody, stdout=StringIO())
    assert PublishedArticle.objects.filter(article=good).exists()
    assert "“Live” is live at this address" in caplog.text

    def end_after_two_more() -> None:
        until = time.monotonic() + 10
        while caplog.text.count("“Live” is live at this address") < 3 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_after_two_more).start()
    call_command("publish_due", every=0.02, stdout=StringIO())
    assert caplog.text.count("“Live” is live at this address") >= 3


@pytest.mark.parametrize("seconds", ["0.5", "-1", "nan", "inf", "often"])
def test_the_loop_does_not_run_more_often_than_once_a_second(seconds):
    with pytest.raises(CommandError, match="--every"):
        call_command("publish_due", f"--every={seconds}")


@pytest.mark.django_db
def test_publish_due_answers_who_looks_at_it_where_nothing_was_due():
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    call_command("publish_due", stdout=terminal)
    assert terminal.getvalue() == "Nothing was due.\n"
