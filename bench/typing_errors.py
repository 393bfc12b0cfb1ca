"""One typing error in a question, the same one in every run."""

from __future__ import annotations

import re
from random import Random

from articles.folding import UNSPACED

# A word of four letters has so many neighbours that nobody could tell what was meant.
SHORTEST = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped(text: str, random: Random) -> str:
    """Return `text` with one edit in one of its words of five letters or more.

    A letter is inserted, deleted, replaced, or changes places with the next one. A text without
    such a word is returned as it is. A run of letters in a script without spaces is no word: who
    writes one mistakes sounds, not letters.
    """
    found = re.finditer(rf"[^\W\d_]{{{SHORTEST},}}", text)
    words = [word for word in found if not UNSPACED.search(word[0])]
    if not words:
        return text
    word = random.choice(words)
    return text[: word.start()] + _edited(word[0], random) + text[word.end() :]


def _edited(word: str, random: Random) -> str:
    """Return another word, one edit away."""
    place = random.randrange(len(word))
    letter = random.choice([letter for letter in LETTERS if letter != word[place].lower()])
    pairs = [n for n in range(len(word) - 1) if word[n] != word[n + 1]]
    edits = ["insert", "delete", "replace", *(["swap"] if pairs else [])]
    match random.choice(edits):
        case "insert":
            return word[:place] + letter + word[place:]
        case "delete":
            return word[:place] + word[place + 1 :]
        case "replace":
            return word[:place] + letter + word[place + 1 :]
        case _:
            place = random.choice(pairs)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
