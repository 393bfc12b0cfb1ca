"""Deleting and bringing back, through the admin's own pages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import trash
from articles.bulk import Chosen
from articles.models import Article, OldPath, ViewCount
from tests.articles.pages import (
    ADD,
    LIST,
    POISON,
    active_content,
    change,
    page,
    select,
    submit,
    texts,
    titles,
    told,
)
from tests.articles.sources import folder

TRASH = f"{LIST}trash/"
RESTORE = f"{TRASH}restore/"


def delete(desk, article):
    return desk.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}, follow=True)


def remove(article) -> str:
    return f"{TRASH}{article.pk}/remove/"


def deleted_long_ago(article, days: int = 31) -> None:
    trash.delete(article.pk)
    Article.deleted.filter(pk=article.pk).update(deleted_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def live(publish) -> Article:
    article = publish("Lost card", "Freeze it at once.", tags=["Cards", "b"], summary="What to do.")
    ViewCount.objects.create(article=article, day=date(2026, 1, 2), views=7)
    return article


def test_a_deleted_article_leaves_everything_that_shows_articles(
    at_desk, publisher, live, client, write, faq
):
    other = write("Translation", locale="en-gb", translation_of=live)
    desk = at_desk(publisher)
    asked = page(desk.get(f"{LIST}{live.pk}/delete/"))
    assert "For 30 days" in asked.select_one(".desk-page").get_text()
    said = delete(desk, live)
    assert "Lost card” was deleted" in said.content.decode()
    for path, status in (("/articles/lost-card/", 410), ("/tags/cards/", 404)):
        assert client.get(path).status_code == status, path
    for path in ("/", "/faq/", "/search/?q=lost+card", "/search/suggest/?q=lost"):
        assert "Lost card" not in client.get(path).content.decode(), path
    for path in (LIST, f"{LIST}?q=lost+card", f"{LIST}?state=draft", "/admin/",
                 f"{LIST}choices/?app_label=articles&model_name=article"
                 "&field_name=translation_of&term=lost"):  # fmt: skip
        answer = desk.get(path, follow=True).content.decode()
        assert not re.search(r'Lost card(</a>|"| ·)', answer), path
    for path in ("history/", "difference/?from=live", "delete/", "change/"):
        assert desk.get(f"{LIST}{live.pk}/{path}").status_code in (302, 404), path
    assert submit(desk, change(other), body="More.").status_code == 302
    other.refresh_from_db()
    assert other.translation_of_id == live.pk


def test_what_was_deleted_comes_back_as_a_draft_with_everything(at_desk, publisher, live, client):
    live.slug = "card-lost"
    live.publish()
    versions = live.history.count()
    desk = at_desk(publisher)
    delete(desk, live)
    row = page(desk.get(TRASH)).select_one(".desk-history tbody tr")
    _box, title, deleted, kept, _buttons = texts(row, "td")
    assert (title, kept) == (
        "Lost card Was published FAQ · English (US) · /card-lost/",
        "30 more days",
    )
    assert deleted.endswith("petra")
    answer = desk.post(RESTORE, {"one": live.pk})
    assert answer.url == change(live)
    back = Article.objects.get(pk=live.pk)
    assert (back.title, back.body, back.slug) == ("Lost card", "Freeze it at once.", "card-lost")
    assert sorted(back.tags.names()) == ["Cards", "b"]
    assert (back.state, back.deleted_by_name) == (Article.State.DRAFT, "")
    assert [count.views for count in back.view_counts.all()] == [7]
    reasons = [v.history_change_reason for v in back.history.order_by("-history_id")]
    assert reasons[:2] == [trash.BROUGHT_BACK, trash.DELETED]
    assert len(reasons) == versions + 2
    assert client.get("/articles/card-lost/").status_code == 410
    back.publish()
    assert client.get("/articles/lost-card/").url == "/articles/card-lost/"


def test_the_trash_says_what_visitors_miss_and_bringing_it_back_how_they_get_it(
    at_desk, publisher, make_staff, publish, write
):
    live, other, draft = publish("Live"), publish("Other"), write("Draft")
    over = publish("Over", expire_at=timezone.now() - timedelta(hours=1))
    for article in (live, other, draft, over):
        trash.delete(article.pk)
    petra = at_desk(publisher)
    rows = page(petra.get(TRASH)).select(".desk-history tbody tr")
    assert [bool(row.select(".state")) for row in rows] == [False, False, True, True]
    assert texts(rows[-1], ".state") == ["Was published"]
    said = petra.post(RESTORE, {"one": draft.pk}, follow=True)
    assert "until it was deleted" not in told(said)
    said = petra.post(RESTORE, {"one": live.pk}, follow=True)
    assert "Visitors could read “Live” until it was deleted. Press Publish" in told(said)
    assert page(said).select_one("[name=_publish]")
    live.publish()
    trash.delete(live.pk)
    said = petra.post(RESTORE, {"all": "1"}, follow=True)
    assert "Visitors could read 2 of them until they were deleted." in told(said)
    leads = page(said).select_one(".messagelist a")["href"]
    assert titles(petra.get(leads))[:3] == ["Over", "Other", "Live"]
    live.publish()
    trash.delete(live.pk)
    dora = at_desk(make_staff("dora", ["view_article", "change_article", "delete_article"]))
    said = told(dora.post(RESTORE, {"one": live.pk}, follow=True))
    assert "Visitors could read “Live”" in said
    assert "Press Publish" not in said


def test_a_deleted_articles_address_is_free_and_coming_back_finds_another(
    at_desk, publisher, live, faq
):
    desk = at_desk(publisher)
    delete(desk, live)
    submit(desk, ADD, "_publish", title="Lost card", body="New.", category=faq.pk)
    new = Article.objects.get()
    assert new.slug == "lost-card"
    delete(desk, new)
    submit(desk, ADD, title="Lost card", body="Newest.", category=faq.pk)
    said = desk.post(RESTORE, {"all": "1", "q": "lost"}, follow=True)
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "lost-card", "lost-card-2", "lost-card-3",
    ]  # fmt: skip
    messages = texts(page(said), ".messagelist li")
    assert any(said.startswith("2 articles are drafts again.") for said in messages)
    assert "/articles/lost-card-2/" in " ".join(messages)


def test_the_form_of_a_deleted_article_says_who_deleted_it(
    at_desk, author, publisher, admin_user, make_staff, write
):
    one, other = write("Embargo"), write("Other")
    trash.delete(one.pk, publisher)
    trash.delete(other.pk, admin_user)
    for gone, name in ((one, "Petra"), (other, "Admin")):
        assert f"{name} deleted" in told(at_desk(author).get(change(gone), follow=True))
    nora = at_desk(make_staff("nora", ["view_tag"]))
    for path in ("change", "history", "delete"):
        nora.get(f"{LIST}{one.pk}/{path}/")
        assert "Embargo" not in told(nora.get("/admin/")), path


def test_many_are_deleted_at_once_after_a_question_and_brought_back_at_once(
    at_desk, publisher, write, publish
):
    found = [publish("Live one"), *(write(f"Draft {n}") for n in range(3))]
    sent = {"action": "delete_selected", "_selected_action": [a.pk for a in found[:3]]}
    desk = at_desk(publisher)
    asked = page(desk.post(LIST, sent))
    assert texts(asked, ".desk-rows th[scope=row]") == ["Draft 0", "Draft 1", "Live one"]
    assert Article.objects.count() == 4
    said = select(desk, "delete_selected", found[:3])
    assert texts(page(said), ".messagelist li") == [
        "3 articles deleted. Kept for 30 days: Deleted articles"
    ]
    assert Article.deleted.filter(deleted_by_name=publisher.username).count() == 3
    assert [a.title for a in Article.objects.all()] == ["Draft 2"]
    chosen = [found[0].pk, found[1].pk]
    desk.post(RESTORE, {"article": [*chosen, "x", "9" * 30, "-1"]})
    assert Article.deleted.get() == found[2]


def test_deleting_and_bringing_back_need_the_permission(
    at_desk, author, publisher, admin_user, make_staff, publish, write
):
    draft, live = write("Draft"), publish("Live")
    ana = at_desk(author)
    assert "Deleted articles" not in ana.get(LIST).content.decode()
    assert delete(ana, draft).status_code == 403
    deleter = at_desk(make_staff("dora", ["view_article", "delete_article"]))
    asked = deleter.post(
        LIST, {"action": "delete_selected", "_selected_action": [draft.pk, live.pk]}
    )
    assert texts(page(asked), ".errornote") == [
        "Some of these are live. Only who may publish can delete them."
    ]
    assert not page(asked).select("[name=_apply]")
    both = {"chosen": str(Chosen.of([draft.pk, live.pk])), "_apply": "1"}
    for desk in (deleter, ana):
        assert desk.post(f"{LIST}bulk/delete/", both).status_code == 403
    assert delete(deleter, live).status_code == 403
    assert Article.objects.count() == 2
    trash.delete(draft.pk)
    for ask in (ana.get, ana.post):
        assert ask(remove(draft)).status_code == 403
        assert ask(TRASH if ask == ana.get else RESTORE, {"one": draft.pk}).status_code == 403
    petra = at_desk(publisher)
    assert "Remove for good" not in petra.get(TRASH).content.decode()
    assert petra.post(remove(draft)).status_code == 403
    assert petra.get(RESTORE).status_code == 405
    assert at_desk(admin_user, enforce_csrf_checks=True).post(remove(draft)).status_code == 403
    assert Article.deleted.get() == draft


def test_an_administrator_removes_for_good_what_is_in_the_trash_and_nothing_else(
    at_desk, admin_user, write
):
    article, other = write("Secret", "Text."), write("Other")
    desk = at_desk(admin_user)
    for path in (remove(other), f"{TRASH}{'9' * 30}/remove/"):
        assert desk.post(path).status_code == 404
    trash.delete(article.pk, admin_user)
    assert "Text." in desk.get(remove(article)).content.decode()
    said = told(desk.post(remove(article), follow=True))
    assert said == "“Secret” was removed for good."
    assert not Article.with_deleted.filter(pk=article.pk).exists()
    assert not Article.history.filter(id=article.pk).exists()
    assert Article.objects.get() == other


def test_after_thirty_days_it_is_removed_for_good(db, live, write):
    old, newer = write("Old"), write("Newer")
    deleted_long_ago(live)
    deleted_long_ago(old, 30)
    deleted_long_ago(newer, 29)
    out = StringIO()
    call_command("publish_due", stdout=out)
    assert "Removed for good: 2" in out.getvalue()
    assert Article.with_deleted.get() == newer
    assert not OldPath.objects.exists()
    call_command("empty_trash", older_than=0, stdout=out)
    assert not Article.with_deleted.exists()


def test_what_is_due_does_not_go_live_from_the_trash(db, write):
    article = write("Title", publish_at=timezone.now() - timedelta(hours=1))
    trash.delete(article.pk)
    call_command("publish_due", stdout=StringIO())
    assert not Article.deleted.get().is_live


def test_a_save_of_an_older_copy_does_not_bring_a_deleted_article_back(write):
    held = write("Title")
    trash.delete(held.pk)
    held.body = "Late."
    held.save()
    assert Article.deleted.get().body == "Late."


def test_a_save_of_one_field_writes_no_other(write):
    held = write("Title", "Text.")
    Article.objects.update(body="Newer.")
    held.pinned = True
    held.save(update_fields=["pinned"])
    assert Article.objects.values_list("pinned", "body").get() == (True, "Newer.")


def test_a_deleted_article_is_not_exported_and_not_imported_again(live, write, tmp_path):
    write("Source of nothing", locale="en-gb", translation_of=live)
    files = {"faq/lost-card.md": "---\ntitle: Lost card\n---\n\nAgain.\n"}
    folder(tmp_path / "in", files)
    trash.delete(live.pk)
    out = StringIO()
    call_command("export_articles", tmp_path / "out", stdout=out)
    assert "1 article written" in out.getvalue()
    assert not list((tmp_path / "out").rglob("lost-card.md"))
    call_command("import_articles", tmp_path / "in", publish=True, stdout=out)
    assert "faq/lost-card.md: was deleted on" in out.getvalue()
    assert "0 created, 0 changed" in out.getvalue()
    assert Article.deleted.get().body == "Freeze it at once."


def test_what_staff_took_off_the_site_is_imported_and_stays_off_it(db, tmp_path):
    source = tmp_path / "in"
    folder(source, {"faq/lost-card.md": "---\ntitle: Lost card\n---\n\nFreeze it.\n"})
    call_command("import_articles", source)  # first as a draft, to be looked at
    call_command("import_articles", source, publish=True)
    article = Article.objects.get()
    assert article.is_live
    article.unpublish()
    folder(source, {"faq/lost-card.md": "---\ntitle: Lost card\n---\n\nCall us.\n"})
    out = StringIO()
    call_command("import_articles", source, publish=True, stdout=out)
    assert "faq/lost-card.md: was taken off the site on" in out.getvalue()
    assert "1 changed, 0 unchanged, 0 published" in out.getvalue()
    article = Article.objects.get()
    assert (article.body, article.is_live) == ("Call us.", False)
    article.publish()
    call_command("import_articles", source, publish=True, stdout=out)
    assert Article.objects.get().is_live


def test_a_category_of_deleted_articles_is_kept_and_says_why(at_desk, publisher, write, faq):
    trash.delete(write("Title").pk)
    asked = at_desk(publisher).get(f"/admin/articles/category/{faq.pk}/delete/")
    assert "Deleted article: Title" in asked.content.decode()


def test_the_page_of_deleted_articles_bears_poison_nonsense_and_many(
    at_desk, admin_user, write, django_assert_max_num_queries
):
    for number in range(12):
        trash.delete(write(f"{POISON} {number}", POISON).pk, admin_user)
    desk = at_desk(admin_user)
    with django_assert_max_num_queries(6):
        assert len(page(desk.get(TRASH)).select(".desk-history tbody tr")) == 12
    for asked in ("?q=%00", "?q=11", "?page=x", "?page=99999999999999999999", "?q=%3Cscript%3E"):
        answer = desk.get(TRASH + asked)
        assert answer.status_code == 200
        assert active_content(page(answer)) == [], asked
    assert active_content(page(desk.get(remove(Article.deleted.first())))) == []
    assert desk.post(RESTORE, {"one": "\0"}).status_code == 302
