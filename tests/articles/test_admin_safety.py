"""Nothing that staff type and nothing that a stranger sends runs in the admin or breaks it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from tests.articles.pages import (
    ADD,
    LIST,
    POISON,
    POISONED_BODY,
    active_content,
    change,
    errors,
    fields,
    page,
    submit,
    words,
)  # fmt: skip

PREVIEW = "/admin/markdownx/markdownify/"


@pytest.fixture
def poisoned(publish, faq, publisher) -> Article:
    """Title, summary, text, tag and category are hostile; live, and changed since."""
    faq.translations.update(name=POISON[:80])
    article = publish(
        POISON, POISONED_BODY, tags=[POISON], summary=POISON, category=faq, owner=publisher
    )
    article.title = POISON + "2"
    article.body += POISON
    article.set_tags([POISON, "other" + POISON])
    article.save()
    return article


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        LIST,
        f"{LIST}?q=%3Cscript%3Ealert(1)%3C/script%3E",
        f"{LIST}?state=%22%3E%3Cscript%3E",
        "{change}",
        f"{LIST}{{pk}}/history/",
        f"{LIST}{{pk}}/difference/",
        f"{LIST}{{pk}}/difference/?from={{version}}&to=now",
        f"{LIST}{{pk}}/delete/",
        "/admin/articles/category/",
        "/admin/articles/category/{category}/change/",
        "/admin/articles/category/{category}/delete/",
        "/admin/taggit/tag/",
        ADD,
    ],
)
def test_poisoned_texts_run_nowhere_in_the_admin(at_desk, admin_user, poisoned, path):
    version = poisoned.history.order_by("history_id").first().history_id
    url = path.format(
        change=change(poisoned), pk=poisoned.pk, version=version, category=poisoned.category_id
    )
    response = at_desk(admin_user).get(url)
    assert response.status_code == 200
    assert active_content(page(response)) == []


def test_a_form_that_comes_back_with_poison_and_errors_runs_nothing(at_desk, author, faq):
    sent = {"title": POISON * 5, "slug": POISON, "body": POISONED_BODY, "tags": POISON,
            "summary": POISON * 20, "category": POISON, "version": POISON}  # fmt: skip
    answer = submit(at_desk(author), ADD, **sent)
    assert answer.status_code == 200
    assert errors(answer)
    assert active_content(page(answer)) == []


def test_a_conflict_over_poison_runs_nothing(at_desk, author, publisher, poisoned):
    petra = at_desk(publisher)
    opened = fields(petra.get(change(poisoned)))
    submit(at_desk(author), change(poisoned), body=POISONED_BODY + POISON * 2)
    answer = petra.post(change(poisoned), opened | {"body": POISON, "_save": "1"})
    assert page(answer).select_one(".desk-conflict")
    assert active_content(page(answer)) == []


def test_messages_about_poisoned_titles_run_nothing(at_desk, publisher, publish, write):
    live = publish(POISON, slug="here")
    Article.objects.filter(pk=live.pk).update(slug="moved")
    taken = write(POISON, slug="here")
    sent = {"action": "publish_selected", "_selected_action": [taken.pk]}
    desk = at_desk(publisher)
    asked = desk.post(LIST, sent)
    assert active_content(page(asked)) == []
    chosen = page(asked).select_one("[name=chosen]")["value"]
    answer = desk.post(f"{LIST}bulk/publish/", {"chosen": chosen, "_apply": "1"}, follow=True)
    assert "is live at this address" in answer.content.decode()
    assert active_content(page(answer)) == []


def test_the_preview_of_poison_runs_nothing(at_desk, author):
    answer = at_desk(author).post(PREVIEW, {"content": POISONED_BODY})
    assert active_content(page(answer)) == []


# Strangers ----------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_login_from_every_page_of_an_article(write, client):
    article = write("Title")
    version = article.history.get().history_id
    paths = ["", "add/", f"{article.pk}/change/", f"{article.pk}/history/", f"{article.pk}/delete/",
             f"{article.pk}/difference/", f"{article.pk}/restore/{version}/"]  # fmt: skip
    for path in paths:
        for ask in (client.get, client.post):
            response = ask(LIST + path)
            assert response.status_code == 302, path
            assert response.url.startswith("/admin/login/"), path


def test_every_unsafe_request_needs_a_token(at_desk, admin_user, write):
    article = write("Title")
    version = article.history.get().history_id
    desk = at_desk(admin_user, enforce_csrf_checks=True)
    for path in (ADD, LIST, change(article), f"{LIST}{article.pk}/delete/", PREVIEW,
                 "/admin/markdownx/upload/", f"{LIST}{article.pk}/restore/{version}/",
                 f"{LIST}{article.pk}/presence/", f"{LIST}unsaved/", f"{LIST}unsaved/discard/",
                 f"{LIST}trash/restore/"):  # fmt: skip
        answer = desk.post(path, {"title": "x"})
        assert (answer.status_code, words(page(answer).h1)) == (403, "Nothing was changed"), path


def attempt(password: str, **options):
    """Sign in as ana."""
    sent = {"username": "ana", "password": password}
    return Client().post("/admin/login/?next=/admin/", sent, **options)


@pytest.fixture
def ana(db):
    User.objects.create_user("ana", password="right", is_staff=True)


def test_the_tenth_bad_login_locks_that_user_and_address_out_with_a_plain_page(ana):
    statuses = [attempt("wrong").status_code for _ in range(10)]
    assert statuses == [200] * 9 + [429]
    locked = attempt("right")
    assert locked.status_code == 429
    assert "Too many attempts to sign in" in page(locked).h1.get_text()
    assert active_content(page(locked)) == []
    assert attempt("right", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_tenth_bad_login_from_any_addresses_of_one_network_locks_it_out(ana):
    statuses = [attempt("wrong", REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(10)]
    assert statuses == [200] * 9 + [429]
    assert attempt("right", REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert attempt("right", REMOTE_ADDR="2001:db9::1").status_code == 302


def test_pages_of_the_admin_allow_no_inline_code(at_desk, admin_user, write):
    article = write("Title", "Text.")
    policy = at_desk(admin_user).get(change(article)).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
