"""What all lists of the admin share: a plain title, and words where there is nothing yet."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import AuditEntry, ViewTotal, VoteTotal
from search.models import GoldenQuery
from search.question_log import Asked, write
from tests.articles.pages import page, submit, told, words

EXPLAINED = {
    desk.opts.label_lower: desk
    for desk in admin.site._registry.values()
    if hasattr(desk, "nothing_yet")
}


def listed(client, model: str, **asked) -> BeautifulSoup:
    path = reverse(f"admin:{model.replace('.', '_')}_changelist", query=asked)
    return BeautifulSoup(client.get(path).content, "html.parser")


@pytest.mark.parametrize("model", EXPLAINED)
def test_an_empty_list_says_what_will_stand_there(admin_client, model):
    page = listed(admin_client, model)
    assert page.select_one(".desk-nothing").get_text() == EXPLAINED[model].nothing_yet
    assert page.select_one("#changelist-form .actions, .paginator") is None


def test_a_search_that_finds_nothing_is_no_empty_list(admin_client):
    for model in EXPLAINED:
        shown = listed(admin_client, model, q="zzz")
        if searched := shown.select_one("#searchbar"):
            assert words(shown.select_one(".desk-none")) == "Nothing found. Show all", model
            assert searched["value"] == "zzz"
        assert shown.select_one(".desk-nothing, #changelist-form .actions, .paginator") is None


def test_a_list_is_called_what_it_holds(admin_client):
    for model in admin.site._registry:
        page = listed(admin_client, model._meta.label_lower)
        if page.select_one("#changelist"):  # the branding has one row and no list
            name = str(model._meta.verbose_name_plural)
            assert page.h1.get_text().lower() == name.lower()
            assert page.title.get_text().lower().startswith(f"{name} |".lower())


def test_one_thing_of_a_list_has_another_name_than_many():
    names = [model._meta for model in admin.site._registry]
    alike = [of.label for of in names if of.verbose_name == of.verbose_name_plural]
    assert alike == ["articles.Branding"]  # there is only one


def test_what_was_saved_reads_as_one_thing(admin_client, publish):
    article = publish("Fees")
    sent = {"terms": "fee, price", "question": "fees", "first": article.pk}
    said = []
    for model in ("synonymset", "pinnedquestion"):
        submit(admin_client, f"/admin/search/{model}/add/", _form=f"#{model}_form", **sent)
        saved = page(admin_client.get(f"/admin/search/{model}/"))
        said.append(words(saved.select_one(".messagelist .success")))
    submit(admin_client, "/admin/articles/branding/1/change/", _form="#branding_form", name="Lark")
    said.append(told(admin_client.get("/admin/")))
    assert said == [
        "The synonym set “fee = price” was added successfully.",
        "The pinned result “fees” was added successfully.",
        "Saved. Visitors see it at once.",
    ]


def test_every_list_that_names_locales_names_none_where_there_is_only_one(rf, settings):
    request = rf.get("/admin/")
    desks = [desk for desk in admin.site._registry.values() if _names_locales(desk, request)]
    assert len(desks) > 5
    settings.LANGUAGES = [("en-us", "English (US)")]
    assert [desk for desk in desks if _names_locales(desk, request)] == []


def _names_locales(desk: admin.ModelAdmin, request) -> bool:
    return bool({"locale", "locale_label"} & set(desk.get_list_display(request)))


def test_numbers_have_the_separators_of_the_desk(admin_client, publish):
    article = publish("Cards", tags=["visa"])
    ViewTotal.objects.create(article=article, views=12345)
    VoteTotal.objects.create(article=article, helpful=2345, unhelpful=1234)
    write([Asked("en-us", timezone.localdate(), "refunds", 3456, fits=False)] * 1111)
    shown = {
        "articles.article": ["views"],
        "articles.votetotal": ["helpful_label", "unhelpful_label"],
        "search.askedquestion": ["times_label", "found"],
    }
    cells = {
        column: listed(admin_client, model).select_one(f".field-{column}").get_text()
        for model, columns in shown.items()
        for column in columns
    }
    assert cells == {
        "views": "12,345",
        "helpful_label": "2,345",
        "unhelpful_label": "1,234",
        "times_label": "1,111",
        "found": "3,456, none fits",
    }
    heads = listed(admin_client, "articles.votetotal").select("thead th .text")
    assert [head.get_text() for head in heads] == ["Article", "Helpful", "Not helpful", "Helped"]


def test_counts_of_a_list_have_the_separators_of_the_desk(admin_client):
    GoldenQuery.objects.bulk_create(
        GoldenQuery(locale="en-us", question=f"{word} {n}") for word in "ab" for n in range(1050)
    )
    AuditEntry.objects.bulk_create(AuditEntry(deed="added", title="Fees") for n in range(1234))
    User.objects.bulk_create(User(username=f"u{n}") for n in range(1100))
    golden = listed(admin_client, "search.goldenquery")
    assert "results" not in words(golden.select_one("#toolbar"))  # nothing was searched
    assert words(golden.select_one(".paginator")).endswith("2,100 golden queries")
    assert words(golden.select_one(".actions .all")) == "All 2,100 selected"
    assert words(golden.select_one(".actions .question")) == "Select all 2,100 golden queries"
    found = listed(admin_client, "search.goldenquery", q="a")
    assert "1,050 results" in words(found.select_one("#toolbar"))
    found = listed(admin_client, "auth.user", q="u1")
    assert "(1,101 total)" in words(found.select_one("#toolbar"))
    audit = listed(admin_client, "articles.auditentry")
    assert "1,234 audit log entries" in words(audit.select_one(".paginator"))
