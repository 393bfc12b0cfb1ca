"""A typing error costs a visitor nothing: the near words are found, and proposed, never swapped."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import matching, spelling
from search.models import SurfaceWord, SynonymSet
from search.questions import ask
from search.results import find
from search.statistics import recount
from search.vocabulary import Lookalike, one_edit
from tests.articles.pages import read_frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(publish):
    publish("Reset your password", "Choose a new password. The password needs ten letters.")
    publish("Invoices", "How to send an invoice to somebody.")
    publish("Refunds", "Money that comes back to the account.")


@pytest.mark.parametrize("typed", ["pasword", "passwword", "passwird", "apssword", "passwrod"])
def test_one_wrong_letter_still_finds_the_article(site, typed):
    assert [card.plain_title for card in find(typed, "en-us").cards()] == ["Reset your password"]


@pytest.mark.parametrize("typed", ["Where is my pasword?", "Where is my pasword ??"])
def test_a_proposal_ends_without_a_question_mark_which_the_page_sets(client, site, typed):
    html = client.get("/search/", {"q": typed}).content.decode()
    assert ">Where is my password</a>?" in html


@pytest.mark.parametrize("typed", ["Pasword reset", "reset  PASWORD!", "pasword pasword"])
def test_an_error_is_proposed_in_the_letters_and_places_of_the_question(site, typed):
    proposed = ask(typed, "en-us").suggestion
    assert proposed == " ".join(typed.split()).replace("asword", "assword").replace(
        "PASWORD", "PASSWORD"
    )


def test_a_near_word_says_what_it_stands_for_and_is_worth_less_than_the_word_itself(site):
    (near,) = (word for word in ask("pasword", "en-us").words)
    (said,) = (word for word in ask("password", "en-us").words)
    assert (near.lexeme, near.said, near.kind) == ("password", "pasword", "near")
    assert (said.said, said.kind) == ("", "said")
    assert 0 < near.worth < said.worth


def test_words_that_no_article_holds_are_named_as_they_were_typed(site):
    question = ask("Resetting xyzzying of pasword 4711", "en-us")
    assert question.unknown == ("xyzzying", "pasword", "4711")


@pytest.mark.parametrize("typed", ["reset your password", "how", "", "4711", "xyzzying", "設定の"])
def test_without_an_error_nothing_is_proposed(site, typed):
    assert ask(typed, "en-us").suggestion == ""


@pytest.mark.parametrize("typed", ["テスト設定", "pssw", "pas", "pass1ord", "it's"])
def test_short_words_numbers_and_letter_pairs_are_not_corrected(site, publish, typed):
    publish("テスト設走の", "pass word1")
    assert all(word.kind == "said" for word in ask(typed, "en-us").words)


def test_a_guess_is_no_proposal_and_the_word_is_told_as_missing(site, publish):
    publish("Take over", "Take the account of somebody over.")
    found = find("how to bake an invoice", "en-us")
    assert (found.question.suggestion, found.question.near) == ("", ())
    fit = found.fit(found.cards())
    assert (fit.has, fit.lacks) == (("invoice",), ("bake",))


@pytest.fixture
def shop(publish):
    publish(
        "Apply for a card", "Apply for a card, then pay with it. A monthly limit is on the card."
    )


@pytest.mark.parametrize("typed", ["apple pay", "pay apple", "first apple"])
def test_a_short_word_is_not_taken_for_one_that_no_article_has_beside_the_same_word(shop, typed):
    question = ask(typed, "en-us")
    assert (question.suggestion, question.near) == ("", ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("apple for", "apply for"), ("monthly lamit", "monthly limit"), ("pay crad", "pay card")],
)
def test_a_short_word_is_taken_for_one_that_an_article_has_so_or_has_one_letter_more(
    shop, typed, meant
):
    assert ask(typed, "en-us").suggestion == meant


@pytest.mark.parametrize(
    ("typed", "word", "is_sure"), [("iban", "iran", 0), ("strpe", "stripe", 1)]
)
def test_of_words_alone_one_of_four_letters_is_no_error_for_a_word_of_one_passage_in_hundreds(
    typed, word, is_sure
):
    near = Lookalike(typed, typed, word, word, False, 1, 1, 0, True, one_edit(typed, word))
    (meant,) = spelling.meant([near], 0, 300, is_alone=True)
    assert meant.is_sure == is_sure


def test_a_guess_that_is_all_that_was_asked_is_proposed(site, publish):
    publish("Take over", "Take the account of somebody over.")
    assert ask("bake", "en-us").suggestion == "take"


@pytest.mark.parametrize("typed", ["how do I xyzzy", "what is the xyzzying", "how to cook race"])
def test_stop_words_and_guesses_are_no_answer_to_a_question_of_unknown_words(publish, typed):
    publish("How to look", "How do I look? What is the price?\n\nRate it.")
    assert find(typed, "en-us").total() == 0


def test_a_word_that_staff_gave_a_synonym_is_no_error(publish):
    publish("Backed up", "What is backed up.")
    publish("Account taken over", "Somebody is in your account.")
    SynonymSet.objects.create(locale="en-us", terms="hacked, taken over")
    question = ask("hacked", "en-us")
    assert question.suggestion == ""
    assert {word.kind for word in question.words} == {"synonym"}


def test_words_of_another_language_are_not_proposed(site, publish):
    publish("Rechnung", "Die Rechnung kommt.", locale="en-gb")
    assert ask("rechnong", "en-us").suggestion == ""
    assert ask("rechnong", "en-gb").suggestion == "rechnung"


def test_accents_are_proposed_as_articles_write_them(publish):
    publish("Café", "Ein Café in der Nähe.")
    assert ask("Caffe", "en-us").suggestion == "Café"


def test_a_word_that_only_unpublished_articles_held_is_forgotten(site, publish):
    article = publish("Zebra crossing", "zebra")
    assert ask("zebre", "en-us").suggestion == "zebra"
    article.unpublish()
    assert ask("zebre", "en-us").suggestion == ""


def test_a_rare_word_beside_a_very_common_one_may_be_an_error(publish):
    for number in range(31):
        publish(f"Invoice {number}", "invoice")
    publish("Voice", "invoise")
    question = ask("invoise", "en-us")
    assert question.suggestion == "invoice"
    assert {word.lexeme: word.kind for word in question.words} == {
        "invois": "said",
        "invoic": "near",
    }


def test_one_statement_reads_a_question_with_and_without_errors(publish):
    publish("Refund", "refund")
    for text in ("refund", "refnud", "refnud of an invioce"):
        with CaptureQueriesContext(connection) as captured:
            ask(text, "en-us")
        assert len(captured) == 1


def test_a_page_with_an_error_takes_at_most_five_queries(client, site):
    matching._stems.clear()
    read_frame()
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", {"q": "how to reset a pasword"})
    assert len(captured) == 5


def test_a_recount_learns_words_that_are_missing(site):
    SurfaceWord.objects.all().delete()
    assert ask("pasword", "en-us").suggestion == ""
    recount()
    assert ask("pasword", "en-us").suggestion == "password"
    known = SurfaceWord.objects.count()
    recount()
    assert SurfaceWord.objects.count() == known


def test_a_word_is_learnt_once_however_often_it_is_published(publish):
    article = publish("Zebra", "A zebra, zebras.")
    article.publish()
    words = sorted(SurfaceWord.objects.values_list("word", flat=True))
    assert words == ["zebra", "zebras"]


@pytest.mark.django_db(transaction=True)
def test_two_publishers_of_the_same_words_do_not_wait_for_each_other(write):
    first, second = write("Zebra one", "zebra lion"), write("Zebra two", "lion zebra")
    done = threading.Event()

    def publish_second() -> None:
        second.publish()
        connection.close()
        done.set()

    with transaction.atomic():
        first.publish()
        thread = threading.Thread(target=publish_second)
        thread.start()
        assert done.wait(10)
    thread.join()


letters = st.text(alphabet="abc", max_size=6)


@given(word=letters, place=st.integers(0, 6), letter=st.sampled_from("abc"), kind=st.integers(0, 3))
def test_every_single_edit_is_recognised(word, place, letter, kind):
    place = min(place, len(word))
    head, tail = word[:place], word[place:]
    edited = [
        head + letter + tail,
        head + tail[1:],
        head + letter + tail[1:],
        head + tail[1:2] + tail[:1] + tail[2:],
    ][kind]
    assert (one_edit(edited, word) is None) == (edited == word)


@given(typed=letters, meant=letters)
def test_no_other_words_are_one_edit_apart(typed, meant):
    edit = one_edit(typed, meant)
    assert (edit is None) == (meant not in _edits(typed) or typed == meant)


def _edits(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in "abc"),
        *(head + letter + tail for head, tail in cuts for letter in "abc"),
    }


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80
)
@given(text=st.text() | st.text(alphabet="paswordé İıßｐ'.@-\u0301", min_size=3))
def test_no_text_is_an_error(site, text):
    assert isinstance(ask(text, "en-us").suggestion, str)


def test_the_page_proposes_the_word_and_links_to_it(client, site):
    html = client.get("/search/", {"q": "<b>pasword</b>"}).content.decode()
    assert (
        'Did you mean <a href="/search/?q=%3Cb%3Epassword%3C/b%3E">&lt;b&gt;password&lt;/b&gt;</a>?'
        in html
    )
    assert "No article has “pasword”; showing results for “password” too." in html
    assert 'value="&lt;b&gt;pasword&lt;/b&gt;"' in html


def test_the_page_proposes_nothing_when_nothing_is_wrong(client, site):
    assert "Did you mean" not in client.get("/search/", {"q": "password"}).content.decode()


def test_where_nothing_is_found_in_a_tab_the_proposal_leads_to_all(client, site, make_category):
    make_category("news")
    html = client.get("/search/", {"q": "pasword", "tab": "news"}).content.decode()
    assert '<a href="/search/?q=password">password</a>?' in html
    assert "near spellings" not in html
    html = client.get("/search/", {"q": "pasword", "tab": "faq"}).content.decode()
    assert '<a href="/search/?q=password&amp;tab=faq">password</a>?' in html
