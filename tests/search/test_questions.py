"""Whatever a visitor types is a question, and words are worth what their rarity says."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.folding import fold
from search.questions import MAX_LENGTH, MAX_WORDS, ask, clean
from search.ranking import split
from search.results import find
from search.words import quoted

pytestmark = pytest.mark.django_db
anything = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


@anything
@given(text=st.text() | st.text(alphabet="'\\:*&|!<->() \0\ud800\ue000e\u0301ｅ漢ｶﾞ🙂-"))
def test_any_text_is_a_question(publish_some, text):
    for card in find(text, "en-us").cards():
        assert card.slug


@pytest.fixture
def publish_some(publish):
    publish("Reset it's password", "A body with e, é, 漢字 and 🙂 - or so.")


@anything
@given(text=st.text(alphabet=st.characters()))
def test_a_cleaned_question_is_one_short_printable_line(text):
    cleaned = clean(text)
    assert len(cleaned) <= MAX_LENGTH
    assert cleaned.encode() is not None
    assert "\0" not in cleaned
    assert "\ue000" not in cleaned
    assert cleaned == " ".join(cleaned.split())
    assert clean(cleaned) == cleaned


@anything
@given(lexeme=st.text(min_size=1, max_size=50, alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))  # fmt: skip # noqa: E501
def test_a_quoted_lexeme_is_itself_in_a_tsquery(lexeme):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_to_tsvector(ARRAY[%s]) @@ %s::tsquery, numnode(%s::tsquery)",
            [lexeme, quoted(lexeme), quoted(lexeme)],
        )
        assert cursor.fetchone() == (True, 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ｒｅｓｅｔ　Ｐａｓｓｗｏｒｄ", "reset password"),
        ("don’t", "don't"),
        ("eﬃcient ﬁle", "efficient file"),
        ("Wi-Fi", "wi fi"),
        ("-" * 33, ""),
        ("a\0b\ud800c", "a b c"),
        ("app/etc/env.php", "app etc env.php"),
        ("東京都の設定", "東京 京都 都の の設 設定"),
        ("Adobe Commerceの設定", "adobe commerce の設 設定"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パス スワ ワー ード"),
        ("鍵", "鍵"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_looks_alike_is_read_alike(typed, read):
    assert fold(typed).split() == read.split()


def test_a_rare_word_is_worth_more_than_a_common_one(publish):
    for number in range(5):
        publish(f"Article {number}", "invoice" + (" refund" if number == 0 else ""))
    invoice, refund = (
        next(w for w in ask("invoice refund", "en-us").words if w.lexeme == lexeme)
        for lexeme in ("invoic", "refund")
    )
    assert refund.worth > invoice.worth > 0


def test_words_that_no_article_holds_are_left_out(publish):
    publish("Invoices", "How to send an invoice.")
    assert [word.lexeme for word in ask("invoice xyzzy", "en-us").words] == ["invoic"]


def test_a_word_counts_as_often_as_it_is_said(publish):
    publish("Money", "invoice refund")
    once, twice = ask("invoice refund invoice refund refund", "en-us").words
    assert (once.lexeme, twice.lexeme) == ("invoic", "refund")
    assert twice.worth == pytest.approx(once.worth * 3 / 2)


def test_stop_words_are_known_by_language_and_worth_less(publish):
    publish("Home", "Should I stay?")
    publish("Bleib", "die Seite", locale="en-gb")
    words = {word.lexeme: word for word in ask("should I stay", "en-us").words}
    assert {lexeme: word.is_stop_word for lexeme, word in words.items()} == {
        "should": True,
        "i": True,
        "stay": False,
    }
    assert words["should"].worth == pytest.approx(words["stay"].worth * 0.3)


def test_a_word_that_titles_have_is_worth_more_than_one_that_texts_have(publish):
    publish("Refunds", "To the card.")
    publish("Cards", "Not a refund.")
    publish("Banks", "Not to the bank.")
    publish("Other", "For the card of a bank: a deposit, or a fee.")
    publish("Others", "The deposit and the fee.")
    worth = {word.lexeme: word.worth for word in ask("refund deposit", "en-us").words}
    assert worth["refund"] == pytest.approx(worth["deposit"] * 1.25)


def test_a_word_that_passages_repeat_is_worth_more_than_one_that_they_mention(publish):
    publish("Other", "A fee, a fee, again a fee. One deposit.")
    publish("Others", "Nothing.")
    worth = {word.lexeme: word.worth for word in ask("fee deposit", "en-us").words}
    assert worth["fee"] == pytest.approx(worth["deposit"] * 3**0.2)


def test_a_pair_of_letters_that_is_half_a_word_is_worth_half(publish):
    publish("ログ", "設定を開く", locale="ja")
    publish("別", "別の話題です", locale="ja")
    worth = {word.lexeme: word.worth for word in ask("設定を開く", "ja").words}
    assert worth["定を"] == worth["を開"] == worth["開く"] == worth["設定"] / 2 > 0


def test_only_the_weightiest_words_of_a_long_question_are_asked(publish):
    publish("Common", "word " * 3 + " ".join(f"term{n}" for n in range(60)))
    for number in range(3):
        publish(f"More {number}", "word")
    question = ask("word " + " ".join(f"term{n}" for n in range(60)), "en-us")
    assert len(question.words) == MAX_WORDS
    assert "word" not in [word.lexeme for word in question.words]


def test_words_that_hardly_tell_anything_bring_no_candidates(publish):
    for number in range(8):
        publish(f"The article {number}", "the article" + (" zebra" if number == 0 else ""))
    question = ask("the article of the zebra", "en-us")
    telling, other = split(question.words)
    assert [word.lexeme for word in telling] == ["zebra"]
    assert {word.lexeme for word in other} == {"the", "articl"}
