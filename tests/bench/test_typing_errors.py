"""A typing error is one edit in one long word, and the same one in every run."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.typing_errors import mistyped

SEEDS = st.integers(0, 2**32)


def _is_one_edit(one: str, other: str) -> bool:
    """Return whether an insertion, deletion, replacement or swap of neighbours makes one other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return (
        a == b[1:] or a[1:] == b or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
    ) and one != other


@given(st.from_regex(r"\A[a-z]{5,12}\Z"), SEEDS)
def test_a_long_word_becomes_another_word_one_edit_away(word, seed):
    assert _is_one_edit(word, mistyped(word, Random(seed)))


@given(st.text(), SEEDS)
def test_any_text_is_accepted_and_at_most_one_letter_longer_or_shorter(text, seed):
    assert abs(len(mistyped(text, Random(seed))) - len(text)) <= 1


@pytest.mark.parametrize("text", ["", "how do I pay", "12345 67890", "a b c", "パスワードを忘れた"])
def test_a_text_without_a_long_word_stays(text):
    assert mistyped(text, Random(1)) == text


@given(SEEDS)
def test_short_words_stay(seed):
    assert mistyped("how do I reset it", Random(seed)).startswith("how do I ")


@given(SEEDS)
def test_a_word_of_one_letter_repeated_changes_too(seed):
    assert mistyped("aaaaa", Random(seed)) != "aaaaa"


def test_all_four_edits_occur():
    lengths = {len(mistyped("password", Random(seed))) for seed in range(50)}
    same = {mistyped("password", Random(seed)) for seed in range(200)}
    assert lengths == {7, 8, 9}
    assert any(sorted(word) == sorted("password") for word in same)


def test_the_same_seed_makes_the_same_error():
    assert mistyped("forgot my password", Random(4)) == mistyped("forgot my password", Random(4))
