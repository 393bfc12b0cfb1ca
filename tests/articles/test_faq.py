"""Which headings are questions that stand by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.faq import standing
from articles.models import Passage


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("How long does it take?", "How long does it take?"),
        ("1. How long does it take?", "How long does it take?"),
        ("12) Can I freeze a card?", "Can I freeze a card?"),
        ("(3) Can I freeze a card?", "Can I freeze a card?"),
        ("Q: Can I freeze a card?", "Can I freeze a card?"),
        ("Q4. Can I freeze a card?", "Can I freeze a card?"),
        ("1.2 What do I pay abroad?", "What do I pay abroad?"),
        ("3. How to close an account", "How to close an account"),
        ("2. Wie schließe ich mein Konto", "Wie schließe ich mein Konto"),
        ("What is “KYC?”", "What is “KYC?”"),
        ("3、请求书可以重新开具吗？", "请求书可以重新开具吗？"),
        ("請求書は再発行できますか？", "請求書は再発行できますか？"),
        ("1. 請求書は再発行できますか", "請求書は再発行できますか"),
        ("متى تصل الحوالة المصرفية؟", "متى تصل الحوالة المصرفية؟"),
        ("2024 prices: what do I pay?", "2024 prices: what do I pay?"),
        ("How refunds work", ""),
        ("1. Enter your company details", ""),
        ("Which format?", ""),
        ("Why?", ""),
        ("1.", ""),
        ("?", ""),
        ("", ""),
    ],
)
def test_a_question_stands_by_itself_without_its_number(heading, question):
    assert standing(heading) == question


@given(st.text(max_size=200) | st.text(alphabet="Q1.)?？ (、か\ufffd", max_size=60))
def test_any_heading_is_a_question_or_none_and_what_stands_is_an_end_of_it(heading):
    assert heading.strip().endswith(standing(heading))


BODY = """
## 1. How long does it take?

Five days.

### By card

Two days.

::: details May I freeze my card for a while?
Yes, in the app.
:::

## Fees

None.
"""


@pytest.mark.django_db
def test_passages_know_the_question_that_they_answer(publish):
    publish("Card fees", BODY)
    said = Passage.objects.order_by("position").values_list("question", "anchor", "text")
    assert list(said) == [
        ("", "", ""),  # the article itself
        ("How long does it take?", "1-how-long-does-it-take", "Five days."),
        ("", "by-card", "Two days."),
        (
            "May I freeze my card for a while?",
            "may-i-freeze-my-card-for-a-while",
            "Yes, in the app.",
        ),
        ("", "fees", "None."),
    ]
