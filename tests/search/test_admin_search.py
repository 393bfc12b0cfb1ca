"""The search box of the admin's list of articles."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from articles import trash
from search.admin.articles import merged
from search.models import GoldenQuery, PinnedQuestion
from search.ranking import Hit
from tests.articles.pages import LIST, page, texts


def found(client, question: str, more: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"{LIST}?q={question}{more}").content, "html.parser")
    return [link.get_text() for link in page.select("th.field-title a")]


def choices(client, model: str, field: str, typed: str, **more: str) -> list[str]:
    """Return what such a field of a form offers for what is typed."""
    app, name = model.split(".")
    asked = {"app_label": app, "model_name": name, "field_name": field, "term": typed} | more
    return [choice["text"] for choice in client.get(f"{LIST}choices/", asked).json()["results"]]


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
    assert choices(admin_client, "articles.article", "translation_of", "resetting passwords") == [
        "Reset your password · Live · FAQ"
    ]


def test_a_draft_is_found_by_its_title_in_any_form_and_order(admin_client, publish, write):
    write("Resetting your passwords")
    changed = publish("Old title", "Text.")
    changed.title = "A password to reset"
    changed.save()
    write("Passwords")
    write("Kennwörter zurücksetzen", locale="en-gb")
    assert found(admin_client, "how+do+I+reset+a+password") == [
        "A password to reset",
        "Resetting your passwords",
    ]
    assert found(admin_client, "zurücksetzen") == ["Kennwörter zurücksetzen"]


def test_what_visitors_find_stands_before_drafts_with_the_same_title(admin_client, publish, write):
    write("Invoices")
    publish("How invoices work", "Text.")
    assert found(admin_client, "invoice") == ["How invoices work", "Invoices"]


def test_a_draft_whose_title_is_typed_stands_before_what_has_some_of_its_words(
    admin_client, publish, write
):
    publish("Send invoices", "Invoices. " * 9)
    publish("XML invoices explained", "Text.")
    write("XML invoices are here")
    assert found(admin_client, "xml+invoices") == [
        "XML invoices explained", "XML invoices are here", "Send invoices",
    ]  # fmt: skip


def test_a_draft_whose_whole_title_is_typed_stands_first(admin_client, publish, write):
    publish("XML invoices explained", "Text.")
    publish("Send XML invoices", "Text.")
    write("XML invoices are here")
    assert found(admin_client, "xml+invoices++are")[0] == "XML invoices are here"


def test_choices_tell_articles_of_one_title_apart(
    admin_client, publish, write, make_category, django_assert_max_num_queries
):
    publish("Pay by card", "Text.")
    publish("Pay by card", "Text.", locale="en-gb")
    write("Pay by card", "Text.", slug="pay", category=make_category("shop"))
    told = {
        "Pay by card · Live · FAQ", "Pay by card (en-gb) · Live · FAQ",
        "Pay by card · Draft · Shop",
    }  # fmt: skip
    assert set(choices(admin_client, "articles.setitem", "article", "card")) == told
    with django_assert_max_num_queries(18):
        choices(admin_client, "articles.setitem", "article", "card")


def test_choices_are_those_that_can_be_saved_in_the_locale_of_the_form(admin_client, publish):
    publish("Pay by card", "Text.")
    publish("Pay by card", "Text.", locale="en-gb")
    here, there = "Pay by card · Live · FAQ", "Pay by card (en-gb) · Live · FAQ"
    offered = {
        (model, field): [
            choices(admin_client, model, field, "card", locale=locale)
            for locale in ("en-us", "en-gb", "de")
        ]
        for model, field in (
            ("search.pinnedquestion", "second"),
            ("search.goldenquery", "article"),
            ("articles.article", "translation_of"),
        )
    }
    assert offered["search.pinnedquestion", "second"] == [[here], [there], []]
    assert offered["search.goldenquery", "article"] == [[here], [there], []]
    *others, either = offered["articles.article", "translation_of"]
    assert others == [[there], [here]]
    assert {*either} == {here, there}


def test_what_was_chosen_is_told_apart_as_the_choices_are(admin_client, publish, write):
    golden = GoldenQuery.objects.create(question="pay", article=publish("Pay by card", "Text."))
    form = page(admin_client.get(f"/admin/search/goldenquery/{golden.pk}/change/"))
    assert texts(form, "#id_article [selected]") == ["Pay by card · Live · FAQ"]
    translated = write("Karte", locale="en-gb", translation_of=golden.article)
    form = page(admin_client.get(f"{LIST}{translated.pk}/change/"))
    assert texts(form, "#id_translation_of [selected]") == ["Pay by card · Live · FAQ"]
    trash.delete(golden.article.pk)
    form = page(admin_client.get(f"/admin/search/goldenquery/{golden.pk}/change/"))
    assert texts(form, "#id_article [selected]") == ["Pay by card · Deleted · FAQ"]


def test_pins_and_exact_titles_come_first_as_they_do_for_visitors(admin_client, publish):
    publish("Invoices", "Text.")
    publish("Invoices and how invoices work", "Invoices. " * 9)
    pinned = publish("Shipping", "Text.")
    publish("Shipping costs", "Text.", locale="en-gb")
    assert found(admin_client, "invoices")[0] == "Invoices"
    PinnedQuestion.objects.create(question="invoices", first=pinned)
    assert found(admin_client, "invoices")[:2] == ["Shipping", "Invoices"]


def test_the_order_of_each_locale_is_kept_whatever_articles_score():
    one = [Hit(1, 1, 0.0, 0), Hit(2, 2, 5.0, 0), Hit(3, 3, 3.0, 0)]
    other = [Hit(4, 4, 4.0, 0), Hit(5, 5, 1.0, 0)]
    assert [hit.article_id for _score, hit in merged([one, other])] == [1, 2, 4, 3, 5]


@pytest.mark.parametrize("drafts", [1, 40])
def test_drafts_cost_a_fixed_number_of_statements(
    admin_client, write, django_assert_max_num_queries, drafts
):
    for number in range(drafts):
        write(f"Invoice {number}")
    with django_assert_max_num_queries(18):
        assert len(found(admin_client, "invoices")) == drafts


def test_the_titles_of_all_articles_are_looked_through_once(
    admin_client, publish, write, django_assert_max_num_queries
):
    publish("Invoices", "Text.")
    write("Preinvoiced")
    with django_assert_max_num_queries(20) as queries:
        assert found(admin_client, "invoice") == ["Invoices", "Preinvoiced"]
    looks = [query["sql"] for query in queries.captured_queries if " LIKE " in query["sql"]]
    assert len(looks) == 1
