"""Two articles become one: addresses, views, tags, translations and what search is taught."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, PublishedArticle, ViewCount, ViewTotal
from search.models import GoldenQuery, PinnedQuestion
from tests.articles.pages import LIST, change, errors, fields, page, submit, texts, words

FORM = "form.merge"


@pytest.fixture
def two(publish) -> tuple[Article, Article]:
    kept = publish("Card fees", "Fees of cards.\n", tags=["cards"])
    gone = publish("Fees", "Fees of cards.\n\nAnd abroad.\n", tags=["Money", "CARDS"])
    gone.slug = "fees-now"
    gone.publish()
    return kept, gone


def merge(kept: Article, gone: Article) -> str:
    return f"{LIST}{kept.pk}/merge/?with={gone.pk}"


def views(article: Article) -> dict[int, int]:
    counts = ViewCount.objects.filter(article=article)
    return {count.day.day: count.views for count in counts}


def test_merging_keeps_redirects_views_and_tags_and_publishes_the_text(
    at_desk, publisher, two, client
):
    kept, gone = two
    for article, counts in ((kept, {1: 5, 2: 1}), (gone, {2: 10, 3: 100})):
        for day, number in counts.items():
            ViewCount.objects.create(article=article, day=date(2026, 1, day), views=number)
        ViewTotal.objects.create(article=article, views=sum(counts.values()))
    desk = at_desk(publisher)
    shown = page(desk.get(merge(kept, gone)))
    assert "And abroad." in texts(shown, ".diff .added .right")
    versions = kept.history.count()
    done = submit(desk, merge(kept, gone), "_go", _form=FORM, body="Fees, and abroad.")
    assert done.url == change(kept)
    assert {slug: client.get(f"/articles/{slug}/").url for slug in ("fees", "fees-now")} == {
        "fees": "/articles/card-fees/",
        "fees-now": "/articles/card-fees/",
    }
    assert "Fees, and abroad." in client.get("/articles/card-fees/").content.decode()
    assert views(kept) == {1: 5, 2: 11, 3: 100}
    assert (ViewTotal.objects.get(article=kept).views, views(gone)) == (116, {})
    assert sorted(kept.tags.names()) == ["Money", "cards"]
    newest = kept.history.order_by("-history_id").first()
    assert (newest.history_change_reason, newest.tag_names) == (
        "Merged with “Fees”",
        ["Money", "cards"],
    )
    assert kept.history.count() == versions + 1
    gone.refresh_from_db()
    assert (gone.body, gone.state_now) == ("Fees of cards.\n\nAnd abroad.\n", "draft")


def test_the_other_article_may_be_deleted_and_its_addresses_stay(at_desk, publisher, two, client):
    kept, gone = two
    submit(at_desk(publisher), merge(kept, gone), "_go", _form=FORM, then="deleted")
    assert not Article.objects.filter(pk=gone.pk).exists()
    assert client.get("/articles/fees/").url == "/articles/card-fees/"


def test_translations_and_what_search_is_taught_go_over(at_desk, publisher, two, write, publish):
    kept, gone = two
    british = write("British", locale="en-gb", translation_of=gone)
    read = publish("Gebühren", locale="de", translation_of=gone)
    other = publish("Autre", locale="fr", translation_of=publish("Other"))
    both = PinnedQuestion.objects.create(question="fees", first=gone, second=kept)
    one = PinnedQuestion.objects.create(question="cost", second=gone)
    golden = GoldenQuery.objects.create(question="fees", article=gone)
    submit(at_desk(publisher), merge(kept, gone), "_go", _form=FORM)
    for row in (british, both, one, golden):
        row.refresh_from_db()
    assert british.translation_of == golden.article == one.second == kept
    assert PublishedArticle.objects.get(article=read).translation_of == kept
    assert PublishedArticle.objects.get(article=other).translation_of == other.translation_of
    assert (both.first, both.second) == (gone, kept)


def test_two_drafts_are_merged_without_publishing(at_desk, publisher, write):
    kept, gone = write("One", "A."), write("Two", "B.")
    submit(at_desk(publisher), merge(kept, gone), "_go", _form=FORM, body="A. B.")
    kept.refresh_from_db()
    assert (kept.body, kept.state_now) == ("A. B.", "draft")


def test_merging_ends_the_schedule_of_a_draft_that_goes(at_desk, publisher, write):
    kept = write("One", "A.")
    gone = write("Two", "B.", publish_at=timezone.now() + timedelta(days=1))
    submit(at_desk(publisher), merge(kept, gone), "_go", _form=FORM)
    gone.refresh_from_db()
    assert (gone.publish_at, gone.state_now) == (None, "draft")
    assert gone.history.first().history_change_reason == "Merged into another article"


def test_visitors_of_the_other_article_are_led_to_one_that_had_expired(
    at_desk, publisher, two, see
):
    kept, gone = two
    Article.objects.filter(pk=kept.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    Article.objects.get(pk=kept.pk).expire()
    submit(at_desk(publisher), merge(kept, gone), "_go", _form=FORM)
    assert words(see("/articles/card-fees/").h1) == "Card fees"


def test_a_translator_who_is_at_the_form_sees_that_the_source_was_merged(
    at_desk, author, publisher, two, write
):
    british = write("British", "Text.", locale="en-gb", translation_of=two[1])
    desk = at_desk(author)
    opened = fields(desk.get(change(british)))
    submit(at_desk(publisher), merge(*two), "_go", _form=FORM)
    answer = desk.post(change(british), opened | {"body": "Mine.", "_save": "1"})
    assert "Its source was merged with “Card fees”" in words(page(answer))
    british.refresh_from_db()
    assert (british.translation_of, british.body) == (two[0], "Text.")


def test_what_somebody_saved_meanwhile_is_not_merged_over(at_desk, publisher, two, client):
    kept, gone = two
    desk = at_desk(publisher)
    opened = page(desk.get(merge(kept, gone))).select_one("[name=seen]")["value"]
    gone.body = "A new last word."
    gone.save()
    typed = {"seen": opened, "title": "T", "summary": "", "body": "Mine.", "then": "draft"}
    response = desk.post(merge(kept, gone), typed)
    assert "somebody saved one of the two" in errors(response)
    assert page(response).select_one("[name=body]").text.strip() == "Mine."
    assert client.get("/articles/fees-now/").status_code == 200
    sent_again = page(response).select_one("[name=seen]")["value"]
    assert desk.post(merge(kept, gone), typed | {"seen": sent_again}).status_code == 302


def test_the_other_article_is_chosen_by_title(at_desk, publisher, two):
    kept, gone = two
    desk, address = at_desk(publisher), f"{LIST}{kept.pk}/merge/"
    asked = page(desk.get(address))
    assert texts(asked, ".instead label") == ["Which other article says the same?"]
    assert texts(asked, "datalist option") == ["Fees"]
    assert desk.get(address, {"instead": "fees"}).url == merge(kept, gone)
    assert errors(desk.get(address, {"instead": "nothing"}))


def test_an_article_that_cannot_be_merged_is_not_found(at_desk, publisher, two, write):
    kept, british, desk = two[0].pk, write("British", locale="en-gb").pk, at_desk(publisher)
    for named in ("0", "9" * 20, "x", "-1", "%00", kept, british):
        assert desk.get(f"{LIST}{kept}/merge/?with={named}").status_code == 404, named


def test_only_who_may_publish_merges(at_desk, author, two):
    desk = at_desk(author)
    assert desk.get(merge(*two)).status_code == 403
    assert desk.post(merge(*two), {"title": "T"}).status_code == 403
