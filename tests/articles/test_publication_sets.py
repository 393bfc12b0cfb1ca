"""Publication sets: live together in one moment, and back to exactly what visitors got before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles import publication_sets, trash
from articles.models import (
    Article,
    ChangeNote,
    Finding,
    OldPath,
    Passage,
    PublicationSet,
    PublishedArticle,
    SetItem,
)
from tests.articles.pages import change, errors, page, submit, texts, words
from tests.articles.sets import check, make, press

State = PublicationSet.State
BROKEN = "broken_link"


def visible() -> dict:
    """Return everything that visitors get: pages, passages, redirects and notes of changes."""
    passages = Passage.objects.order_by("article", "position")
    return {
        "pages": list(PublishedArticle.objects.order_by("pk").values()),
        "passages": list(passages.values("article", "position", "anchor", "text", "vector")),
        "paths": sorted(OldPath.objects.values_list("locale", "slug", "article", "title")),
        "notes": sorted(ChangeNote.objects.values_list("article", "changed_at", "text")),
        "dates": list(Article.objects.order_by("pk").values("pk", "published_at", "updated_at")),
    }


def test_a_set_is_put_together_checked_published_and_rolled_back(
    at_desk, editor, spring, client, see, publish
):
    publish("Bystander")
    desk, before = at_desk(editor), visible()
    assert texts(page(desk.get(check(spring))), ".desk-problems li") == []
    assert press(desk, spring, "_publish") == "Published. Visitors see all of it now."
    assert words(see("/articles/new-fees/").h1) == "New fees"
    for old, new in (("fees", "new-fees"), ("old-plan", "announcement"), ("tariffs", "new-fees")):
        assert client.get(f"/articles/{old}/").url == f"/articles/{new}/"
    assert texts(see("/articles/new-fees/"), ".changes dd") == ["Fees of spring"]
    assert press(desk, spring, "_roll_back") == "Rolled back. Visitors see what they saw before."
    assert visible() == before
    fees = Article.objects.get(title="New fees")
    assert (fees.slug, fees.change_note, fees.state_now) == (
        "new-fees", "Fees of spring", Article.State.CHANGED,
    )  # fmt: skip
    assert fees.history.first().history_change_reason == "Rolled back with “Spring”"
    # And once more: a set that was rolled back can be published again.
    assert press(desk, spring, "_publish").startswith("Published.")
    assert client.get("/articles/announcement/").status_code == 200


def test_one_item_that_cannot_be_published_keeps_all_as_they_are(at_desk, editor, spring, publish):
    taken = publish("Taken")
    Article.objects.filter(pk=taken.pk).update(slug="moved")
    SetItem.objects.filter(article__title="Announcement", deed="publish").update(article=taken)
    Article.objects.filter(title="New fees").update(slug="taken")
    before = visible()
    Article.objects.filter(pk=taken.pk).update(expire_at=timezone.now() - timedelta(days=1))
    said = press(at_desk(editor), spring, "_publish")
    assert said.startswith("Nothing was changed. “Taken”: Its time on the site is over.")
    assert visible() == before
    spring.refresh_from_db()
    assert spring.state == State.PREPARED


def test_articles_take_the_addresses_that_others_of_the_set_leave(publish):
    first, second = publish("First", slug="one"), publish("Second", slug="two")
    Article.objects.filter(pk=second.pk).update(slug="three")
    Article.objects.filter(pk=first.pk).update(slug="two")
    before = visible()
    one = make(("publish", first), ("publish", second))
    publication_sets.publish(one, None)
    assert set(PublishedArticle.objects.values_list("title", "slug")) == {
        ("First", "two"),
        ("Second", "three"),
    }
    publication_sets.roll_back(one, None)
    assert visible() == before


def take_addresses(desk, *moves: tuple) -> None:
    """Write the addresses down in the articles' forms, each over one that nobody has."""
    for article, slug in moves:
        answer = submit(desk, change(article), slug=f"{slug}-soon")
        assert answer.status_code == 302, errors(answer)
    for article, slug in moves:
        answer = submit(desk, change(article), slug=slug)
        assert answer.status_code == 302, errors(answer)


