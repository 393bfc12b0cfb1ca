"""Two people change one setting at once: the second is told what the first one saved, and how."""

from __future__ import annotations

import pytest
from django.forms import modelform_factory
from django.urls import reverse
from django.utils.html import escape

from articles import publication_sets
from articles.models import Branding, Greeting, PublicationSet, SetItem
from articles.versioned_form import VersionedForm
from search.models import GoldenQuery, PinnedQuestion, SynonymSet
from tests.articles.pages import fields, page, submit, texts, words
from tests.articles.test_two_editors import at_once

GONE = "Nothing is saved yet: this was changed since you opened it."


@pytest.fixture
def ada(at_desk, make_colleague):
    return at_desk(make_colleague("ada", "Administrators"))


@pytest.fixture
def bob(at_desk, make_colleague):
    return at_desk(make_colleague("bob", "Administrators"))


@pytest.fixture
def rows(publish, make_category) -> dict:
    """One of each kind that has a form."""
    fees = publish("Fees")
    spring = PublicationSet.objects.create(name="Spring")
    SetItem.objects.create(publication_set=spring, article=fees)
    return {
        "branding": Branding.objects.create(pk=1),
        "category": make_category("news"),
        "publicationset": spring,
        "synonymset": SynonymSet.objects.create(terms="fee, price"),
        "pinnedquestion": PinnedQuestion.objects.create(question="fees", first=fees),
        "goldenquery": GoldenQuery.objects.create(question="fees", article=fees),
    }


def address(row) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def form(row) -> str:
    return f"#{row._meta.model_name}_form"


def conflict(answer):
    assert answer.status_code == 200
    assert GONE in texts(page(answer), ".errorlist.nonfield li")
    return page(answer).select_one(".desk-conflict")


CHANGES = [
    ("branding", "name", "Larkbooks", "Larks"),
    ("branding", "analytics_origins", "https://a.example", "https://b.example"),
    ("category", "key", "reports", "stories"),
    ("category", "translations-0-name", "Reports", "Stories"),
    ("publicationset", "note", "For the sale", "For June"),
    ("publicationset", "items-0-deed", "unpublish", "publish"),
    ("synonymset", "terms", "fee, cost", "fee, rate"),
    ("pinnedquestion", "question", "fee table", "fee list"),
    ("goldenquery", "within", "2", "9"),
]


@pytest.mark.parametrize(("kind", "field", "first", "second"), CHANGES)
def test_the_second_to_save_is_told_and_keeps_what_was_typed(
    ada, bob, rows, kind, field, first, second
):
    row = rows[kind]
    opened = fields(bob.get(address(row)), form(row))
    assert submit(ada, address(row), _form=form(row), **{field: first}).status_code == 302
    answer = bob.post(address(row), opened | {field: second, "_save": "1"})
    assert "ada saved it on" in words(conflict(answer))
    assert fields(answer, form(row))[field] == second
    assert fields(bob.get(address(row)), form(row))[field] == first
    again = bob.post(address(row), fields(answer, form(row)) | {"_save": "1"})
    assert again.status_code == 302
    assert fields(bob.get(address(row)), form(row))[field] == second


def test_the_conflict_shows_each_field_that_would_change_what_was_saved(ada, bob, rows):
    pin = rows["pinnedquestion"]
    opened = fields(bob.get(address(pin)), form(pin))
    submit(ada, address(pin), _form=form(pin), question="<b>fee</b> table")
    answer = bob.post(address(pin), opened | {"contains": "on", "_save": "1"})
    assert texts(conflict(answer), ".diff-fields :is(th[scope=row], td)") == [
        "Question", "“<b>fee</b> table”", "“fees”", "Also within longer questions", "no", "yes",
    ]  # fmt: skip
    assert "Changed Question." in words(conflict(answer))
    assert escape("<b>fee</b>") in answer.content.decode()


