"""The queue of what should be read again: what is in it, in which order, and the ways out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from articles import branding, overdue
from articles.models import Article, PublishedArticle, ViewCount, VoteCount
from tests.articles.pages import LIST, page, texts, words

QUEUE = f"{LIST}overdue/"


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def due(publish):
    """Return a function that publishes an article that is overdue since so many days."""

    def make(title: str, days: int = 10, views: int = 0, votes=(0, 0), **fields) -> Article:
        article = publish(title, "Text.", review_by=ago(days), **fields)
        if views:
            ViewCount.objects.create(article=article, day=ago(89), views=views)
        if any(votes):
            yes, no = votes
            VoteCount.objects.create(article=article, day=ago(89), helpful=yes, unhelpful=no)
        return article

    return make


def shown(response) -> list[str]:
    return texts(page(response), ".desk-due-title")


def test_overdue_is_what_visitors_read_past_its_day_or_a_year_after_its_update(
    at_desk, reader, due, publish, write, settings
):
    due("Past its day", 1)
    publish("Due today", review_by=ago(0))
    write("A draft", review_by=ago(5))
    for title, days in (("A year old", 366), ("Younger", 365)):
        publish(title, updated_at=timezone.now() - timedelta(days=days))
    publish("Old, with a day", updated_at=timezone.now() - timedelta(days=999), review_by=ago(-1))
    answer = at_desk(reader).get(QUEUE)
    assert shown(answer) == ["Past its day", "A year old"]
    assert not page(answer).select(".desk-due form")  # who may only look has no buttons
    settings.REVIEW_AFTER_DAYS = 1000
    assert shown(at_desk(reader).get(QUEUE)) == ["Past its day"]


def test_views_age_and_unhelpful_votes_order_the_queue(at_desk, reader, due):
    due("Plain")
    due("Old", 190)
    due("Read", views=5000)
    due("Doubted", votes=(0, 20))
    due("Liked", votes=(20, 0))
    due("One No", votes=(0, 1))
    forgotten = due("Read long ago")
    ViewCount.objects.create(article=forgotten, day=ago(90), views=9_000_000)
    answer = at_desk(reader).get(QUEUE)
    assert shown(answer) == [
        "Read", "Doubted", "Old", "One No", "Plain", "Liked", "Read long ago",
    ]  # fmt: skip
    assert "5,000 views in 90 days" in words(page(answer).select_one(".desk-due li"))


def test_still_true_takes_an_article_out_and_changes_nothing_that_visitors_read(
    at_desk, author, due, settings
):
    settings.REVIEW_AFTER_DAYS = 180
    article = due("Title")
    before = PublishedArticle.objects.values().get()
    desk = at_desk(author)
    form = page(desk.get(QUEUE)).select_one(".desk-due form")
    answer = desk.post(form["action"], follow=True)
    day = date_format(ago(-180), "DATE_FORMAT")
    (said,) = texts(page(answer), ".messagelist li")
    assert said == f"“Title” is still true. It comes back here on {day}."
    assert shown(answer) == []
    article.refresh_from_db()
    assert (article.review_by, article.state_now) == (ago(-180), Article.State.LIVE)
    newest = article.history.first()
    assert (newest.history_change_reason, newest.history_user) == (overdue.STILL_TRUE, author)
    assert PublishedArticle.objects.values().get() == before


def test_an_article_is_given_to_somebody_else_and_everybody_finds_their_own(
    at_desk, author, publisher, due
):
    article = due("Title")
    due("Other")
    desk = at_desk(author)
    button = page(desk.get(QUEUE)).select_one(f'[formaction*="/{article.pk}/give-to/"]')
    desk.post(button["formaction"], {"owner": publisher.pk})
    assert shown(desk.get(f"{QUEUE}?owner=me")) == []
    theirs = at_desk(publisher).get(f"{QUEUE}?owner=me")
    assert shown(theirs) == ["Title"]
    assert texts(page(theirs), ".desk-tabs a") == ["All 2", "Mine 1"]
    start = page(at_desk(publisher).get("/admin/")).select_one(".desk-overdue")
    assert words(start) == "2 articles should be read again 1 of them yours"
    desk.post(button["formaction"], {"owner": ""})
    assert Article.objects.get(pk=article.pk).owner is None


@pytest.mark.parametrize("owner", ["9" * 20, "x", "1\x00"])
def test_nobody_is_made_up(at_desk, author, due, owner):
    article = due("Title")
    answer = at_desk(author).post(f"{LIST}{article.pk}/give-to/", {"owner": owner})
    assert answer.status_code == 400


def test_who_may_not_change_articles_changes_none(at_desk, reader, make_staff, due):
    article = due("Title")
    for deed in ("still-true", "give-to"):
        assert at_desk(reader).post(f"{LIST}{article.pk}/{deed}/").status_code == 403
        assert at_desk(reader).get(f"{LIST}{article.pk}/{deed}/").status_code == 405
    assert at_desk(make_staff("nora", ["view_tag"])).get(QUEUE).status_code == 403


def test_what_is_scheduled_is_changed_only_by_who_may_publish(at_desk, author, publisher, due):
    article = due("Title")
    versions = article.history.count()
    desk = at_desk(author)
    forms = page(desk.get(QUEUE)).select(".desk-due form")
    addresses = [forms[0]["action"], forms[0].select_one("[formaction]")["formaction"]]
    Article.objects.update(publish_at=timezone.now() + timedelta(days=1))
    assert not page(desk.get(QUEUE)).select(".desk-due form")
    for address in addresses:
        answer = desk.post(address, {"owner": publisher.pk}, follow=True)
        assert texts(page(answer), ".messagelist .error") == [
            "“Title” is scheduled. Only who may publish can change it."
        ]
        assert shown(answer) == ["Title"]
    assert article.history.count() == versions
    desk = at_desk(publisher)
    assert len(page(desk.get(QUEUE)).select(".desk-due form")) == 1
    assert shown(desk.post(addresses[0], follow=True)) == []


def test_the_queue_is_paged_and_takes_few_queries(
    at_desk, author, due, django_assert_max_num_queries
):
    for number in range(26):
        due(f"Title {number}")
    desk = at_desk(author)
    branding.current()  # a process reads it once a second
    with django_assert_max_num_queries(7):
        assert len(shown(desk.get(QUEUE))) == 25
    for asked in ("page=2", "page=99", "page=x"):
        assert desk.get(f"{QUEUE}?{asked}").status_code == 200
    assert len(shown(desk.get(f"{QUEUE}?page=2"))) == 1


def test_the_next_page_of_the_queue_stays_with_one_owner(at_desk, author, due):
    for number in range(26):
        due(f"Title {number}", owner=author)
    desk = at_desk(author)
    (following,) = page(desk.get(f"{QUEUE}?owner=me")).select(".paginator a")
    assert following["href"] == "?owner=me&page=2"
    assert len(shown(desk.get(QUEUE + following["href"]))) == 1
