"""What goes live at a time of its own: how it gets the time, and how staff see that it has one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publication_sets
from articles.models import Article, AuditEntry, PublicationSet, PublishedArticle, SetItem
from articles.templatetags.formats import day_and_time
from tests.articles.pages import (
    LIST,
    answer,
    ask,
    change,
    errors,
    fields,
    page,
    submit,
    texts,
    titles,
    told,
    words,
)
from tests.articles.sets import make

IN_2099 = {"publish_at_0": "2099-01-02", "publish_at_1": "03:04:05"}


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def scheduled(write, tomorrow) -> Article:
    return write("Fees", "Old fees.", publish_at=tomorrow)


@pytest.fixture
def edition(publish, tomorrow) -> Article:
    """A live article, the next text of which is scheduled."""
    article = publish("Edition", "First.")
    article.body, article.publish_at = "Second.", tomorrow
    article.save()
    return article


def banner(desk, article) -> str:
    return words(page(desk.get(change(article))).select_one(".desk-banner"))


@pytest.mark.parametrize("field", ["published_at", "updated_at"])
def test_a_later_day_for_the_page_is_no_schedule_and_is_refused(at_desk, publisher, write, field):
    article = write("Embargo", "Secret.")
    later = {f"{field}_0": "2099-01-02", f"{field}_1": "09:00:00"}
    refused = submit(at_desk(publisher), change(article), "_publish", **later)
    assert errors(refused) == "That is still to come. For a later time, fill in Publish at."
    assert not PublishedArticle.objects.exists()


def test_publish_beside_a_later_time_shows_nothing_to_visitors(at_desk, publisher, write):
    article = write("Embargo", "Secret.")
    desk = at_desk(publisher)
    refused = submit(desk, change(article), "_publish", **IN_2099)
    assert errors(refused) == "Publish is for now. Press Save to publish it at this time."
    assert not PublishedArticle.objects.exists()
    submit(desk, change(article), **IN_2099)
    assert submit(desk, change(article), "_publish").status_code == 302  # a time of before
    assert PublishedArticle.objects.exists()


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2099-01-02", "", "Write the time, too, as 09:30."),
        ("", "09:30", "Write the date as 2026-12-24."),
        ("2.1.2099", "9 Uhr", "Write the date as 2026-12-24. Write the time, too, as 09:30."),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_with_one_that_can(
    at_desk, publisher, write, day, time, said
):
    typed = {"publish_at_0": day, "publish_at_1": time}
    assert errors(submit(at_desk(publisher), change(write("Embargo")), **typed)) == said


def test_a_time_that_is_over_publishes_nothing_by_itself(at_desk, publisher, write):
    article = write("Embargo", "Secret.")
    desk, before = at_desk(publisher), {"publish_at_0": "2020-01-02", "publish_at_1": "03:04:05"}
    for button in ("_save", "_submit"):
        refused = submit(desk, change(article), button, **before)
        assert errors(refused) == "That time is over. Press Publish to publish it now."
    assert not Article.objects.due(timezone.now()).exists()
    assert submit(desk, change(article), "_publish", **before).status_code == 302
    assert PublishedArticle.objects.get().title == "Embargo"


def test_what_was_due_and_is_not_live_yet_can_still_be_saved(at_desk, publisher, write):
    article = write("Late", publish_at=timezone.now() - timedelta(hours=1))
    assert submit(at_desk(publisher), change(article), body="Text.").status_code == 302
    assert Article.objects.due(timezone.now()).get().body == "Text."


def test_a_live_article_that_is_scheduled_is_marked_and_found(at_desk, author, edition, scheduled):
    desk = at_desk(author)
    rows = page(desk.get(f"{LIST}?state=scheduled")).select("#result_list tbody tr")
    assert {words(row.select_one("th")): texts(row, ".state") for row in rows} == {
        "Fees": ["Scheduled"],
        "Edition": ["Changed since published", "Scheduled"],
    }
    assert titles(desk.get(f"{LIST}?state=changed")) == ["Edition"]
    assert "the text saved by then is published" in banner(desk, edition)


@pytest.mark.parametrize("sets", [1, 2])
def test_what_a_scheduled_set_moves_is_marked_and_found_by_the_same_queries(
    at_desk, publisher, spring, tomorrow, sets, django_assert_max_num_queries
):
    desk = at_desk(publisher)
    assert not titles(desk.get(f"{LIST}?state=scheduled"))
    for _n in range(sets - 1):
        make(*[(item.deed, item.article) for item in spring.items.exclude(deed="redirect")])
    PublicationSet.objects.update(state=PublicationSet.State.SCHEDULED, publish_at=tomorrow)
    with django_assert_max_num_queries(9):
        rows = page(desk.get(f"{LIST}?state=scheduled")).select("#result_list tbody tr")
    assert {words(row.select_one("th")): texts(row, ".state") for row in rows} == {
        "New fees": ["Changed since published", "Goes live in a set"],
        "Announcement": ["Draft", "Goes live in a set"],
        "Old plan": ["Live", "Leaves in a set"],
    }


def test_a_bulk_publish_says_whose_schedule_it_ends(at_desk, publisher, edition, scheduled, write):
    desk = at_desk(publisher)
    asked = ask(desk, "publish", [edition, scheduled, write("Draft")])
    assert "2 of them are scheduled." in words(page(asked).select_one("#content-main"))
    assert texts(page(asked), ".desk-rows .mark-scheduled") == ["Scheduled"]
    assert told(answer(desk, asked, change_note="New fees")) == "3 articles published."
    assert not Article.objects.scheduled().exists()
    assert "scheduled" not in words(page(ask(desk, "publish", [edition])).select_one("main"))


# Why it stays away --------------------------------------------------------------------------------


@pytest.fixture
def approved(scheduled, settings) -> Article:
    """A scheduled text that may be published; nothing that is not approved may."""
    settings.REVIEW_REQUIRED = True
    scheduled.save_version("")
    Article.objects.filter(pk=scheduled.pk).update(body="New fees.")
    scheduled.refresh_from_db()
    scheduled.submit()
    scheduled.approve()
    return scheduled


def test_what_is_approved_and_has_a_time_waits_for_no_publisher(approved):
    assert not Article.objects.approved().exists()
    approved.publish_at = None
    approved.save_version("")
    assert Article.objects.approved().get() == approved


def test_a_restore_that_takes_the_approval_is_told_before_the_time(at_desk, publisher, approved):
    desk = at_desk(publisher)
    assert "cannot be published" not in banner(desk, approved)
    desk.post(f"{LIST}{approved.pk}/restore/{approved.history.last().history_id}/")
    assert "it cannot be published: This text is not approved." in banner(desk, approved)


def test_a_replacement_that_takes_approvals_is_told(at_desk, publisher, approved):
    desk = at_desk(publisher)
    said = {"find": "New", "instead": "Higher", "where": ["body"]}
    shown = answer(desk, ask(desk, "replace", [approved]), "_preview", **said)
    done = answer(desk, shown, **said, take=[approved.pk])
    assert told(done).startswith("1 article changed. 1 of them cannot be published at its time.")


def test_what_was_due_and_is_not_published_says_why(at_desk, publisher, approved):
    Article.objects.update(body="Higher fees.", publish_at=timezone.now())
    with pytest.raises(CommandError, match="not approved"):
        call_command("publish_due", verbosity=0)
    desk = at_desk(publisher)
    assert texts(page(desk.get(LIST)), "#result_list .state") == ["Scheduled", "Was due"]
    [said] = texts(page(desk.get(change(approved))), ".desk-trouble")
    assert said.startswith("It was due on ")
    assert said.endswith(" and could not be published: This text is not approved.")


def test_what_was_due_and_nothing_keeps_says_that_nobody_looked_yet(at_desk, author, write):
    article = write("Fees", publish_at=timezone.now())
    assert " and is not published yet." in banner(at_desk(author), article)


# Who may change it --------------------------------------------------------------------------------


def test_only_who_may_publish_changes_what_is_scheduled(
    at_desk, author, publisher, write, tomorrow
):
    article = write("Fees", "Old fees.")
    desk = at_desk(author)
    opened = fields(desk.get(change(article)))
    schedule = Article.objects.filter(pk=article.pk)
    schedule.update(publish_at=tomorrow)
    refused = desk.post(change(article), opened | {"body": "Mine.", "_save": "1"})
    assert "only those who may publish can change it" in errors(refused)
    assert words(page(refused).select_one("#id_body")) == "Mine."
    first = article.history.last().history_id
    desk.post(f"{LIST}{article.pk}/restore/{first}/")
    assert not AuditEntry.objects.filter(deed="restored").exists()
    assert schedule.get().body == "Old fees."
    submit(at_desk(publisher), change(article), body="Hers.")
    assert schedule.get().body == "Hers."


def buttons(response) -> list[str]:
    """Return what can be pressed at an article, beside looking at it elsewhere."""
    pressed = page(response).select("#article_form input[type=submit]")
    return [button["value"] for button in pressed]


def test_what_is_scheduled_has_the_buttons_that_do_something(at_desk, ana, rob, petra, scheduled):
    shown = {user: at_desk(user).get(change(scheduled)) for user in (ana, rob, petra)}
    assert [buttons(answer) for answer in shown.values()] == [
        [], [], ["Save", "Publish", "Submit for review"],
    ]  # fmt: skip
    assert page(shown[ana]).select_one("form textarea, form select") is None
    assert "only those who may publish can change it" in banner(at_desk(ana), scheduled)
    scheduled.save_version("")
    first = scheduled.history.last().history_id
    address = f"{LIST}{scheduled.pk}/difference/?from={first}&to=now"
    offers = [page(at_desk(user).get(address)).select("#restore") for user in (ana, petra)]
    assert [len(found) for found in offers] == [0, 1]
    refused = submit(at_desk(ana), change(scheduled), "_submit")
    assert "only those who may publish can change it" in errors(refused)


def text_as_page(desk, article) -> BeautifulSoup:
    """Return the page in the frame that stands for the text of an article."""
    frame = page(desk.get(change(article))).select_one(".field-text_as_page iframe")
    return BeautifulSoup(frame["srcdoc"], "html.parser")


def test_who_may_only_read_gets_the_text_as_visitors_will_read_it(at_desk, ana, reader, scheduled):
    scheduled.body = "Old **fees**.\n\n::: details Since when?\nMay.\n:::\n\n`</iframe>`"
    scheduled.save()
    for user in (ana, reader):
        shown = text_as_page(at_desk(user), scheduled)
        assert texts(shown, ".prose > *") == ["Old fees.", "Since when? May.", "</iframe>"]
        assert texts(shown, "strong, summary") == ["fees", "Since when?"]
    Article.objects.filter(pk=scheduled.pk).update(locale="ar")
    assert text_as_page(at_desk(ana), scheduled).select_one(".prose[lang=ar][dir=rtl]")


def test_a_reviewer_reads_what_is_scheduled_and_in_review(at_desk, rob, scheduled):
    scheduled.submit()
    desk = at_desk(rob)
    shown = desk.get(change(scheduled))
    assert buttons(shown) == ["Withdraw from review", "Approve", "Return with comment"]
    told_at = submit(desk, change(scheduled), "_approve", comment="Good.")
    when = day_and_time(scheduled.publish_at)
    assert f"Approved. It is published by itself at {when}." in told(desk.get(told_at.url))
    scheduled.refresh_from_db()
    assert (scheduled.status, scheduled.body) == ("approved", "Old fees.")
    assert scheduled.publish_at is not None


@pytest.fixture
def launch(write, publish, tomorrow) -> PublicationSet:
    """A scheduled set that publishes one article and redirects an address to another."""
    one = PublicationSet.objects.create(name="Launch")
    one.items.create(article=write("Product", "Approved."), deed=SetItem.Deed.PUBLISH)
    one.items.create(article=publish("News"), deed=SetItem.Deed.REDIRECT, old_slug="old")
    publication_sets.schedule(one, tomorrow)
    return one


def test_what_a_scheduled_set_publishes_is_held_as_well(at_desk, author, launch):
    desk, article = at_desk(author), Article.objects.get(title="Product")
    article.save_version("")
    assert "only those who may publish can" in errors(submit(desk, change(article), body="Mine."))
    assert "part of the publication set “Launch”" in banner(desk, article)
    assert "only those who may publish can change it" in banner(desk, article)
    desk.post(f"{LIST}{article.pk}/restore/{article.history.last().history_id}/")
    assert article.history.count() == 2
    assert page(ask(desk, "move", [article])).select(".errornote")


def test_a_set_holds_only_what_it_moves_and_only_when_it_is_scheduled(at_desk, author, launch):
    desk = at_desk(author)
    product, news = Article.objects.get(title="Product"), Article.objects.get(title="News")
    assert not page(ask(desk, "move", [news])).select(".errornote")
    assert submit(desk, change(news), body="Mine.").status_code == 302
    publication_sets.unschedule(launch)
    assert submit(desk, change(product), body="Mine.").status_code == 302
    assert not page(ask(desk, "move", [product, news])).select(".errornote")


@pytest.mark.parametrize("deed", ["move", "add_tags", "replace", "change_owner", "set_review"])
def test_no_bulk_deed_of_an_author_changes_what_is_scheduled(
    at_desk, author, publisher, scheduled, write, faq, deed
):
    chosen = [scheduled, write("Draft", "Old text.")]
    desk = at_desk(author)
    asked = page(ask(desk, deed, chosen))
    assert "Only who may publish can change them." in words(asked.select_one(".errornote"))
    assert not asked.select(".desk-buttons button")
    form = asked.select_one("#content-main form")
    sent = {"chosen": form.select_one("[name=chosen]")["value"], "_apply": "1"}
    said = {"category": faq.pk, "tags": "new", "find": "Old", "where": "body", "owner": author.pk}
    assert desk.post(form["action"], sent | said).status_code == 403
    assert page(ask(at_desk(publisher), deed, chosen)).select(".desk-buttons button")
