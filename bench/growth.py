"""Makes many articles of a few real ones, so that search meets the word frequencies of real texts.

Decides what a made-up knowledge base of 100,000 articles is made of. A derived collection has the
articles and passages of the real one, with their lengths. EXCHANGED of all words change places
with each other across the collection, and then the words of each passage are shuffled: every word
is exactly as frequent as it was, an article keeps most of its subject, and no two are alike.

A larger collection also has words that a smaller one has not. By Heaps' law the vocabulary grows
with the number of words to the power of HEAPS, so made-up words are added to each derived
collection, most of them once (by Zipf's law, f times with probability 1 / f(f+1)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

EXCHANGED = 0.3
# Exponents of 0.4 to 0.6 are measured for English (Manning et al., Introduction to Information
# Retrieval, section 5.1.1); names and numbers of products are on the upper side.
HEAPS = 0.6
MAX_OFTEN = 50
SYLLABLES = [consonant + vowel for consonant in "bdfgjklmnprstvz" for vowel in "aeiou"]
SPACE = re.compile(r"(\s+)")


@dataclass(frozen=True, slots=True)
class Text:
    """An article as far as search reads it: the title, and (heading, text) of each passage."""

    title: str
    passages: tuple[tuple[str, str], ...]


def derived(texts: Sequence[Text], generation: int, random: Random) -> list[Text]:
    """Return a collection like `texts`, with the words that are new in this generation.

    `generation` counts derived collections from 0; the same number and state of `random` give the
    same texts.
    """
    bodies = exchanged([text for one in texts for _, text in one.passages], random)
    bodies = with_new_words(bodies, new_words(texts, generation), random)
    titles = exchanged([one.title for one in texts], random)
    remaining = iter(bodies)
    return [
        Text(title, tuple((shuffled(head, random), next(remaining)) for head, _ in one.passages))
        for one, title in zip(texts, titles, strict=True)
    ]


def exchanged(texts: Sequence[str], random: Random) -> list[str]:
    """Return the texts with EXCHANGED of their words moved among them, and each one shuffled."""
    parts = [SPACE.split(text) for text in texts]  # words at even places, spaces at odd ones
    places = [
        (split, place)
        for split in parts
        for place in range(0, len(split), 2)
        if split[place] and random.random() < EXCHANGED
    ]
    words = [split[place] for split, place in places]
    random.shuffle(words)
    for (split, place), word in zip(places, words, strict=True):
        split[place] = word
    return [_shuffled(split, random) for split in parts]


def shuffled(text: str, random: Random) -> str:
    """Return `text` with its words in another order; spaces and line ends stay where they are."""
    return _shuffled(SPACE.split(text), random)


def _shuffled(parts: list[str], random: Random) -> str:
    places = [place for place in range(0, len(parts), 2) if parts[place]]
    words = [parts[place] for place in places]
    random.shuffle(words)
    for place, word in zip(places, words, strict=True):
        parts[place] = word
    return "".join(parts)


def new_words(texts: Sequence[Text], generation: int) -> range:
    """Return the numbers of the made-up words of a generation; see `made_up`."""
    known = len(vocabulary(text for one in texts for _, text in one.passages))
    first, following = (round(known * ((generation + more) ** HEAPS - 1)) for more in (1, 2))
    return range(first, following)


def vocabulary(texts: Iterable[str]) -> set[str]:
    """Return the different words of `texts`, without case and punctuation."""
    return {word for text in texts for word in re.findall(r"\w+", text.lower())}


def with_new_words(texts: Sequence[str], numbers: Iterable[int], random: Random) -> list[str]:
    """Return the texts with made-up words put in at random places."""
    added = list(texts)
    for number in numbers:
        word = made_up(number)
        for _time in range(min(MAX_OFTEN, int(1 / (1 - random.random())))):
            chosen = random.randrange(len(added))
            text = added[chosen]
            place = text.find(" ", random.randrange(len(text) + 1)) + 1
            added[chosen] = f"{text[:place]}{word} {text[place:]}"
    return added


def made_up(number: int) -> str:
    """Return the made-up word of a number; different numbers have different words."""
    syllables = []
    number += len(SYLLABLES) ** 2  # three syllables at least
    while number:
        number, syllable = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[syllable])
    return "x" + "".join(syllables)  # no real word begins with x and a consonant
