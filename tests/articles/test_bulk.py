"""Bulk deeds: asked about on a page that lists the articles, then done to all or none."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from articles.admin import bulk
from articles.admin.bulk_forms import TAGS_SHOWN
from articles.models import Article, ChangeNote, PublishedArticle
from tests.articles.pages import LIST, answer, ask, errors, fields, page, texts, told, words

MAY = datetime(2025, 5, 1, 12, tzinfo=UTC)
FORM = "#content-main form"
State = Article.State


def states() -> dict[str, str]:
    return dict(Article.objects.values_list("title", "state_now"))


@pytest.fixture
def three(write, publish) -> list[Article]:
    """A draft, a live article and a live one with a change that is not published."""
    changed = publish("Changed", "Text.")
    changed.body = "Other text."
    changed.save()
    return [write("Draft"), publish("Live", "Text."), changed]


def test_a_search_of_the_list_leads_to_all_texts_that_have_the_words(
    at_desk, publisher, author, publish, write
):
    publish("Live", "The <Pro> plan & more.")
    write("Draft", "A <Pro> plan.", locale="en-gb")
    desk, search = at_desk(publisher), {"q": "<Pro> plan", "state": "expired"}
    form = page(desk.get(LIST, search)).select_one(".desk-everywhere")
    assert words(form) == "Look for “<Pro> plan” in all texts"
    asked = desk.post(form["action"], fields(desk.get(LIST, search), ".desk-everywhere"))
    assert page(asked).select_one("#id_find")["value"] == "<Pro> plan"
    found = page(answer(desk, asked, "_preview", find="<Pro> plan"))
    assert {words(mark) for mark in found.select("#places del")} == {"<Pro> plan"}
    assert {box["value"] for box in found.select("[name=take]")} == {
        str(pk) for pk in Article.objects.values_list("pk", flat=True)
    }
    assert not page(desk.get(LIST)).select(".desk-everywhere")
    assert not page(at_desk(author).get(LIST, search)).select(".desk-everywhere")


def test_the_cursor_stands_where_it_is_said_what_is_done(at_desk, editor, three):
    desk = at_desk(editor)
    deeds = {"move": "category", "add_tags": "tags", "change_owner": "owner", "replace": "find",
             "set_review": "review_by", "go_back": "moment", "add_to_set": "set"}  # fmt: skip
    for deed, name in deeds.items():
        (begun,) = page(ask(desk, deed, three)).select("[autofocus]")
        assert begun["name"] == name
    for deed in ("publish", "unpublish", "delete"):  # there is more to read first
        assert page(ask(desk, deed, three)).select("[autofocus]") == [], deed


def test_moving_asks_first_and_changes_nothing_that_visitors_read(
    at_desk, author, three, make_category
):
    desk, news = at_desk(author), make_category("news", name="News")
    asked = ask(desk, "move", three)
    assert texts(page(asked), ".desk-rows th[scope=row]") == ["Changed", "Draft", "Live"]
    assert "publish_too" not in fields(asked, FORM)
    assert set(Article.objects.values_list("category__key", flat=True)) == {"faq"}
    said = answer(desk, asked, category=news.pk)
    assert told(said) == "3 articles changed."
    assert set(Article.objects.values_list("category__key", flat=True)) == {"news"}
    assert set(PublishedArticle.objects.values_list("category__key", flat=True)) == {"faq"}
    newest = three[0].history.first()
    assert (newest.history_change_reason, newest.history_user) == ("Moved to News", author)


def test_a_change_is_published_too_only_where_nothing_else_waited(
    at_desk, publisher, three, make_category
):
    desk, news = at_desk(publisher), make_category("news", name="News")
    before = PublishedArticle.objects.get(title="Live").updated_at
    said = answer(desk, ask(desk, "move", three), category=news.pk, publish_too="on")
    assert told(said) == "3 articles changed. 1 of them published."
    assert states() == {"Draft": State.DRAFT, "Live": State.LIVE, "Changed": State.CHANGED}
    shown = PublishedArticle.objects.get(title="Live")
    assert (shown.category, shown.tab, shown.updated_at) == (news, news, before)


def test_tags_are_added_and_taken_away(at_desk, author, write):
    one, two = write("One", tags=["Old"]), write("Two", tags=["old", "billing"])
    desk = at_desk(author)
    answer(desk, ask(desk, "add_tags", [one, two]), tags="OLD, new")
    assert [sorted(a.tags.names()) for a in (one, two)] == [
        ["Old", "new"],
        ["Old", "billing", "new"],
    ]
    asked = ask(desk, "remove_tags", [one])
    assert texts(page(asked), ".desk-choices label") == ["Old (1)", "new (1)"]
    assert "others" not in fields(asked, FORM)
    assert errors(answer(desk, asked)) == "Choose at least one tag."
    answer(desk, asked, tags=["Old", "new"])
    assert [sorted(a.tags.names()) for a in (one, two)] == [[], ["Old", "billing", "new"]]
    assert one.history.first().tag_names == []


def test_of_many_tags_the_most_used_are_ticked_and_others_typed(at_desk, author, write):
    many = [f"tag {number:02}" for number in range(TAGS_SHOWN + 2)]
    one, two = write("One", tags=many), write("Two", tags=many[-1:])
    asked = ask(at_desk(author), "remove_tags", [one, two])
    shown = texts(page(asked), ".desk-choices label")
    assert shown == ["tag 31 (2)", *(f"{name} (1)" for name in many[: TAGS_SHOWN - 1])]
    said = answer(at_desk(author), asked, others="tag 29, unknown")
    assert errors(said) == "None of the articles has “unknown”."
    answer(at_desk(author), asked, tags=["tag 31", "tag 00"], others="TAG 29, tag 30")
    assert sorted(one.tags.names()) == many[1:-3]
    assert not two.tags.names()


def test_owner_and_day_of_review_are_set(at_desk, author, publisher, three):
    desk = at_desk(author)
    answer(desk, ask(desk, "change_owner", three), owner=publisher.pk)
    asked = ask(desk, "set_review", three)
    assert page(asked).select_one("label[for=id_review_by]").get_text() == "Read again on"
    answer(desk, asked, review_by="2030-01-02")
    assert set(Article.objects.values_list("owner", "review_by")) == {
        (publisher.pk, date(2030, 1, 2))
    }


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("move", {"category": "9" * 20}),
        ("move", {"category": ""}),
        ("add_tags", {"tags": "!!!"}),
        ("add_tags", {"tags": "a\x00b"}),
        ("remove_tags", {"tags": "none of them"}),
        ("change_owner", {"owner": "9" * 20}),
        ("change_owner", {"owner": "x\x00"}),
        ("set_review", {"review_by": "2030-13-01"}),
    ],
)
def test_nonsense_comes_back_with_a_reason(at_desk, author, write, deed, said):
    article = write("Title")
    desk = at_desk(author)
    response = answer(desk, ask(desk, deed, [article]), **said)
    assert response.status_code == 200
    assert errors(response)
    assert article.history.count() == 1


def test_an_article_that_was_edited_meanwhile_stops_all(at_desk, author, publisher, three):
    desk = at_desk(author)
    asked = ask(desk, "change_owner", three)
    three[1].body = "Edited."
    three[1].save()
    said = answer(desk, asked, owner=publisher.pk)
    assert told(said) == (
        "Nothing was changed. “Live” was edited in the meantime. Look at it again."
    )
    assert not Article.objects.filter(owner=publisher).exists()
    # The page shows it as it is now, and a second answer holds.
    assert told(answer(desk, said, owner=publisher.pk)) == "3 articles changed."


@pytest.mark.parametrize("chosen", ["1", "1:x", "a:b", "1:" + "9" * 40, "1:1," * 3000, "1:1\x00"])
def test_a_list_of_articles_that_is_made_up_is_refused(at_desk, author, faq, chosen):
    sent = {"chosen": chosen, "category": faq.pk, "_apply": "1"}
    assert at_desk(author).post(f"{LIST}bulk/move/", sent).status_code == 400


def test_a_bulk_publish_asks_once_what_readers_of_changed_texts_are_told(
    at_desk, publisher, three, publish
):
    own = publish("Own", "Text.")
    own.body, own.change_note = "Other.", "Its own note"
    own.save()
    desk = at_desk(publisher)
    asked = ask(desk, "publish", [*three, own])
    assert "Say what changed" in errors(answer(desk, asked))
    assert told(answer(desk, asked, change_note="New fees")) == "3 articles published."
    assert set(states().values()) == {State.LIVE}
    assert set(ChangeNote.objects.values_list("article__title", "text")) == {
        ("Changed", "New fees"),
        ("Own", "Its own note"),
    }


def test_what_a_bulk_publish_tells_is_not_kept_where_no_text_changed(
    at_desk, publisher, three, publish
):
    tagged = publish("Tagged", "Text.")
    tagged.set_tags(["new"])
    desk = at_desk(publisher)
    answer(desk, ask(desk, "publish", [*three, tagged]), change_note="New fees")
    tagged.refresh_from_db()
    assert (tagged.state_now, tagged.change_note) == (State.LIVE, "")
    assert set(ChangeNote.objects.values_list("article__title", flat=True)) == {"Changed"}


def test_who_may_not_publish_does_not_by_any_address(at_desk, author, reader, three):
    desk = at_desk(author)
    asked = ask(desk, "move", three)
    sent = fields(asked, FORM) | {"_apply": "1"}
    for deed in ("publish", "unpublish"):
        assert desk.post(f"{LIST}bulk/{deed}/", sent).status_code == 403
    sent |= {"category": three[0].category_id, "publish_too": "on"}
    desk.post(f"{LIST}bulk/move/", sent)  # an author's tick counts for nothing
    assert states()["Changed"] == State.CHANGED
    assert at_desk(reader).post(f"{LIST}bulk/move/", sent).status_code == 403
    assert desk.get(f"{LIST}bulk/move/").status_code == 302
    assert desk.get(f"{LIST}bulk/nothing/").status_code == 404


def test_two_hundred_articles_of_a_narrowed_list_are_changed_at_once(at_desk, author, faq):
    Article.objects.bulk_create(
        Article(title=f"T {n}", slug=f"t-{n}", body="Text.", category=faq) for n in range(200)
    )
    desk, one = at_desk(author), Article.objects.all()[:1]
    asked = ask(desk, "add_tags", one, select_across="1")
    assert len(texts(page(asked), ".desk-rows th[scope=row]")) == 200
    assert told(answer(desk, asked, tags="new")) == "200 articles changed."


def test_of_very_many_articles_the_page_lists_the_first_and_the_deed_is_done_to_all(
    at_desk, publisher, faq, monkeypatch
):
    monkeypatch.setattr(bulk, "LISTED", 2)
    Article.objects.bulk_create(
        Article(title=f"T {n}", slug=f"t-{n}", body="Text.", category=faq) for n in range(5)
    )
    desk = at_desk(publisher)
    asked = ask(desk, "add_tags", Article.objects.all())
    assert texts(page(asked), ".desk-rows th[scope=row]") == ["T 0", "T 1"]
    assert "5 articles" in texts(page(asked), "h2")
    assert "… and 3 more." in words(page(asked).select_one("#content"))
    assert told(answer(desk, asked, tags="new")) == "5 articles changed."


def test_what_has_left_the_site_already_is_left_alone(at_desk, publisher, publish):
    article, desk = publish("Title"), at_desk(publisher)
    article.unpublish()
    assert told(answer(desk, ask(desk, "unpublish", [article]))) == "0 articles unpublished."


def test_more_articles_than_one_deed_takes_are_refused_in_words(
    at_desk, author, three, monkeypatch
):
    monkeypatch.setattr("articles.bulk.MAX_ARTICLES", 2)
    desk = at_desk(author)
    asked = desk.post(LIST, {"action": "move_selected", "_selected_action": [a.pk for a in three]},
                      follow=True)  # fmt: skip
    assert told(asked) == "Choose 2 articles at most: narrow the list first."
    assert len(texts(page(ask(desk, "move", three[:2])), ".desk-rows th[scope=row]")) == 2
