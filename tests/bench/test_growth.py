"""A derived knowledge base has the words of the real one, as often, and new ones."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bench.growth import Text, derived, exchanged, made_up, new_words, shuffled, with_new_words

TEXTS = st.lists(st.text(), max_size=8)
SEEDS = st.integers(0, 2**32)
REAL = [
    Text("Reset a password", (("", "Open the page."), ("Steps", "Ask for\na new password."))),
    Text("Change the plan", (("Plans", "Open the plan and choose another one."),)),
]


def _words(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


@given(TEXTS, SEEDS)
def test_exchanging_keeps_how_often_each_word_occurs(texts, seed):
    assert _words(exchanged(texts, Random(seed))) == _words(texts)


@given(TEXTS, SEEDS)
def test_exchanging_keeps_how_many_words_each_text_has(texts, seed):
    lengths = [len(text.split()) for text in exchanged(texts, Random(seed))]
    assert lengths == [len(text.split()) for text in texts]


@given(st.text(), SEEDS)
def test_shuffling_moves_words_and_leaves_space_alone(text, seed):
    moved = shuffled(text, Random(seed))
    assert sorted(moved.split()) == sorted(text.split())
    assert [c for c in moved if c.isspace()] == [c for c in text if c.isspace()]


def test_words_change_places_between_texts():
    texts = ["one " * 100, "two " * 100]
    assert "two" in exchanged(texts, Random(1))[0]


def test_new_words_are_added_and_none_is_lost():
    texts = ["Open the page.", "Choose a plan."]
    added = _words(with_new_words(texts, range(10), Random(1))) - _words(texts)
    assert set(added) == {made_up(number) for number in range(10)}
    assert _words(texts) <= _words(with_new_words(texts, range(10), Random(1)))


def test_an_empty_text_takes_new_words():
    assert made_up(3) in with_new_words([""], [3], Random(1))[0]


def test_different_numbers_have_different_words():
    assert len({made_up(number) for number in range(20_000)}) == 20_000


def test_generations_share_no_new_word_and_bring_fewer_and_fewer():
    texts = [Text("", (("", " ".join(f"word{number}" for number in range(1000))),))]
    ranges = [new_words(texts, generation) for generation in range(5)]
    assert [one.stop for one in ranges[:-1]] == [one.start for one in ranges[1:]]
    assert [len(one) for one in ranges] == sorted((len(one) for one in ranges), reverse=True)


def test_a_derived_article_has_the_passages_of_the_real_one():
    made = derived(REAL, 0, Random(1))
    assert [len(text.passages) for text in made] == [2, 1]
    assert made[0].passages[1][0] == "Steps"


def test_the_same_seed_derives_the_same_articles():
    assert derived(REAL, 3, Random(5)) == derived(REAL, 3, Random(5))
    assert derived(REAL, 3, Random(5)) != derived(REAL, 3, Random(6))
