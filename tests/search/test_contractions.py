"""English contractions tell as little as other stop words, with their apostrophe or without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.folding import fold
from search.contractions import as_stop_words, written
from search.models import PinnedQuestion
from search.questions import ask

pytestmark = pytest.mark.django_db


def telling(question: str, locale: str = "en-us") -> set[str]:
    return {word.lexeme for word in ask(question, locale).telling}


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("The app won't open", {"app", "open"}),
        ("the app wont open", {"app", "open"}),
        ("Doesn’t it open?", {"open"}),
        ("I've won", {"won"}),
        ("im in haven", {"haven"}),
        ("they'd open, you'll see", {"open", "see"}),
    ],
)
def test_a_contraction_does_not_tell_what_is_asked(publish, question, tells):
    publish(
        "Why won't the app open?", "I've won, we'll see. It doesn't open. They'd be in a haven."
    )
    assert telling(question) == tells


@pytest.mark.parametrize("typed", ["cant log in", "can't log in", "Can’t log in?", "CANT LOG IN"])
def test_a_contraction_is_the_same_without_its_apostrophe(publish, typed):
    article = publish("Sign in", "What to do when you can't log in.")
    pin = PinnedQuestion.objects.create(locale="en-us", question="can't log in", first=article)
    asked, same = ask(typed, "en-us"), ask("can't log in", "en-us")
    assert (asked.words, asked.subject, asked.pins) == (same.words, same.subject, (pin.pk,))
    assert asked.suggestion == ""


def test_a_pin_is_found_with_the_apostrophe_that_it_lacks(publish):
    article = publish("Sign in", "What to do when it doesn't work.")
    pin = PinnedQuestion.objects.create(locale="en-us", question="doesnt work", first=article)
    assert ask("doesn't work", "en-us").pins == (pin.pk,)


def test_words_of_other_languages_are_no_contractions(publish):
    publish("Le service dont je parle", "Un article dont on parle.", locale="fr")
    publish("Im Notfall", "Im Notfall die Karte sperren.", locale="de")
    assert telling("dont on parle", "fr") == {"dont", "parl"}
    assert telling("im Notfall", "de") == {"notfall"}


@given(st.text(alphabet="acdehilmnorstuvwy' ", max_size=60) | st.sampled_from(["won't", "i've'll"]))
def test_each_word_of_a_text_stays_in_its_place(text):
    said = written(fold(text), "en-us")
    words = re.findall(r"\w+", as_stop_words(said, "en-us"))
    assert len(words) == len(re.findall(r"\w+", said))
    assert written(said, "en-us") == said
