"""What all lists of the admin share: a plain title, and words where there is nothing yet."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.urls import reverse

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
        assert listed(admin_client, model, q="zzz").select_one(".desk-nothing") is None, model


def test_a_list_is_called_what_it_holds(admin_client):
    for model in admin.site._registry:
        page = listed(admin_client, model._meta.label_lower)
        if page.select_one("#changelist"):  # the branding has one row and no list
            name = str(model._meta.verbose_name_plural)
            assert page.h1.get_text().lower() == name.lower()
            assert page.title.get_text().lower().startswith(f"{name} |".lower())
