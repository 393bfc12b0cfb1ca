"""How easy a text is to read: Flesch's reading ease for English, Amstad's for German.

Both count words per sentence and syllables per word; 100 is a children's book, 0 a contract.
R. Flesch, "A new readability yardstick", J. Applied Psychology 32 (1948); T. Amstad, "Wie
verständlich sind unsere Zeitungen?" (1978). Other languages have no such formula here: nothing is
said about them. Syllables are counted by runs of vowels, which is right for nine words in ten.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..passages import sentences

# Of fewer words a single name moves the figure by ten.
ENOUGH_WORDS = 100
# A body of 500 KB has 80,000; the first ones say how it reads.
MAX_WORDS = 20_000
VERY_DIFFICULT = 30

# Flesch's own names of the ranges.
LEVELS: list[tuple[int, str | Promise]] = [
    (90, _("very easy")),
    (80, _("easy")),
    (70, _("fairly easy")),
    (60, _("plain")),
    (50, _("fairly difficult")),
    (VERY_DIFFICULT, _("difficult")),
]

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
# "made", "likes", "asked" do not speak their e; "table", "passes", "wanted" do.
SILENT_E = re.compile(r"(?<![aeiouy])(?<![td])ed$|(?<![aeioulsxz])e$|(?<![aeiouycsgxz])es$")
GERMAN_VOWELS = re.compile(r"aa|ai|au|äu|ay|ee|ei|eu|ey|ie|oo|[aeiouyäöü]")


def reading_ease(paragraphs: Sequence[str], locale: str) -> int | None:
    """Return the reading ease of prose, 0 to 100; None where it cannot be told."""
    language = locale.split("-")[0]
    if language not in ("en", "de"):
        return None
    words = sentence_count = syllables = 0
    for sentence in (sentence for paragraph in paragraphs for sentence in sentences(paragraph)):
        in_sentence = WORD.findall(sentence.lower())
        if in_sentence and words < MAX_WORDS:
            words += len(in_sentence)
            sentence_count += 1
            syllables += sum(_syllables(word, language) for word in in_sentence)
    if words < ENOUGH_WORDS:
        return None
    return _formula(words / sentence_count, syllables / words, language)


def _formula(per_sentence: float, per_word: float, language: str) -> int:
    if language == "de":
        ease = 180 - per_sentence - 58.5 * per_word
    else:
        ease = 206.835 - 1.015 * per_sentence - 84.6 * per_word
    return round(min(100, max(0, ease)))


@lru_cache(maxsize=20_000)
def _syllables(word: str, language: str) -> int:
    if language == "de":
        return max(1, len(GERMAN_VOWELS.findall(word)))
    silent = 1 if SILENT_E.search(word) else 0
    return max(1, len(ENGLISH_VOWELS.findall(word)) - silent)


def level(ease: int) -> str | Promise:
    """Return the words for a reading ease."""
    return next((name for least, name in LEVELS if ease >= least), _("very difficult"))
