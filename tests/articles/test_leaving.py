"""Unpublishing and deleting warn of links, and lead visitors to another article."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import bulk
from articles.admin.instead import InsteadForm
from articles.models import Article, OldPath, ViewCount, ViewTotal, VoteTotal
from tests.articles.pages import (
    LIST,
    ask,
    change,
    errors,
    fields,
    led_to,
    page,
    select,
    submit,
    texts,
    words,
)
from tests.articles.turns import overtaken

UNPUBLISH = "form.padded[method=post]"
BULK = "#content-main form"
DEEDS = ["unpublish", "delete"]


@pytest.fixture
def linked(publish) -> Article:
    article = publish("Fees", "Text.")
    publish("Linking", "Read [the fees](/articles/fees/).")
    publish("Instead", "Other text.")
    return article


def leave(article: Article) -> str:
    return f"{LIST}{article.pk}/leave/"


def test_the_desk_writes_large_numbers_as_visitors_read_them(at_desk, publisher, linked):
    ViewCount.objects.create(article=linked, day=timezone.localdate(), views=1428)
    ViewTotal.objects.update_or_create(article=linked, defaults={"views": 21428})
    VoteTotal.objects.create(article=linked, helpful=1000, unhelpful=1000)
    desk = at_desk(publisher)
    assert "Read 1,428 times in the last 30 days." in texts(page(desk.get(leave(linked))), "li")
    form = page(desk.get(change(linked)))
    assert "21,428 views in all, 1,428 in the last 30 days." in texts(form, ".desk-views p")
    assert words(form.select_one(".desk-views td:last-child")) == "1,428"
    assert "1,000 Yes, 1,000 No." in words(form.select_one(".desk-votes"))


def test_unpublishing_an_article_with_links_saves_and_asks_first(
    at_desk, publisher, linked, client
):
    desk = at_desk(publisher)
    asked = submit(desk, change(linked), "_unpublish", body="Changed.")
    assert asked.url == leave(linked)
    linked.refresh_from_db()
    assert linked.body == "Changed."
    assert led_to(client, "fees") == 200
    assert texts(page(desk.get(asked.url)), ".linked-from li") == ["Linking “the fees”, line 1"]
    submit(desk, asked.url, "_go", _form=UNPUBLISH)
    assert led_to(client, "fees") == 410


@pytest.mark.parametrize(
    "typed", ["Instead", "instead", " INSTEAD ", "/articles/instead/", "http://localhost/articles/instead/"]
)  # fmt: skip
def test_visitors_are_led_to_the_article_that_was_named(at_desk, publisher, linked, client, typed):
    submit(at_desk(publisher), leave(linked), "_go", _form=UNPUBLISH, instead=typed)
    assert led_to(client, "fees") == "/articles/instead/"
    assert Article.objects.get(pk=linked.pk).state_now == "draft"


def test_of_articles_with_one_title_that_of_the_same_locale_takes_the_place(
    at_desk, publisher, linked, publish, client
):
    publish("Instead", slug="british", locale="en-gb")
    submit(at_desk(publisher), leave(linked), "_go", _form=UNPUBLISH, instead="Instead")
    assert led_to(client, "fees") == "/articles/instead/"


def test_an_article_that_cannot_take_the_place_changes_nothing(at_desk, publisher, linked, client):
    desk = at_desk(publisher)
    for typed in ("Nothing", "/articles/none/", "fees", "Fees", "\0", "x" * 600):
        response = submit(desk, leave(linked), "_go", _form=UNPUBLISH, instead=typed)
        assert response.status_code == 200, typed
        assert errors(response), typed
        assert led_to(client, "fees") == 200, typed


def test_an_unpublished_article_is_redirected_later(at_desk, publisher, publish, client):
    article = publish("Alone")
    publish("Instead")
    desk = at_desk(publisher)
    done = submit(desk, change(article), "_unpublish")  # nothing links here: no question
    offered = page(desk.get(done.url)).select_one(".messagelist a")["href"]
    submit(desk, offered, "_go", _form=UNPUBLISH, instead="Instead")
    assert led_to(client, "alone") == "/articles/instead/"


def test_deleting_warns_of_links_and_leads_visitors_elsewhere(at_desk, publisher, linked, client):
    desk, address = at_desk(publisher), f"{LIST}{linked.pk}/delete/"
    assert texts(page(desk.get(address)), ".linked-from a") == ["Linking"]
    submit(desk, address, "_go", _form=UNPUBLISH, instead="Nothing")
    assert Article.objects.filter(pk=linked.pk).exists()
    submit(desk, address, "_go", _form=UNPUBLISH, instead="Instead")
    assert not Article.objects.filter(pk=linked.pk).exists()
    assert led_to(client, "fees") == "/articles/instead/"


def test_the_desk_says_what_visitors_read_when_nothing_takes_the_place(
    at_desk, publisher, linked, client
):
    desk, said = at_desk(publisher), "no longer available"
    assert said in page(desk.get(leave(linked))).select_one(UNPUBLISH).get_text()
    assert said in page(ask(desk, "unpublish", [linked])).select_one(BULK).get_text()
    submit(desk, leave(linked), "_go", _form=UNPUBLISH)
    assert said in words(page(client.get("/articles/fees/")).h1)


@pytest.mark.parametrize("deed", DEEDS)
def test_many_at_once_are_told_of_the_links_that_broke(at_desk, publisher, linked, deed):
    done = select(at_desk(publisher), f"{deed}_selected", [linked])
    assert "1 live article linked to what is gone now." in texts(page(done), ".warning")[0]


def go(desk, deed: str, asked, **said):
    sent = fields(asked, BULK) | {"_apply": "1"} | said
    return desk.post(f"{LIST}bulk/{deed}/", sent, follow=True)


@pytest.fixture
def leaving(publish, linked) -> list[Article]:
    """An article with links, one that was renamed, and one that links to the first."""
    linked.slug = "prices"
    linked.publish()
    return [linked, publish("Old plan", slug="plan"), publish("Inside", "[x](/articles/fees/)")]


@pytest.mark.parametrize("deed", DEEDS)
def test_many_at_once_lead_their_visitors_to_one_article(at_desk, publisher, leaving, client, deed):
    desk = at_desk(publisher)
    asked = ask(desk, deed, leaving)
    assert "1 live article links to these." in page(asked).select_one(BULK).get_text()
    assert texts(page(asked), ".linked-from a") == ["Linking"]
    said = go(desk, deed, asked, instead="/articles/instead/")
    assert "Their addresses lead to “Instead”." in texts(page(said), ".messagelist li")[0]
    assert not page(said).select(".messagelist .warning")
    for slug in ("fees", "prices", "plan", "inside"):
        assert led_to(client, slug) == "/articles/instead/"
    assert set(Article.objects.live().values_list("title", flat=True)) == {"Linking", "Instead"}


def test_visitors_of_what_has_expired_are_led_on_and_a_draft_has_none(
    at_desk, publisher, linked, write, publish, client
):
    desk, over, draft = at_desk(publisher), publish("Over"), write("Draft")
    over.expire()
    for articles, said in (
        ([draft], "0 articles unpublished."),
        ([draft, over], "1 article unpublished. Their addresses lead to “Instead”."),
    ):
        asked = ask(desk, "unpublish", articles)
        done = page(go(desk, "unpublish", asked, instead="Instead"))
        assert texts(done, ".messagelist li") == [said]
    assert led_to(client, "over") == "/articles/instead/"


@pytest.mark.parametrize("deed", DEEDS)
def test_none_leaves_when_no_article_takes_their_place(at_desk, publisher, leaving, deed):
    desk = at_desk(publisher)
    for typed in ("Nothing", "plan", "Old plan", "\0", "x" * 600):
        response = go(desk, deed, ask(desk, deed, leaving), instead=typed)
        assert errors(response), typed
        assert Article.objects.live().count() == 5, typed


@pytest.mark.parametrize("deed", DEEDS)
def test_none_leaves_when_the_one_that_stays_went_meanwhile(
    at_desk, publisher, leaving, deed, monkeypatch
):
    desk, instead = at_desk(publisher), Article.objects.get(title="Instead")
    asked, clean = ask(desk, deed, leaving), InsteadForm.clean_instead

    def goes_at_this_moment(form):
        found = clean(form)
        instead.unpublish()
        return found

    monkeypatch.setattr(InsteadForm, "clean_instead", goes_at_this_moment)
    said = go(desk, deed, asked, instead="Instead")
    assert texts(page(said), ".messagelist li")[0].startswith("Nothing was changed.")
    assert Article.objects.live().count() == 4
    assert OldPath.objects.filter(article=instead).count() == 1  # its own


def test_links_to_many_are_counted_and_the_first_ten_named(at_desk, publisher, publish):
    gone = publish("Gone")
    leaves_with_it = publish("Leaving", "[x](/articles/gone/)")
    for n in range(12):
        publish(f"Linking {n:02}", "[x](/articles/gone/)")
    asked = page(ask(at_desk(publisher), "unpublish", [gone, leaves_with_it]))
    assert "12 live articles link to these." in asked.select_one(BULK).get_text()
    assert texts(asked, ".linked-from a") == [f"Linking {n:02}" for n in range(10)]
    assert texts(asked, ".linked-from + .quiet") == ["These are the first 10."]


def test_the_choice_offers_what_the_search_finds_in_the_locale_of_the_article(
    at_desk, publisher, linked, write, publish
):
    write("Instead in a draft")
    publish("Instead", "Text.", locale="en-gb")
    found = at_desk(publisher).get(f"{LIST}{linked.pk}/instead/", {"q": "instead"}).json()
    assert found == {"articles": [{"title": "Instead · FAQ", "address": "/articles/instead/"}]}


def test_only_who_may_publish_takes_an_article_off_the_site(at_desk, author, reader, linked):
    for user in (author, reader):
        assert at_desk(user).get(leave(linked)).status_code == 403
        assert at_desk(user).post(leave(linked), {"instead": ""}).status_code == 403
    for instead in ("", "Instead"):
        sent = {"post": "yes", "instead": instead}
        assert at_desk(author).post(f"{LIST}{linked.pk}/delete/", sent).status_code == 403
    assert Article.objects.get(pk=linked.pk).is_live


WAITS_FOR_ME = (
    "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("instead", ["", "Instead"])
def test_what_a_colleague_saves_meanwhile_is_kept(at_desk, publisher, linked, instead):
    desk = at_desk(publisher)

    def unpublish() -> None:
        desk.post(leave(linked), {"instead": instead})
        connection.close()

    with transaction.atomic():
        theirs = Article.objects.select_for_update().get(pk=linked.pk)
        theirs.body = "An hour of work."
        theirs.save_version("")
        unpublishing = threading.Thread(target=unpublish)
        unpublishing.start()
        with connection.cursor() as cursor:
            for _time in range(1000):
                if cursor.execute(WAITS_FOR_ME).fetchone() is not None:
                    break
                time.sleep(0.01)
    unpublishing.join()
    article = Article.objects.get(pk=linked.pk)
    assert (article.body, article.state_now) == ("An hour of work.", "draft")


@pytest.mark.django_db(transaction=True)
def test_the_one_that_takes_the_place_is_held_with_those_that_leave(publish):
    stays, leaves = publish("Stays"), publish("Leaves")

    def free() -> list[int]:
        with transaction.atomic():
            rows = Article.objects.select_for_update(skip_locked=True)
            return list(rows.values_list("pk", flat=True))

    def leave() -> None:
        bulk.do(lambda _article: False, bulk.Chosen.of([leaves.pk]), successor=stays)

    assert overtaken(leave, free) == []