def where_it_leads(client, slug: str) -> str | int:
    """Return the heading at an address, where it redirects to, or the status without a page."""
    answer = client.get(f"/articles/{slug}/")
    return words(page(answer).h1) if answer.status_code == 200 else answer.get("Location", 410)


@pytest.mark.parametrize("count", [2, 3])
def test_articles_change_places_in_a_ring_and_go_back(at_desk, editor, publish, client, count):
    ring = [publish(f"Title {n}", "Text.", slug=f"at-{n}") for n in range(count)]
    OldPath.objects.create(locale="en-us", slug="former", article=ring[0], title="Former")
    before, desk = visible(), at_desk(editor)
    one = make(*[("publish", article) for article in ring])
    take_addresses(desk, *((ring[n], f"at-{(n + 1) % count}") for n in range(count)))
    assert texts(page(desk.get(check(one))), ".desk-problems li") == []
    assert press(desk, one, "_publish") == "Published. Visitors see all of it now."
    assert [where_it_leads(client, f"at-{(n + 1) % count}") for n in range(count)] == [
        f"Title {n}" for n in range(count)
    ]
    assert where_it_leads(client, "former") == "/articles/at-1/"
    assert OldPath.objects.count() == 1
    assert press(desk, one, "_roll_back") == "Rolled back. Visitors see what they saw before."
    assert visible() == before
    assert press(desk, one, "_publish").startswith("Published.")


def test_an_article_takes_the_address_of_one_that_the_set_takes_off(
    at_desk, editor, publish, client
):
    comes, goes = publish("Comes", "Text.", slug="new"), publish("Goes", "Text.", slug="here")
    before, desk = visible(), at_desk(editor)
    one = make(("unpublish", goes), ("publish", comes), ("redirect", comes, "gone"))
    submit(desk, change(goes), slug="gone")
    take_addresses(desk, (comes, "here"))
    assert texts(page(desk.get(check(one))), ".desk-problems li") == []
    press(desk, one, "_publish")
    assert where_it_leads(client, "here") == "Comes"
    assert {where_it_leads(client, slug) for slug in ("new", "gone")} == {"/articles/here/"}
    press(desk, one, "_roll_back")
    assert visible() == before


def test_only_articles_of_one_open_set_take_the_addresses_of_each_other(at_desk, editor, publish):
    first, second = publish("First", slug="one"), publish("Second", slug="two")
    desk = at_desk(editor)
    submit(desk, change(first), slug="three")
    one = make(("publish", second), ("redirect", first, "old"))
    taken = "“First” has this address already."
    assert errors(submit(desk, change(second), slug="one")) == taken
    SetItem.objects.create(publication_set=one, deed="publish", article=first)
    for alone in ({"_button": "_publish"}, {"publish_at_0": "2099-01-01", "publish_at_1": "00:00"}):
        button = alone.pop("_button", "_save")
        assert errors(submit(desk, change(second), button, slug="one", **alone)) == taken
    PublicationSet.objects.update(state=State.PUBLISHED)
    assert errors(submit(desk, change(second), slug="one")) == taken


def test_what_a_set_redirects_and_a_roll_back_gives_back_corrects_what_links_there(publish):
    target = publish("Target", "Text.")
    publish("Linking", "[x](/articles/old/)")
    one = make(("redirect", target, "old"))
    assert Finding.objects.get(article__title="Linking", rule__endswith="link").rule == BROKEN
    publication_sets.publish(one, None)
    assert not Finding.objects.filter(rule=BROKEN).exists()
    publication_sets.roll_back(one, None)
    assert Finding.objects.filter(rule=BROKEN).exists()


def test_a_roll_back_refuses_to_undo_later_work(at_desk, editor, spring):
    desk = at_desk(editor)
    press(desk, spring, "_publish")
    news = Article.objects.get(title="Announcement")
    news.body = "Corrected."
    news.publish()
    before = visible()
    assert press(desk, spring, "_roll_back") == (
        "Nothing was changed. “Announcement” was published, moved or taken off again since then."
    )
    assert visible() == before


