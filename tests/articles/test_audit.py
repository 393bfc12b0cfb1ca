"""The audit log: what it says of a deed, and that nothing changes it afterwards."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from articles import trash
from articles.models import Article, AuditEntry, audit
from tests.articles.pages import page, texts

LOG = "/admin/articles/auditentry/"


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "never changed" in str(error)
    return False


def test_an_entry_says_who_did_what_to_which_version(write, author):
    article = write("Title", "Text.")
    entry = audit.note("merged", article, author, "into \x00another")
    assert (entry.deed, entry.title, entry.locale) == ("merged", "Title", "en-us")
    assert (entry.article_id, entry.user_id, entry.user_name) == (article.pk, author.pk, "ana")
    assert entry.version == article.history.get().history_id
    assert entry.comment == "into another"


def test_a_deed_of_nobody_is_the_sites_own_and_an_unknown_one_is_refused(write):
    article = write("Title")
    assert audit.note("expired", article).user_name == ""
    with pytest.raises(ValueError, match="is not a valid Deed"):
        audit.note("painted", article)


def test_the_log_outlives_the_article_and_the_person(write, author):
    article = write("Title")
    audit.note("submitted", article, author)
    article.delete()
    author.delete()
    entry = AuditEntry.objects.get()
    assert (entry.title, entry.user_name) == ("Title", "ana")


def test_the_database_refuses_to_change_delete_or_empty_the_log(write, author):
    entry = audit.note("submitted", write("Title"), author)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_auditentry ENABLE TRIGGER keep_all")
    assert refused("UPDATE articles_auditentry SET user_name = 'other'")
    assert refused("DELETE FROM articles_auditentry")
    assert refused("TRUNCATE articles_auditentry")
    for change in (entry.save, entry.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert AuditEntry.objects.get().user_name == "ana"


@pytest.fixture
def log(write, author, publisher):
    first, second = write("First"), write("Second")
    audit.note("submitted", first, author, "please look")
    audit.note("published", first, publisher)
    audit.note("deleted", second, author)


def test_administrators_read_search_and_filter_the_log(at_desk, make_colleague, log):
    desk = at_desk(make_colleague("ada", "Administrators"))
    response = desk.get(LOG)
    heads = texts(page(response), "#result_list thead .text")
    assert heads == ["When", "Action", "Who", "What", "Locale", "Comment"]
    assert texts(page(response), ".field-what") == ["Deleted", "Published", "Submitted for review"]
    assert texts(page(response), ".field-who") == ["ana", "petra", "ana"]
    assert len(page(response).select(".field-article a")) == 2  # what is deleted has no page
    for asked, found in (("q=look", 1), ("q=petra", 1), ("q=second", 1), ("deed=published", 1),
                         ("deed=nonsense", 3), ("q=%00", 3), ("q=" + "9" * 300, 0)):  # fmt: skip
        assert len(texts(page(desk.get(f"{LOG}?{asked}")), ".field-what")) == found, asked


def test_what_is_said_of_a_deleted_article_leads_to_where_it_can_be_brought_back(
    at_desk, make_colleague, write
):
    article = write("Title")
    audit.note("submitted", article)
    trash.delete(article.pk)
    desk = at_desk(make_colleague("ada", "Administrators"))
    [link] = page(desk.get(LOG)).select(".field-article a")
    assert desk.get(link["href"]).url == "/admin/articles/article/trash/"
    trash.remove(Article.deleted.get())
    said = texts(page(desk.get(link["href"], follow=True)), ".warning")
    assert said[0] == "Somebody deleted “Title”."
    assert said[1].endswith("Perhaps it was deleted?")


def test_nobody_changes_the_log_in_the_admin(at_desk, admin_user, make_colleague, log):
    entry = AuditEntry.objects.first()
    desk = at_desk(admin_user)
    for path in ("add/", f"{entry.pk}/change/", f"{entry.pk}/delete/"):
        assert desk.post(LOG + path, {"post": "yes"}).status_code == 403, path
    assert AuditEntry.objects.count() == 3
    assert at_desk(make_colleague("paul", "Publishers")).get(LOG).status_code == 403
