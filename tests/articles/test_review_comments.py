"""What is said of a text in review: where it is read, and that no button loses it."""

from __future__ import annotations

import pytest

from articles.models import Article, AuditEntry
from tests.articles.pages import change, fields, page, submit, told, words

NOT_SENT = "Your comment went to nobody: it waits below for a button of the review."


@pytest.fixture
def text(write, ana) -> Article:
    return write("Title", "Text.", owner=ana)


def waiting(client, text: Article) -> str:
    return fields(client.get(change(text)))["comment"]


def test_a_reviewer_reads_above_the_text_what_its_author_said(at_desk, ana, rob, text):
    submit(at_desk(ana), change(text), "_submit", comment="Look at the <b>fees</b>.")
    banner = page(at_desk(rob).get(change(text))).select_one(".desk-banner")
    assert words(banner.blockquote) == "Look at the <b>fees</b>."


def test_a_comment_beside_save_waits_in_the_form_until_a_button_sends_it(at_desk, ana, text):
    desk = at_desk(ana)
    answer = submit(desk, change(text), body="Better.", comment="Look at the fees.")
    assert NOT_SENT in told(desk.get(answer["Location"]))
    assert waiting(desk, text) == waiting(desk, text) == "Look at the fees."
    submit(desk, change(text), "_submit")
    assert AuditEntry.objects.get(deed="submitted").comment == "Look at the fees."
    assert waiting(desk, text) == ""


@pytest.mark.parametrize("button", ["_publish", "_unpublish"])
def test_publish_and_unpublish_keep_the_comment_too(at_desk, make_colleague, text, button):
    text.publish()
    desk = at_desk(make_colleague("petra", "Publishers"))
    answer = submit(desk, change(text), button, comment="Look at the fees.")
    assert NOT_SENT in told(desk.get(answer["Location"]))
    assert waiting(desk, text) == "Look at the fees."


def test_a_comment_that_is_emptied_waits_no_more_and_nobody_else_sees_it(at_desk, ana, rob, text):
    desk = at_desk(ana)
    submit(desk, change(text), comment="Look at the fees.")
    assert waiting(at_desk(rob), text) == ""
    answer = submit(desk, change(text), comment=" ")
    assert NOT_SENT not in told(desk.get(answer["Location"]))
    assert waiting(desk, text) == ""


def test_a_comment_on_a_new_article_waits_in_its_form(at_desk, ana, faq):
    desk = at_desk(ana)
    new = {"title": "Fees", "category": str(faq.pk), "comment": "Look at the fees."}
    answer = submit(desk, "/admin/articles/article/add/", **new)
    assert fields(desk.get(answer["Location"]))["comment"] == "Look at the fees."


def test_a_conflict_keeps_the_comment(at_desk, ana, rob, text):
    desk = at_desk(ana)
    opened = fields(desk.get(change(text)))
    submit(at_desk(rob), change(text), body="Rob's.")
    said = {"body": "Ana's.", "comment": "Look at the fees."}
    conflict = desk.post(change(text), opened | said | {"_submit": "1"})
    desk.post(change(text), fields(conflict) | {"_save": "1"})
    assert waiting(desk, text) == "Look at the fees."
    text.refresh_from_db()
    assert text.body == "Ana's."
