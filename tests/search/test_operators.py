"""Quoted phrases must be there, excluded words must not, and nothing typed is an error."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import ranking
from search.operators import Asked, read
from search.questions import clean
from search.results import find

pytestmark = pytest.mark.django_db
anything = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100
)


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        ('"refund policy"', "refund policy", ["refund policy"], []),
        ("“Refund Policy” card", "refund policy card", ["refund policy"], []),
        ("„refund policy“", "refund policy", ["refund policy"], []),
        ("«refund policy»", "refund policy", ["refund policy"], []),
        ("「」＂返金の方法＂", "返金 金の の方 方法", ["返金 金の の方 方法"], []),
        ("refund -card", "refund", [], ["card"]),
        ('refund -"credit card"', "refund", [], ["credit card"]),
        ("refund -wi-fi", "refund", [], ["wi fi"]),
        ("設定 -日本", "設定", [], ["日本"]),
        ("wi-fi e-mail", "wi fi email", [], []),
        ("below -5 degrees", "below 5 degrees", [], []),
        ("git commit -m", "git commit m", [], []),
        ("run --help", "run help", [], []),
        ("a - b", "a b", [], []),
        ('a 5" screen or a 6" one', "a 5 screen or a 6 one", [], []),
        ('"refund policy', "refund policy", [], []),
        ('refund "" policy', "refund policy", [], []),
        ('refund "!?" policy', "refund policy", [], []),
        ("-card", "card", [], []),
        ("-card -refund", "card refund", [], []),
        ('-"credit card"', "credit card", [], []),
        ('where is the "Save" button of the new page', None, [], []),
        ("approximate -dash or exact, what is it now", None, [], []),
    ],
)
def test_what_marks_mean(typed, words, phrases, excluded):
    asked = read(typed)
    assert ([*asked.phrases], [*asked.excluded]) == (phrases, excluded)
    if words is not None:
        assert asked.words.split() == words.split()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("set max_input_vars in PHP", ["max input vars"]),
        ('"PHP_INI" or a__b', ["php ini", "a b"]),
        ("_private, wi-fi", []),
        ("fields -max_size", []),
        ("設定_日本", ["設定 日本"]),
    ],
)
def test_an_underscore_binds_the_words_of_a_name(typed, names):
    assert [" ".join(name.split()) for name in read(typed).names] == names


MARKS = st.text(alphabet="\"“”„«»＂- '\\&|!<>():*ab設定5", max_size=60)


@anything
@given(text=st.text() | MARKS)
def test_any_text_can_be_read_and_something_is_left_of_it(text):
    asked = read(clean(text))
    assert isinstance(asked, Asked)
    if any(character.isalnum() for character in asked.words):
        return
    assert not asked.phrases
    assert not asked.excluded


@anything
@given(text=MARKS)
def test_no_marks_are_an_error(some_article, text):
    assert find(text, "en-us").question.text == clean(text)


@pytest.fixture
def some_article(publish):
    publish("a b 設定", "ab a b 5 設定 of it's a-b.")


@pytest.fixture
def shop(publish):
    filler = "Nothing of interest stands in this sentence about other matters. " * 20
    publish("One", "Our refund policies are here.")
    publish("Two", "The policy for every refund.")
    publish(
        "Three", f"A refund policy. {filler}\n\n## More\n\nIt also holds for a voucher. {filler}"
    )
    publish("Refund policy", "What we do.")


@pytest.mark.parametrize("typed", ['"refund policy"', "“Refund policies”", '"REFUND   POLICY"'])
def test_a_phrase_must_be_held_in_any_form_of_its_words(shop, titles, typed):
    assert sorted(titles(typed)) == ["One", "Refund policy", "Three"]
    assert sorted(titles("refund policy")) == ["One", "Refund policy", "Three", "Two"]


def test_words_beside_a_phrase_rank_what_holds_it(publish, shop, titles):
    publish("Four", "A refund policy for gold.")
    assert titles('gold "refund policy"')[0] == "Four"
    assert "Two" not in titles('every "refund policy"')


def test_instead_of_a_phrase_that_no_article_holds_its_words_are_asked(shop, titles):
    assert titles('"policy refund every"')[0] == "Two"
    assert find('"policy refund"', "en-us").question.unheld == ("policy refund",)
    assert find('"refund policy"', "en-us").question.unheld == ()
    assert "Three" not in titles('"policy refund" -voucher')


def test_the_page_says_that_no_article_has_a_phrase(client, shop):
    html = client.get("/search/", {"q": '"Policy <b> refund"'}).content.decode()
    assert "No article has “Policy &lt;b&gt; refund” word for word;" in html
    assert "word for word" not in client.get("/search/", {"q": '"xyzzy abc"'}).content.decode()
    assert "word for word" not in client.get("/search/", {"q": '"refund policy"'}).content.decode()


def test_the_page_says_that_nothing_is_left_by_what_was_excluded(client, shop):
    html = client.get("/search/", {"q": "voucher -refund"}).content.decode()
    assert "Each article with these words also has one that you left out." in html
    assert "No article has any of these words" not in html


def test_a_phrase_that_no_article_holds_takes_two_more_statements(shop):
    for typed, statements in (('"refund policy"', 2), ('"policy refund"', 4)):
        with CaptureQueriesContext(connection) as captured:
            find(typed, "en-us")
        assert len(captured) == statements


def test_an_excluded_word_is_in_no_passage_of_a_result(shop, titles):
    assert "Three" in titles("refund policy")
    assert "Three" not in titles("refund policy -voucher")
    assert "Three" not in titles("refund policy -vouchers")
    assert sorted(titles('refund -"refund policy"')) == ["Two"]


def test_excluded_articles_take_no_place_among_the_best_passages(publish, titles, monkeypatch):
    for number in range(6):
        publish(f"Refund {number}", "A refund, a refund.\n\n## More\n\nAlso by voucher.")
    publish("Money", "There is one refund of many words that are about something else.")
    monkeypatch.setattr(ranking, "MAX_PASSAGES", 3)
    found = find("refund -voucher", "en-us")
    assert [card.plain_title for card in found.cards()] == ["Money"]
    assert not found.is_cut


def test_exclusions_hold_for_exact_titles_too(shop, titles):
    assert titles("refund policy")[0] == "Refund policy"
    assert sorted(titles("refund policy -what")) == ["One", "Three", "Two"]


def test_only_exclusions_are_words(shop, titles):
    assert titles("-voucher") == ["Three"]


def test_the_box_keeps_what_was_typed(client, shop):
    html = client.get("/search/", {"q": '"refund policy" -voucher'}).content.decode()
    assert 'value="&quot;refund policy&quot; -voucher"' in html
    assert "Three" not in html


def test_marks_alone_are_no_error(client, shop):
    for typed in ("-" * 33, '"' * 33, '"-', '-"', '" -a "', "“", '"\'"', '"@"'):
        assert client.get("/search/", {"q": typed}).status_code == 200, typed
