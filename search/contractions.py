"""English contractions, with or without their apostrophe, say as little as other stop words.

PostgreSQL's list has "don", "can", "s" and "t" of them and not the others: in "it won't send" the
rarest word would be "won", in "I've paid" it would be "ve". The verbs are those of the list of stop
words of NLTK (`nltk.corpus.stopwords`).
"""

from __future__ import annotations

import re

VERBS = (
    "ain", "aren", "can", "couldn", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn",
    "mustn", "needn", "shouldn", "wasn", "weren", "won", "wouldn",
)  # fmt: skip
# What is no other word without its apostrophe, as "we'll" and "I'd" are.
OTHERS = (
    "how's", "i'm", "i've", "that's", "there's", "they'll", "they're", "they've", "we've", "what's",
    "where's", "who's", "you'll", "you're", "you've",
)  # fmt: skip
WRITTEN = {word.replace("'", ""): word for word in (*(f"{verb}'t" for verb in VERBS), *OTHERS)}
WITHOUT_APOSTROPHE = re.compile(rf"(?<![\w'])(?:{'|'.join(WRITTEN)})(?![\w'])")
PART = re.compile(rf"\b(?:{'|'.join(VERBS)})(?='t\b)|(?<=\w')(?:d|ll|m|re|ve)\b")


def written(folded: str, locale: str) -> str:
    """Return `folded` in `locale` with the apostrophes that contractions lack."""
    if not _is_english(locale):
        return folded
    return WITHOUT_APOSTROPHE.sub(lambda match: WRITTEN[match[0]], folded)


def as_stop_words(folded: str, locale: str) -> str:
    """Return `folded`, as `written`, with "not" for each part of a contraction: as many words."""
    return PART.sub("not", folded) if _is_english(locale) else folded


def _is_english(locale: str) -> bool:
    return locale.split("-")[0] == "en"
