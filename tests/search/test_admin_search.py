"""The search box of the admin's list of articles."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

LIST = "/admin/articles/article/"


def found(client, question: str, more: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"{LIST}?q={question}{more}").content, "html.parser")
    return [link.get_text() for link in page.select("th.field-title a")]


def test_staff_find_first_what_visitors_find_first(admin_client, publish, client):
    publish("Holidays", "We are closed. A password is nowhere needed. " * 3)
    publish("Reset your password", "Choose a new password.")
    publish("Something else", "Text.")
    staff = found(admin_client, "resetting+passwords")
    cards = BeautifulSoup(client.get("/search/?q=resetting+passwords").content, "html.parser")
    visitors = [heading.get_text().strip() for heading in cards.select("main h2 a")]
    assert staff == visitors
    assert staff[0] == "Reset your password"


def test_drafts_and_unpublished_changes_come_behind(admin_client, publish, write):
    publish("Invoices", "How to send an invoice.")
    write("Draft about an invoice")
    changed = publish("Other", "Text.")
    changed.body = "Now it mentions an invoice."
    changed.save()
    assert found(admin_client, "invoice")[0] == "Invoices"
    assert set(found(admin_client, "invoice")) == {"Invoices", "Draft about an invoice", "Other"}


def test_every_locale_is_searched(admin_client, publish):
    publish("American cheque", "Cheques.")
    publish("British cheque", "Cheques.", locale="en-gb")
    assert set(found(admin_client, "cheques")) == {"American cheque", "British cheque"}


def test_filters_and_a_chosen_order_hold_for_what_was_found(admin_client, publish, write):
    publish("B invoice", "invoice invoice")
    publish("A invoice", "text")
    write("C invoice")
    assert found(admin_client, "invoice", "&o=1") == ["A invoice", "B invoice", "C invoice"]
    assert found(admin_client, "invoice", "&state=draft") == ["C invoice"]


@pytest.mark.parametrize(
    "question", ["%00", "%ff", "-" * 33, "x" * 5000, "%F0%9F%92%A9", "the", "+"]
)
def test_no_question_breaks_the_list(admin_client, publish, question):
    publish("Title", "The text.")
    assert admin_client.get(f"{LIST}?q={question}").status_code == 200


def test_choosing_an_original_to_translate_searches_in_the_same_way(admin_client, publish):
    publish("Reset your password", "Text.")
    answer = admin_client.get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": "article", "field_name": "translation_of",
         "term": "resetting passwords"},
    )  # fmt: skip
    assert [choice["text"] for choice in answer.json()["results"]] == ["Reset your password"]
