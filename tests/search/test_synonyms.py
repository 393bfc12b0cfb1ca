"""Words that mean the same: told in the admin, known to the next question."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import Synonym, SynonymSet
from search.phrases import in_order, terms
from search.questions import ask
from search.results import find
from search.synonyms import MAX_ADDED, SYNONYM, starts
from tests.articles.pages import active_content, errors, fields, page, submit, texts

pytestmark = pytest.mark.django_db

LIST = "/admin/search/synonymset/"
ADD = f"{LIST}add/"
FORM = "#synonymset_form"
FILLER = "Nothing of interest stands in this sentence about other matters."


def teach(client, **told: str):
    sent = fields(client.get(ADD), FORM) | told | {"_save": "1"}
    return client.post(ADD, sent, follow=True)


def added(question: str, locale: str = "en-us") -> dict[str, str]:
    words = ask(question, locale).words
    return {word.lexeme: word.said for word in words if word.kind == "synonym"}


@pytest.fixture
def shop(publish):
    publish("Refunds", f"How we send money back. {FILLER}")
    publish("Disputes", f"A chargeback is opened at your bank. {FILLER}")
    publish("Shipping", FILLER)


def test_a_term_told_in_the_admin_finds_the_others_at_once(at_desk, searcher, shop, titles):
    assert titles("chargebacks") == ["Disputes"]
    response = teach(at_desk(searcher), terms="refund, money back, chargeback")
    assert response.redirect_chain[-1][0] == LIST
    assert set(titles("chargebacks")) == {"Disputes", "Refunds"}
    assert set(titles("refunding")) == {"Disputes", "Refunds"}
    assert set(titles("want my money back")) == {"Disputes", "Refunds"}


def test_what_was_said_itself_comes_first(publish, titles):
    publish("Refunds", FILLER)
    publish("Chargebacks", FILLER)
    SynonymSet.objects.create(terms="refund, chargeback")
    assert titles("a chargeback") == ["Chargebacks", "Refunds"]
    assert titles("a refund") == ["Refunds", "Chargebacks"]


def test_a_phrase_is_only_known_when_its_words_follow_each_other(shop):
    SynonymSet.objects.create(terms="refund, money back")
    assert added("give me my money back") == {"refund": "money back"}
    assert added("back with the money") == {}
    assert added("money") == {}


def test_a_phrase_that_is_a_synonym_is_only_found_as_a_whole(shop, publish, titles):
    publish("How far back?", f"Money is not of this matter, {FILLER * 3} which goes back a year.")
    publish("Back", "We are back. It came back.")
    SynonymSet.objects.create(terms="refund, money back, piece of wibble")
    assert titles("refund")[:2] == ["Refunds", "How far back?"]
    assert added("refund") == {"money": "refund"}
    assert (
        find("refund", "en-us")
        .cards()[0]
        .passage.startswith("How we send \ue000money\ue001 \ue000back\ue001.")
    )
    assert added("money refund") == {"back": "refund"}
    assert "Back" not in titles("money refund")


def test_one_way_terms_do_not_lead_back(publish, titles):
    publish("Two-step verification", f"Turn it on. {FILLER}")
    publish("A 2fa app", f"Which one to choose. {FILLER}")
    SynonymSet.objects.create(terms="2fa, mfa", also_finds="two-step verification")
    assert titles("2fa") == ["A 2fa app", "Two-step verification"]
    assert titles("MFA?") == ["Two-step verification"]
    assert titles("two-step verification") == ["Two-step verification"]


def test_a_word_that_no_article_holds_can_be_asked(publish, titles):
    publish("Invoices", "How to send an invoice.")
    assert titles("bill") == []
    SynonymSet.objects.create(terms="bill, invoice")
    assert titles("bills") == ["Invoices"]


def test_synonyms_belong_to_their_locale(publish, titles):
    for locale in ("en-us", "en-gb"):
        publish(f"Postcodes {locale}", "Where to write it.", locale=locale)
    SynonymSet.objects.create(terms="zip code, postcode", locale="en-us")
    assert titles("zip code") == ["Postcodes en-us"]
    assert titles("zip code", "en-gb") == []


def test_a_synonym_is_never_worth_more_than_what_was_said(publish):
    for number in range(6):
        publish(f"Card {number}", f"About a card. {FILLER}")
    publish("Plastic", f"A rare word: plastic. {FILLER}")
    SynonymSet.objects.create(terms="card, plastic, piece of rare plastic")
    words = {word.lexeme: word for word in ask("card", "en-us").words}
    assert words["plastic"].worth == pytest.approx(SYNONYM * words["card"].worth)
    twice = {word.lexeme: word for word in ask("card or card", "en-us").words}
    assert twice["plastic"].worth == pytest.approx(2 * words["plastic"].worth)


def test_a_common_synonym_is_worth_what_its_own_rarity_says(publish):
    for number in range(6):
        publish(f"Card {number}", f"About a card. {FILLER}")
    publish("Plastic", f"A rare word: plastic. {FILLER}")
    SynonymSet.objects.create(terms="card, plastic")
    said = {word.lexeme: word for word in ask("card", "en-us").words}
    meant = {word.lexeme: word for word in ask("plastic", "en-us").words}
    assert meant["card"].worth == pytest.approx(SYNONYM * said["card"].worth)


def test_a_rare_synonym_does_not_keep_out_the_articles_of_a_common_word(publish, titles):
    for number in range(6):
        publish(f"Card {number}", f"About a card. {FILLER}")
    publish("Plastic", f"A rare word: plastic. {FILLER}")
    SynonymSet.objects.create(terms="card, plastic")
    assert all(title.startswith("Card") for title in titles("card")[:3])
    assert titles("card number 5")[0] == "Card 5"


def test_a_title_that_holds_all_that_was_said_is_found_however_common_the_words(
    publish, titles, monkeypatch
):
    monkeypatch.setattr("search.candidates.MAX_READ", 3)
    for number in range(8):
        publish(f"Account {number}", f"The card of an account. {FILLER}")
    publish("Card account", f"Account, card. {FILLER}")
    for number in range(5):
        publish(f"Plastic {number}", f"Plastic. {FILLER}")
    SynonymSet.objects.create(terms="card, plastic")
    assert titles("account card")[0] == "Card account"


def test_a_word_that_is_said_is_not_added_again(shop):
    SynonymSet.objects.create(terms="refund, chargeback")
    words = [word for word in ask("refund or chargeback", "en-us").words if word.kind != "said"]
    assert words == []


def test_synonyms_cost_no_further_statement(shop):
    with CaptureQueriesContext(connection) as without:
        find("refund chargeback", "en-us")
    SynonymSet.objects.create(terms="refund, chargeback, money back")
    with CaptureQueriesContext(connection) as having:
        find("refund chargeback", "en-us")
    assert len(having) == len(without)


def test_a_question_is_not_flooded_with_synonyms(publish):
    words = [f"{a}{b}term" for a in "abcdefghij" for b in "klmnopqrst"]
    publish("All", " ".join(words))
    for number in range(5):
        SynonymSet.objects.create(terms=", ".join(["start", *words[number * 19 :][:19]]))
    assert len(added("start")) == MAX_ADDED


def test_a_part_of_a_phrase_is_not_marked_where_the_rest_of_it_is_missing(publish):
    publish("Refunds", f"A refund. {FILLER} They send money back.")
    publish("Numbers", "A refund has a number, which you cannot get back.")
    SynonymSet.objects.create(terms="refund, money back")
    shown = {card.plain_title: card.passage for card in find("refund", "en-us").cards()}
    assert shown["Numbers"] == "A \ue000refund\ue001 has a number, which you cannot get back."
    assert "\ue000money\ue001 \ue000back\ue001" in shown["Refunds"]


def test_words_of_a_phrase_that_stand_apart_are_marked_only_where_nothing_else_is(publish):
    publish("Choices", "Choose what happens to the money: a refund, or you give it back by check.")
    publish("Promises", "Money, with extraordinary promptness, comes back.")
    for number in range(8):
        publish(f"Other {number}", FILLER)
    SynonymSet.objects.create(terms="refund, money back")
    shown = {card.plain_title: card.passage for card in find("refund", "en-us").cards()}
    assert shown["Choices"].count("\ue000") == 1
    assert shown["Promises"].count("\ue000") == 2


def test_matches_of_synonyms_are_marked_on_the_card(client, shop):
    SynonymSet.objects.create(terms="refund, chargeback")
    html = client.get("/search/", {"q": "chargeback"}).content.decode()
    assert "<mark>Refunds</mark>" in html
    assert "<mark>chargeback</mark>" in html


@pytest.mark.django_db(transaction=True)
def test_kept_result_pages_follow_a_synonym_that_is_saved_changed_or_deleted(client, shop):
    def read() -> str:
        return [client.get("/search/?q=chargeback").content.decode() for _time in range(3)][-1]

    assert "Refunds" not in read()
    told = SynonymSet.objects.create(terms="refund, chargeback")
    assert "Refunds" in read()
    told.terms = "refund, money"
    told.save()
    assert "Refunds" not in read()
    told.terms = "refund, chargeback"
    told.save()
    assert "Refunds" in read()
    SynonymSet.objects.all().delete()
    assert "Refunds" not in read()


def test_rebuilding_derives_the_lexemes_again(shop, capsys):
    SynonymSet.objects.create(terms="refund, chargeback")
    before = list(Synonym.objects.values_list("term", "asked", "found").order_by("term"))
    Synonym.objects.update(asked=["stale"], found=["stale"])
    call_command("rebuild_articles")
    assert "3 articles rebuilt." in capsys.readouterr().out
    assert list(Synonym.objects.values_list("term", "asked", "found").order_by("term")) == before


def test_the_form_tidies_terms_and_names_those_that_nobody_uses(at_desk, searcher, shop):
    desk = at_desk(searcher)
    response = teach(desk, terms=" refund ,, chargeback\nrefund;  wibble  wobble ")
    assert SynonymSet.objects.get().terms == "refund, chargeback, wibble wobble"
    (warning,) = page(response).select(".messagelist .warning")
    assert "wibble wobble" in warning.get_text()
    assert "chargeback" not in warning.get_text()
    assert page(response).select_one(".field-meaning").get_text() == (
        "refund = chargeback = wibble wobble"
    )


def test_a_phrase_is_named_that_no_article_can_hold_because_it_lacks_a_word(
    at_desk, searcher, shop
):
    told = "refund wobble, the refund, a refunds, e-wobble"
    named = warnings(teach(at_desk(searcher), terms=told))
    assert named.endswith("finds nothing by itself: refund wobble, e-wobble.")


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"terms": "refund"}, "at least two"),
        ({"terms": "refund, ?!"}, "“?!” has no word"),
        ({"terms": "refund", "also_finds": "…"}, "“…” has no word"),
        ({"terms": ", ,"}, "at least two"),
        ({"terms": "cancel, cancelled, Cancelling"}, "forms of one word"),
        ({"terms": "cancel", "also_finds": "to cancel, cancels"}, "forms of one word"),
        ({"terms": "the, of the"}, "as small as these"),
        ({"terms": "refund", "also_finds": "it, the"}, "as small as these"),
        ({"terms": ", ".join(f"t{n}" for n in range(21))}, "At most 20 terms"),
        ({"terms": "a, " + "b" * 101}, "100 characters"),
        ({"terms": "refund, money\0"}, "Null characters"),
        ({"terms": "a, b", "locale": "xx"}, "not one of the available choices"),
    ],
)
def test_the_form_refuses_what_says_nothing(at_desk, searcher, told, complaint):
    assert complaint in errors(submit(at_desk(searcher), ADD, **told, _form=FORM))
    assert not SynonymSet.objects.exists()


def warnings(response) -> str:
    return " ".join(texts(page(response), ".messagelist .warning"))


@pytest.mark.parametrize(
    ("older", "told"),
    [
        ({"terms": "refund, chargeback"}, {"terms": "chargebacks, refunds"}),
        ({"terms": "refund, chargeback, money"}, {"terms": "refund, money"}),
        ({"terms": "refund, money"}, {"terms": "refund, chargeback, money"}),
        ({"terms": "refund, money"}, {"terms": "refund", "also_finds": "money"}),
    ],
)
def test_a_set_that_repeats_another_is_named_by_the_form(at_desk, searcher, shop, older, told):
    other = SynonymSet.objects.create(**older)
    assert f"“{other}” says the same, all of this, or a part" in warnings(
        teach(at_desk(searcher), **told)
    )


@pytest.mark.parametrize(
    ("older", "told"),
    [
        ({"terms": "refund, chargeback"}, {"terms": "refund, money"}),
        ({"terms": "refund, money", "locale": "en-gb"}, {"terms": "refund, money"}),
        ({"terms": "money", "also_finds": "refund"}, {"terms": "refund", "also_finds": "money"}),
        (
            {"terms": "fees, fee"},
            {"terms": "refund, money"},
        ),  # of an earlier version: means nothing
    ],
)
def test_a_set_that_says_something_else_is_no_repeat(at_desk, searcher, shop, older, told):
    SynonymSet.objects.create(**older)
    assert warnings(teach(at_desk(searcher), **told)) == ""


def test_a_small_word_among_the_terms_is_kept_and_named(at_desk, searcher, publish, titles):
    publish("Information technology", FILLER)
    response = teach(at_desk(searcher), terms="IT, information technology")
    assert "“IT” is in many questions" in warnings(response)
    assert titles("IT") == ["Information technology"]


def test_a_set_is_deleted_in_the_admin_and_forgotten_at_once(at_desk, searcher, shop, titles):
    told = SynonymSet.objects.create(terms="refund, money back, chargeback")
    desk = at_desk(searcher)
    asked = page(desk.get(f"{LIST}{told.pk}/delete/")).select_one("#content").get_text()
    assert asked.count("money back") == 2  # the question and the list of what goes
    assert desk.post(f"{LIST}{told.pk}/delete/", {"post": "yes"}).status_code == 302
    assert titles("chargeback") == ["Disputes"]


def test_hostile_terms_are_shown_as_text(at_desk, searcher):
    evil = "<script>alert(1)</script>, \"><img src=x onerror=alert(1)>, it's \\ a & | ! : * ("
    response = teach(at_desk(searcher), terms=evil)
    assert active_content(page(response)) == []
    change = page(response).select_one("th a")["href"]
    assert active_content(page(at_desk(searcher).get(change))) == []
    assert find("it's \\ a & | ! : * (", "en-us").hits == []


@pytest.mark.parametrize(
    ("query", "status"),
    [("terms__regex=(", 400), ("synonyms__of=1", 400), ("q=%00", 200), ("locale=en-gb", 200)],
)
def test_the_list_is_asked_for_words_and_a_locale_only(at_desk, searcher, query, status):
    SynonymSet.objects.create(terms="a1, b1")
    assert at_desk(searcher).get(f"{LIST}?{query}").status_code == status


anything = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)


@anything
@given(text=st.text(max_size=60), asked=st.text(max_size=60))
def test_any_terms_can_be_told_and_any_question_asked(shop, text, asked):
    SynonymSet(terms=f"{text}, refund".replace("\0", ""), pk=77).save()
    find(f"{asked} {text}", "en-us").cards()


@anything
@given(words=st.lists(st.sampled_from("abc"), max_size=8), phrase=st.text("abc", min_size=1, max_size=3))  # fmt: skip # noqa: E501
def test_a_phrase_starts_wherever_its_words_follow_each_other(words, phrase):
    positions: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        positions.setdefault(word, []).append(place)
    text = "".join(words)
    expected = [n + 1 for n in range(len(text)) if text.startswith(phrase, n)]
    assert list(starts(tuple(phrase), positions)) == expected


def test_phrases_are_lexemes_in_order_and_tell_their_stop_words():
    first, second, third = in_order(["Logging in", "the who", "返金方法"], "en-us")
    assert first == (("log", "in"), ("log",), False)
    assert second == (("the", "who"), ("the", "who"), True)
    assert third.lexemes == ("返金", "金方", "方法")


def test_terms_are_split_at_commas_and_lines_of_any_script():
    assert terms("a b,  c\r\nd;e、返金，退款;;a b") == ["a b", "c", "d", "e", "返金", "退款"]


def test_a_synonym_stands_for_every_word_of_the_phrase_that_it_means(publish, titles, monkeypatch):
    """However few passages are looked at, one with the synonym alone holds the whole question."""
    monkeypatch.setattr("search.candidates.EXPECTED", 1)
    monkeypatch.setattr("search.candidates.ENOUGH", 0)
    publish("Passcodes", f"About 2fa. {FILLER}")
    for number in range(4):
        publish(f"Steps {number}", f"A step, a verification. {FILLER}")
    SynonymSet.objects.create(terms="2fa, step verification")
    assert "Passcodes" in titles("step verification")


def test_a_synonym_stands_for_every_word_of_a_phrase_with_an_apostrophe(publish):
    publish("Lockout", "About a lockout.")
    publish("Can't get money?", "You can't get money.")
    SynonymSet.objects.create(terms="lockout, can't get money")
    question = ask("I can't get money", "en-us")
    assert all("lockout" in [word.lexeme for word in place] for place in question.places)