def test_where_a_redirect_leads_may_change_before_it_is_rolled_back(publish):
    target = publish("Target", "Text.")
    one = make(("redirect", target, "old"))
    publication_sets.publish(one, None)
    target.body = "Corrected."
    target.publish()
    publication_sets.roll_back(one, None)
    assert not OldPath.objects.exists()
    assert PublishedArticle.objects.get().body == "Corrected."


def test_a_roll_back_leaves_deleted_what_was_deleted_since(at_desk, editor, spring, client):
    desk = at_desk(editor)
    press(desk, spring, "_publish")
    news, fees = (Article.objects.get(title=title) for title in ("Announcement", "New fees"))
    trash.delete(news.pk)  # which visitors did not see before either
    trash.remove(trash.delete(fees.pk))
    assert press(desk, spring, "_roll_back") == (
        "Rolled back. Deleted since then, so visitors do not get it back: “Fees”. "
        "As before: “Old plan”."
    )
    assert where_it_leads(client, "old-plan") == "Old plan"
    assert list(Article.objects.values_list("title", flat=True)) == ["Old plan"]


@pytest.mark.parametrize(
    ("deleted", "said"),
    [
        (["Announcement"], "Visitors see what they saw before."),
        (["New fees", "Old plan"],
         "Deleted since then, so visitors do not get it back: “Fees”, “Old plan”. "
         "As before: “Announcement”."),
        (["New fees", "Old plan", "Announcement"],
         "Deleted since then, so visitors do not get it back: “Fees”, “Old plan”."),
    ],
)  # fmt: skip
def test_a_roll_back_says_what_visitors_do_not_get_back(at_desk, editor, spring, deleted, said):
    desk = at_desk(editor)
    press(desk, spring, "_publish")
    for article in Article.objects.filter(title__in=deleted):
        trash.delete(article.pk)
    assert press(desk, spring, "_roll_back") == f"Rolled back. {said}"


@pytest.mark.parametrize("deed", ["publish", "unpublish"])
@pytest.mark.django_db(transaction=True)  # a foreign key is looked at when all is done
def test_a_translation_is_rolled_back_after_its_source_was_deleted_for_good(publish, deed):
    source = publish("Source", "Text.")
    british = publish("British", "Old.", locale="en-gb", translation_of=source)
    british.body = "New."
    british.save()
    one = make((deed, british))
    publication_sets.publish(one, None)
    trash.remove(trash.delete(source.pk))
    publication_sets.roll_back(one, None)
    page = PublishedArticle.objects.get(article=british)
    assert (page.body, page.translation_of) == ("Old.", None)


def test_a_roll_back_refuses_an_address_that_somebody_took(at_desk, editor, spring, publish):
    publication_sets.publish(spring, None)
    OldPath.objects.filter(slug="fees").delete()
    publish("Newcomer", slug="fees")
    before = visible()
    assert press(at_desk(editor), spring, "_roll_back").startswith("Nothing was changed.")
    assert visible() == before


@pytest.mark.django_db(transaction=True)
def test_a_due_set_is_published_exactly_once_by_four_at_a_time(spring):
    PublicationSet.objects.update(state=State.SCHEDULED, publish_at=timezone.now())

    def run(_worker: int) -> None:
        try:
            call_command("publish_due", verbosity=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    spring.refresh_from_db()
    assert spring.state == State.PUBLISHED
    news = Article.objects.get(title="Announcement")
    assert news.history.filter(history_change_reason="Published").count() == 1
    publication_sets.roll_back(spring, None)


def test_a_due_set_that_cannot_be_published_says_why(at_desk, editor, spring, write):
    SetItem.objects.filter(deed="publish").update(article=None)
    PublicationSet.objects.update(state=State.SCHEDULED, publish_at=timezone.now())
    with pytest.raises(CommandError, match="publication set"):
        call_command("publish_due", verbosity=0)
    shown = words(page(at_desk(editor).get(check(spring))).select_one(".errornote"))
    assert "deleted" in shown
    assert PublicationSet.objects.get().state == State.SCHEDULED