def test_rows_that_somebody_added_meanwhile_are_a_conflict_and_stay(ada, bob, rows):
    site = rows["branding"]
    opened = fields(bob.get(address(site)), form(site))
    row = {"greetings-TOTAL_FORMS": "1", "greetings-0-text": "Hello"}
    submit(ada, address(site), _form=form(site), **row)
    answer = bob.post(address(site), opened | {"name": "Larks", "_save": "1"})
    assert "Added greeting “Hello”." in words(conflict(answer))
    bob.post(address(site), fields(answer, form(site)) | {"_save": "1"})
    assert (Branding.objects.get().name, Greeting.objects.get().text) == ("Larks", "Hello")


def test_what_was_typed_into_a_row_that_is_gone_becomes_a_new_row(ada, bob, rows):
    site = rows["branding"]
    for locale, text in (("", "Hello"), ("de", "Hallo")):
        Greeting.objects.create(branding=site, locale=locale, text=text)
    kept = Greeting.objects.get(text="Hallo")
    opened = fields(bob.get(address(site)), form(site))
    submit(ada, address(site), _form=form(site), **{"greetings-0-DELETE": "on"})
    sent = {"greetings-0-text": "Hi", "greetings-1-text": "Guten Tag", "_save": "1"}
    answer = bob.post(address(site), opened | sent)
    assert "Deleted greeting “Hello”." in words(conflict(answer))
    again = bob.post(address(site), fields(answer, form(site)) | {"_save": "1"})
    assert again.status_code == 302
    assert list(site.greetings.values_list("text", flat=True)) == ["Hi", "Guten Tag"]
    assert Greeting.objects.get(locale="de") == kept


def test_a_second_row_of_a_locale_that_somebody_added_meanwhile_is_refused_by_name(ada, bob, rows):
    news, site = rows["category"], rows["branding"]
    french = {
        news: {"translations-1-locale": "fr", "translations-1-name": "Nouvelles"},
        site: {
            "greetings-TOTAL_FORMS": "1", "greetings-0-locale": "fr", "greetings-0-text": "Salut",
        },
    }  # fmt: skip
    told = []
    for row, sent in french.items():
        opened = fields(bob.get(address(row)), form(row))
        submit(ada, address(row), _form=form(row), **sent)
        answer = bob.post(address(row), opened | sent | {"_save": "1"})
        again = bob.post(address(row), fields(answer, form(row)) | {"_save": "1"})
        told += texts(page(again), "td .errorlist li")
    assert told == ["“Nouvelles (fr)” has this locale already.", "“Salut” has this locale already."]
    assert (news.translations.count(), site.greetings.count()) == (2, 1)


def test_an_article_that_somebody_put_into_the_set_meanwhile_is_not_put_there_twice(
    ada, bob, rows, publish
):
    spring, cards = rows["publicationset"], publish("Cards")
    opened = fields(bob.get(address(spring)), form(spring))
    sent = {"items-1-article": str(cards.pk), "items-1-deed": "unpublish"}
    submit(ada, address(spring), _form=form(spring), **sent | {"items-1-deed": "publish"})
    answer = bob.post(address(spring), opened | sent | {"_save": "1"})
    again = bob.post(address(spring), fields(answer, form(spring)) | {"_save": "1"})
    assert "This article is in the set already." in texts(page(again), ".errorlist li")
    assert spring.items.filter(article=cards).count() == 1


def test_rows_cannot_exchange_their_locales_and_one_takes_that_of_a_row_deleted_with_it(ada, rows):
    news = rows["category"]
    name = {"translations-1-locale": "fr", "translations-1-name": "Nouvelles"}
    submit(ada, address(news), _form=form(news), **name)
    exchanged = {"translations-0-locale": "fr", "translations-1-locale": "en-us"}
    answer = submit(ada, address(news), _form=form(news), **exchanged)
    assert texts(page(answer), "td .errorlist li") == [
        "“Nouvelles (fr)” has this locale already.",
        "“News (en-us)” has this locale already.",
    ]
    taken = {"translations-0-DELETE": "on", "translations-1-locale": "en-us"}
    assert submit(ada, address(news), _form=form(news), **taken).status_code == 302
    assert list(news.translations.values_list("locale", "name")) == [("en-us", "Nouvelles")]


