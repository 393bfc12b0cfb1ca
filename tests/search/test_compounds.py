"""Words written in two or in one, and long words with two errors, find what was meant."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search import fitting
from search.corrections import corrected
from search.questions import ask
from search.results import find
from search.vocabulary import distance, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(publish):
    publish("Reset your password", "Choose a new password. It needs ten letters.")
    publish("Authentication", "Authentication of the administrator and of others.")
    publish("Sending invoices", "Send an invoice to somebody, by post.")


def titles(question: str) -> list[str]:
    return [card.plain_title for card in find(question, "en-us").cards()]


def test_the_page_proposes_the_words_that_articles_write(site):
    for typed, meant in (
        ("pass word", "password"),
        ("my Pass  Word!", "my Password!"),
        ("resetpassword", "reset password"),
        ("Resetpasswrod", ""),  # two parts with an error are beyond it
        ("authentification", "authentication"),
        ("administratro rights of an adminstrater", "administrator rights of an administrator"),
    ):
        assert ask(typed, "en-us").suggestion == meant


@pytest.mark.parametrize("typed", ["pass word", "resetpassword", "my pass word"])
def test_a_word_in_two_and_two_words_in_one_find_the_article(site, typed):
    assert titles(typed) == ["Reset your password"]


@pytest.mark.parametrize(
    "before", ["why can't I get what's in the", "hello . . .", "3.5mm of 3.5mm of the"]
)
def test_two_words_in_one_are_known_after_what_is_no_word_or_several(site, before):
    question = ask(f"{before} pass word", "en-us")
    assert question.suggestion == f"{before} password"
    assert titles(question.text)[0] == "Reset your password"


def test_two_wrong_letters_find_a_long_word_and_not_a_short_one(site, publish):
    publish("Refunds", "A refund.")
    assert titles("authenticatoin of adminostrater") == ["Authentication"]
    assert ask("rofond", "en-us").words == ()


def test_one_word_that_two_may_be_is_worth_no_more_than_the_two(publish):
    publish("Home page", "The home page. Each page has a home.")
    publish("Homepage", "The homepage.")
    worth = {word.lexeme: word.worth for word in ask("home page", "en-us").words}
    assert 0 < worth["homepag"] <= worth["home"] + worth["page"]


def test_two_known_words_are_looked_for_in_one_without_a_word_about_it(publish):
    publish("Home page", "The home page.")
    publish("Homepage", "The homepage.")
    question = ask("home page", "en-us")
    assert (question.suggestion, question.near) == ("", ())
    assert titles("home page") == ["Home page", "Homepage"]


@pytest.mark.parametrize("typed", ["for the", "in to", "設定 設定", "4 711", "a b"])
def test_stop_words_numbers_and_letter_pairs_are_not_joined(publish, typed):
    publish("Forthe into 4711 ab", "設定設定 forthe into ab 4711")
    assert all(word.kind == "said" for word in ask(typed, "en-us").words)


def test_an_unknown_word_in_two_is_told_as_what_it_was_taken_for(site):
    question = ask("pass word", "en-us")
    assert fitting.misspelt(question) == (("pass word", "password"),)
    fit = fitting.fit(question, [card.holds for card in find("pass word", "en-us").cards()])
    assert (fit.has, fit.lacks) == ((), ())


def test_no_question_takes_a_second_statement_to_be_read(site):
    for text in ("pass word", "resetpassword " * 20, "authentification xylophonically"):
        with CaptureQueriesContext(connection) as captured:
            ask(text, "en-us")
        assert len(captured) == 1


LETTERS = st.text(alphabet="abc", min_size=1, max_size=6)


@given(one=LETTERS, other=LETTERS)
def test_distance_is_the_same_both_ways_and_nothing_for_equals(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("authentification", "authentication", "two"),
        ("autentifcatoin", "authentication", None),  # three
        ("xuthentixation", "authentication", None),  # people know how a word begins
        ("pasaword", "password", "letter"),
        ("sertvixe", "services", None),
        ("sevrices", "services", "swap"),
    ],
)
def test_an_edit_is_named(typed, meant, how):
    assert edit(typed, meant) == how


@given(text=st.text(max_size=40))
def test_a_text_is_its_own_correction_when_nothing_differs(text):
    assert corrected(text, {}) == ""
    assert corrected(text, {"xyzzy": "xyzzy"}).casefold() in ("", text.casefold())


@pytest.mark.parametrize("typed", ["php8.1", "PHP8.1 error", "acsd45488", "fix.zip", "fix@zip"])
def test_a_name_that_articles_write_apart_is_found_and_nobody_is_told(publish, typed):
    publish("Error with PHP 8.1", "The patch is ACSD-45488. Unpack the fix (zip).")
    found = find(typed, "en-us")
    assert titles(typed) == ["Error with PHP 8.1"]
    assert (found.question.suggestion, found.fit(found.cards()).fits) == ("", True)


@pytest.mark.parametrize("typed", ["log4shell", "a.zip", "8logs", "4", "設定4", "."])
def test_a_name_whose_parts_stand_apart_finds_nothing_by_them(publish, typed):
    publish("Shell", "A shell writes 8 kinds of log. The zip has a fix.")
    assert ask(typed, "en-us").words == ()
    assert titles(typed) == []


def test_the_dot_of_a_file_name_separates_words_as_a_hyphen_does(publish):
    publish("Shell", "The zip has a fix.")
    for typed in ("fix.zip", "fix-zip", "fix@zip"):
        assert titles(typed) == ["Shell"]


@pytest.mark.parametrize("typed", ["help@shell.com", "shell.org", "12zip", "8kB"])
def test_an_address_and_a_number_with_its_unit_find_what_articles_have_of_them(publish, typed):
    publish("Shell", "The zip has 8 fixes.")
    assert titles(typed) == ["Shell"]


def test_a_name_with_a_dot_is_found_without_it(publish):
    publish("Settings", "They are in env.php.")
    assert titles("env php") == ["Settings"]
    assert ask("my env php", "en-us").suggestion == "my env.php"


@pytest.mark.parametrize("typed", ["card café", "mot de passe oublié", "café card"])
def test_an_accented_word_beside_another_is_no_name_with_a_dot(publish, typed):
    publish("Cards", "A card, of e-mail fame, and the passe.")
    question = ask(typed, "en-us")
    assert (question.suggestion, question.near) == ("", ())


def test_no_letter_of_an_accented_word_is_asked_for(publish):
    publish("El caché", "Se borra un caché, e, es y a.", locale="es")
    words = {word.lexeme for word in ask("borrar un caché a través", "es").words}
    assert words == {"borr", "un", "cach", "a"}


@pytest.mark.parametrize(("typed", "written"), [("v2.4.3", "2.4.3"), ("2.4.3", "v2.4.3")])
def test_a_version_is_found_with_and_without_its_v(publish, typed, written):
    publish("Release", f"Upgrade to {written}.")
    assert titles(typed) == ["Release"]


@pytest.mark.parametrize("typed", ["2.4", "v2.4", "Is it in 2.4."])
def test_a_version_that_no_article_has_finds_those_that_begin_with_it(publish, typed):
    publish("Release", "New in 2.4.3, and in 2.4.6.")
    publish("Others", "Of 2.40 and 12.4.1.")
    assert titles(typed) == ["Release"]
    publish("Exact", "All of 2.4.")
    assert titles(typed) == ["Exact"]


@pytest.mark.parametrize("typed", ["1099s", "1099's", "25th", "25e"])
def test_a_number_with_an_ending_finds_the_number(publish, typed):
    publish("Forms", "A 1099 is sent on the 25.")
    assert titles(typed) == ["Forms"]


def test_a_word_cut_at_a_stop_word_is_a_guess(publish):
    publish("Body", "Some of the body.")
    assert find("somebody", "en-us").total() == 0
    found = find("has somebody a body", "en-us")
    assert found.question.suggestion == ""
    assert found.fit(found.cards()).lacks == ("somebody",)


def test_a_compound_of_a_language_that_joins_words_is_found_and_not_proposed_in_two(publish):
    publish("Konto", "Ein Bankkonto braucht eine Verbindung.", locale="de")
    found = find("Bankkontoverbindung", "de")
    assert (found.total(), found.question.suggestion) == (1, "")
    assert found.fit(found.cards()).fits


@pytest.fixture
def bound(publish):
    publish(
        "Network",
        "Your Wi-Fi is off? Write an e-mail by six o'clock. Sign in with anyone, any one.",
    )
    publish("Mail", "By mail.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("wifi", "Wi-Fi"), ("email", ""), ("by oclock", "by o'clock"), ("signin", "")],
)
def test_a_word_that_articles_write_in_two_is_found_and_proposed_as_they_write_it(
    bound, typed, meant
):
    assert titles(typed)[0] == "Network"
    assert ask(typed, "en-us").suggestion == meant


def test_a_word_is_found_with_and_without_the_hyphen_behind_its_first_letter(publish):
    for number in range(6):
        publish(f"Other {number}", "Much else.")
    publish("Newsletter", "It comes by email.")
    publish("E-mail", "Change it.")
    publish("Account", "## Is it my e-mail?\n\nYes, and no other.")
    for typed in ("email", "e-mail", "E\u2011Mail", "e mail"):
        found = find(typed, "en-us")
        assert set(titles(typed)) == {"Newsletter", "E-mail", "Account"}, typed
        assert found.fit(found.cards()).lacks == (), typed
        assert found.question.suggestion == ("email" if typed == "e mail" else "")


@pytest.mark.parametrize("typed", ["your e-mail address", "your email address"])
def test_a_phrase_is_found_with_and_without_the_hyphen_behind_a_first_letter(publish, typed):
    publish("Account", "Change your e-mail address here.")
    publish("Profile", "Change your email address here.")
    publish("Letters", "Your address, by mail or e-mail.")
    assert sorted(titles(f'"{typed}"')) == ["Account", "Profile"]
    assert titles(f"address -{typed.split()[1]}") == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("an e-mial of mine", "an email of mine"), ("My T-shrit", "My Tshirt")]
)
def test_a_misspelt_word_with_a_hyphen_behind_its_first_letter_is_proposed_as_one(
    publish, typed, meant
):
    publish("Mine", "My T-shirt, an e-mail of mine.")
    assert titles(typed) == ["Mine"]
    assert ask(typed, "en-us").suggestion == meant


def test_the_word_behind_a_letter_and_a_hyphen_is_found_alone(publish):
    publish("E-mail", "Change it.")
    publish("Shirts", "## Is the T-shirt mine?\n\nYes.")
    assert (titles("mail"), titles("shirt")) == (["E-mail"], ["Shirts"])


def test_a_former_title_is_known_with_and_without_its_hyphen(publish):
    for number in range(3):
        publish(f"Change of e-mail {number}", "Change your e-mail, change your e-mail.")
    publish("Change your e-mail", "Here.")
    assert titles("change your email")[0] == titles("Change your E-mail")[0] == "Change your e-mail"


@pytest.mark.parametrize(
    ("title", "body"),
    [("Is it six o'clock?", "Try it."), ("The app", "## Is it six o'clock?\n\nTry it.")],
)
def test_a_word_that_only_a_title_or_heading_writes_in_two_is_proposed(publish, title, body):
    publish(title, body)
    publish("Time", "Six times by the clock.")
    assert ask("six oclock", "en-us").suggestion == "six o'clock"


def test_a_word_of_hardly_any_article_is_found_as_the_others_write_it(publish):
    publish("Blocks", "The page builder builds a page.")
    publish("Modules", "Install the pagebuilder module.")
    found = find("pagebuilder", "en-us")
    assert set(titles("pagebuilder")) == {"Modules", "Blocks"}
    assert (found.question.suggestion, found.fit(found.cards()).fits) == ("", True)


def test_a_letter_before_a_word_is_an_error_and_no_article_of_it(publish):
    publish("Databases", "This is a database.")
    assert ask("adatabase", "en-us").suggestion == "database"


@pytest.mark.parametrize(
    ("typed", "held"),
    [("Kreditkarte", "karte"), ("Zahlungsmethode", "zahlung"), ("Kartenzahlungsgerät", "karten")],
)
def test_of_a_compound_one_word_is_found_and_the_compound_told_as_missing(publish, typed, held):
    publish("Konto", "Eine Karte, viele Karten, und die Zahlung.", locale="de")
    found = find(typed, "de")
    fit = found.fit(found.cards())
    assert (fit.has, fit.lacks, found.question.suggestion) == ((held,), (typed,), "")


def test_a_compound_is_not_taken_for_an_ending_of_its_or_of_another_language(publish):
    publish("Konto", "Die Art der Karte. Ein Titel.", locale="de")
    publish("Account", "The method of the card.")
    for typed, locale in [("Zahlungsart", "de"), ("Untertite", "de"), ("paymentmethod", "en-us")]:
        assert find(typed, locale).total() == 0


def test_a_word_that_begins_a_sentence_is_proposed_in_small_letters(publish):
    publish("Fees", "Ma'am, you pay once.")
    assert ask("maam pay", "en-us").suggestion == "ma'am pay"
