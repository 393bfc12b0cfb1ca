"""Which passages a question is compared with."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import candidates
from search.questions import Question
from search.results import find
from search.words import Word

WORDS = st.lists(st.tuples(st.floats(0.01, 20), st.integers(1, 1000)), min_size=1, max_size=7).map(
    lambda words: sorted(
        (Word(f"w{n}", (n + 1,), False, held, worth) for n, (worth, held) in enumerate(words)),
        key=lambda word: -word.worth,
    )
)


def question(words: list[Word], passages: int) -> Question:
    return Question("", "en-us", tuple(words), (), 100.0, passages)


def evaluate(tsquery: str, said: set[str]) -> bool:
    """Return whether a text of the words `said` matches, as PostgreSQL evaluates it."""
    python = tsquery.replace("'", "").replace("&", " and ").replace("|", " or ")
    return bool(python) and eval(python, {}, {f"w{n}": f"w{n}" in said for n in range(7)})


@settings(deadline=None)
@given(words=WORDS, share=st.floats(0.01, 1) | st.just(1.0))
def test_a_passage_is_looked_at_exactly_when_it_holds_enough_of_the_question(words, share):
    least = share * sum(word.worth for word in words)
    tsquery = candidates.holding(words, least)
    for size in range(len(words) + 1):
        for chosen in itertools.combinations(words, size):
            enough = sum(word.worth for word in chosen) >= least
            if abs(sum(word.worth for word in chosen) - least) > 1e-6:
                assert evaluate(tsquery, {word.lexeme for word in chosen}) is enough


@settings(deadline=None)
@given(words=WORDS, passages=st.integers(1000, 10**6))
def test_every_question_has_a_source_that_any_choice_of_its_words_can_come_from(words, passages):
    sources = list(candidates.sources(question(words, passages)))
    everything = {word.lexeme for word in words}
    assert 1 <= len(sources) <= 5
    assert all(evaluate(source.holding, everything) for source in sources)


@settings(deadline=None)
@given(words=WORDS)
def test_common_words_never_have_to_stand_together(words):
    everywhere = [replace(word, passages=900 + word.passages // 10) for word in words]
    *_, last = candidates.sources(question(everywhere, 1000))
    best = max(words, key=lambda word: (word.worth, -word.passages))
    assert evaluate(last.holding, {best.lexeme})


def test_words_that_are_few_bring_every_passage_that_holds_any():
    words = [Word("w0", (1,), False, 3, 5.0), Word("w1", (2,), False, 20, 2.0)]
    (source,) = candidates.sources(question(words, 1000))
    assert evaluate(source.holding, {"w1"})


def test_common_words_do_not_bring_passages_by_themselves_beside_rare_ones():
    words = [Word("w0", (1,), False, 400, 6.0), Word("w1", (2,), False, 50_000, 1.0)]
    (first, *_) = candidates.sources(question(words, 100_000))
    assert evaluate(first.holding, {"w0"})
    assert not evaluate(first.holding, {"w1"})


def test_a_larger_share_is_looked_for_before_a_lesser_one():
    held = [(6.0, 200), (5.0, 240), (1.0, 5000)]  # expected: both of the first 4.8, each 200 more
    words = [Word(f"w{n}", (n + 1,), False, count, worth) for n, (worth, count) in enumerate(held)]
    larger, lesser, *_ = candidates.sources(question(words, 10_000))
    assert evaluate(larger.holding, {"w0"})
    assert not evaluate(larger.holding, {"w1"})
    assert evaluate(lesser.holding, {"w1"})


@pytest.mark.django_db
@pytest.mark.parametrize(("enough", "found"), [(3, 3), (4, 5)])
def test_a_lesser_share_is_looked_for_when_too_few_hold_the_larger(
    publish, monkeypatch, enough, found
):
    monkeypatch.setattr(candidates, "EXPECTED_FIRST", 1)
    monkeypatch.setattr(candidates, "ENOUGH", enough)
    for number in range(3):
        publish(f"Both {number}", "An escrow account with a card.")
    publish("One", "An escrow account.")
    publish("Other", "A card.")
    for number in range(5):
        publish(f"None {number}", "Much else.")
    assert find("escrow card", "en-us").total() == found


def test_words_that_are_everywhere_are_looked_for_in_titles_first():
    words = [Word("w0", (1,), False, 80_000, 0.3), Word("w1", (2,), False, 90_000, 0.1)]
    every, either, anywhere = candidates.sources(question(words, 100_000))
    assert every.condition == either.condition == candidates.TITLES
    assert not evaluate(every.holding, {"w0"})
    assert evaluate(either.holding, {"w0"})
    assert anywhere.condition == candidates.ANY


def test_what_the_index_finds_in_time_is_looked_for_before_titles():
    held = [(2.0, 8_000), (3.0, 20_000), (3.0, 20_000)]  # expected: all 20, without the first 980
    words = [Word(f"w{n}", (n + 1,), False, count, worth) for n, (worth, count) in enumerate(held)]
    every, titles, *_ = candidates.sources(question(words, 400_000))
    assert every.condition == candidates.INDEX
    assert not evaluate(every.holding, {"w1", "w2"})
    assert titles.condition == candidates.TITLES
    assert evaluate(titles.holding, {"w1", "w2"})


@pytest.mark.django_db
def test_a_text_with_all_words_is_found_beside_many_titles_with_some(publish, monkeypatch):
    monkeypatch.setattr(candidates, "MAX_READ", 5)
    monkeypatch.setattr(candidates, "ENOUGH", 2)
    for number in range(4):
        publish(f"Account and card {number}", "Much else.")
        publish(f"Escrow {number}", "Much else.")
    publish("Other", "An escrow for the account and the card.")
    found = find("escrow account card", "en-us").cards()
    assert "Other" in [card.plain_title for card in found]


@pytest.mark.django_db
def test_the_number_of_passages_looked_at_is_bounded(publish, monkeypatch):
    monkeypatch.setattr(candidates, "MAX_RANKED", 3)
    monkeypatch.setattr(candidates, "MAX_OF_COMMON", 3)
    for number in range(9):
        publish(f"Article {number}", "account settings")
    assert 1 <= find("account settings", "en-us").total() <= 3


@pytest.fixture
def fill(publish, monkeypatch):
    """Return a function that publishes more articles of a text than a phrase is compared with."""
    monkeypatch.setattr(candidates, "MAX_COMPARED", 4)

    def with_text(text: str) -> None:
        for number in range(9):
            publish(f"Article {number}", text)

    return with_text


@pytest.mark.django_db
def test_a_phrase_is_compared_with_a_bounded_number_of_passages(fill):
    fill("Settings of the account: see account settings.")
    assert find('"account settings"', "en-us").total() == 4


@pytest.mark.django_db
def test_a_phrase_of_common_words_is_looked_for_in_titled_articles_first(publish, fill):
    fill("Settings of the account.")
    publish("Account and settings", "See account settings.")
    found = find('"account settings"', "en-us")
    assert [card.plain_title for card in found.cards()] == ["Account and settings"]


@pytest.mark.django_db
def test_a_phrase_with_one_rare_word_is_found_wherever_it_stands(publish, fill):
    fill("Settings of the account.")
    publish("Last of all", "See the escrow account.")
    assert find('"escrow account"', "en-us").total() == 1


@pytest.mark.django_db
def test_a_question_of_common_words_that_no_article_has_together_is_answered(publish, monkeypatch):
    monkeypatch.setattr(candidates, "MAX_READ", 3)
    for number, word in enumerate(["account", "card", "payment", "invoice", "plan", "team"] * 4):
        publish(f"Number {number}", f"About your {word}.")
    found = find("account card payment invoice plan team", "en-us").total()
    assert found == 20  # one word of six is less than a fifth of the question: not looked up