def test_a_name_that_nobody_can_see_is_none(ada, rows, publish):
    nothing = "\u200b\u2060 \u200d"
    names = {
        rows["category"]: "translations-0-name",
        rows["publicationset"]: "name",
        publish("Cards"): "title",
    }
    for row, name in names.items():
        refused = submit(ada, address(row), _form=form(row), **{name: nothing})
        assert "This field is required." in texts(page(refused), ".errorlist li"), name


@pytest.mark.parametrize("count", ["", "-1", "x", "999999999"])
def test_counts_of_rows_that_no_form_sends_do_no_harm(ada, rows, count):
    spring = rows["publicationset"]
    submit(ada, address(spring), _form=form(spring), **{"items-INITIAL_FORMS": count})
    assert spring.items.count() == 1


def test_who_changes_it_in_two_windows_is_called_you(ada, rows):
    terms = rows["synonymset"]
    opened = fields(ada.get(address(terms)), form(terms))
    submit(ada, address(terms), _form=form(terms), terms="fee, cost")
    answer = ada.post(address(terms), opened | {"terms": "fee, rate", "_save": "1"})
    assert "You, in another window, saved it on" in words(conflict(answer))


def test_what_no_form_saved_is_not_put_down_to_who_saved_before(ada, bob, rows):
    terms = rows["synonymset"]
    submit(ada, address(terms), _form=form(terms), terms="fee, cost")
    opened = fields(bob.get(address(terms)), form(terms))
    other = SynonymSet.objects.create(terms="card, debit")
    submit(ada, address(other), _form=form(other), terms="card, credit")
    SynonymSet.objects.filter(pk=terms.pk).update(terms="fee, tariff")
    told = words(conflict(bob.post(address(terms), opened | {"_save": "1"})))
    assert "in a list, or by an import" in told
    assert "ada" not in told


@pytest.mark.parametrize("version", ["", "x", "WyIiLDBd:1x:y"])
def test_a_form_without_its_version_saves_nothing(ada, rows, version):
    terms = rows["synonymset"]
    sent = {"version": version, "terms": "fee, rate"}
    conflict(submit(ada, address(terms), _form=form(terms), **sent))
    terms.refresh_from_db()
    assert terms.terms == "fee, price"


def test_what_somebody_deleted_just_now_is_not_saved(db):
    row = SynonymSet.objects.create(terms="fee, price")
    form = modelform_factory(SynonymSet, VersionedForm, fields=["terms"])
    opened = form(instance=row)
    SynonymSet.objects.all().delete()
    sent = form({"terms": "fee, rate", "version": opened.initial["version"]}, instance=row)
    assert sent.non_field_errors() == ["Nothing is saved: somebody deleted this just now."]


def test_what_the_form_does_not_show_is_no_conflict(ada, rows, make_category):
    category = rows["category"]
    opened = fields(ada.get(address(category)), form(category))
    type(category).objects.filter(pk=category.pk).update(position=7)
    assert ada.post(address(category), opened | {"_save": "1"}).status_code == 302


def test_a_branding_that_was_saved_meanwhile_can_be_previewed(ada, bob, rows):
    site = rows["branding"]
    opened = fields(bob.get(address(site)), form(site))
    submit(ada, address(site), _form=form(site), name="Larkbooks")
    seen = bob.post(reverse("admin:articles_branding_preview"), opened | {"name": "Larks"})
    assert "Larks" in page(seen).title.text


def test_a_set_that_is_published_meanwhile_still_says_so(ada, bob, rows, make_colleague):
    spring = rows["publicationset"]
    opened = fields(bob.get(address(spring)), form(spring))
    publication_sets.publish(spring, make_colleague("petra", "Publishers"))
    answer = bob.post(address(spring), opened | {"name": "June", "_save": "1"}, follow=True)
    assert "was scheduled or published in the meantime" in words(page(answer))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told(at_desk, make_colleague):
    ada = at_desk(make_colleague("ada", "Administrators"))
    row = SynonymSet.objects.create(terms="fee, price")
    sent = fields(ada.get(address(row)), form(row)) | {"_save": "1"}
    both = at_once(
        lambda term: ada.post(address(row), sent | {"terms": f"fee, {term}"}).status_code,
        ["cost", "rate"],
    )
    assert sorted(both) == [200, 302]
