"""What each word of a question, each pair of neighbours and the title add to a passage, as SQL.

Decides the numbers of the score but not what is scored (ranking.py). docs/search.md has the
measurements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .questions import Question
from .words import Word, quoted

# What a word is worth in the passage's own text, the tags, the heading and the title.
WEIGHTS = "{0.4, 0.4, 0.5, 0.65}"
PAIR = 0.04
LENGTH_NORM = 0.15
# What the words of the question that are in the title are worth again when they are all of it.
TITLE = 0.15

TITLE_LENGTH = "greatest(length(ts_filter({vector}, '{{a}}')), 1)"
TITLE_TERM = f"""(SELECT coalesce('{TITLE}'::float8 * sum(asked.worth) * count(*)
                        / greatest(length(title), 1), 0)
                FROM unnest(%(telling)s::tsquery[], %(worths)s::float8[]) AS asked (word, worth)
               WHERE title @@ asked.word)"""  # noqa: S608


class Pair(NamedTuple):
    """Two words that follow each other in the question, and what it is worth that they do."""

    one: str
    following: str
    worth: float

    @property
    def literal(self) -> str:
        return f"{quoted(self.one)} <-> {quoted(self.following)}"


def pairs(question: Question) -> list[Pair]:
    """Return the neighbours of the question that articles hold, each pair once."""
    worth = {word.lexeme: word.worth / len(word.positions) for word in question.words}
    neighbours = dict.fromkeys(zip(question.lexemes, question.lexemes[1:], strict=False))
    return [
        Pair(one, following, PAIR * min(worth[one], worth[following]))
        for one, following in neighbours
        if one in worth and following in worth
    ]


def norm(question: Question) -> str:
    """Return the SQL of what a passage's sum is divided by, of its number of `words`."""
    return f"({1 - LENGTH_NORM} + words * {_float(LENGTH_NORM / question.mean_length)})"


def of_words(words: Iterable[Word], values: dict[str, Any]) -> str:
    """Return the SQL of what `words` add; puts its parameters into `values`."""
    return _sum(_word_terms(words, values))


def of_the_rest(words: Iterable[Word], question: Question, values: dict[str, Any]) -> str:
    """Return the SQL of what `words` and the pairs of neighbours add; parameters as above."""
    return _sum([*_word_terms(words, values), *_pair_terms(question, values)])


def of_title(question: Question, values: dict[str, Any]) -> str:
    """Return the SQL of what the `title`, a vector, adds by itself; parameters as above."""
    values["telling"] = [word.literal for word in question.telling]
    values["worths"] = [word.worth for word in question.telling]
    return TITLE_TERM


def title_share(asked: Iterable[tuple[Word, bool]], title_length: int) -> float:
    """Return what the title adds, of the telling words and whether it has them."""
    held = [word.worth for word, is_held in asked if is_held]
    return TITLE * sum(held) * len(held) / title_length


def _word_terms(words: Iterable[Word], values: dict[str, Any]) -> Iterator[str]:
    for word in words:
        name = f"value{len(values)}"
        values[name] = word.literal
        yield f"{_float(word.worth)} * ts_rank('{WEIGHTS}', vector, %({name})s::tsquery)"


def _pair_terms(question: Question, values: dict[str, Any]) -> Iterator[str]:
    for pair in pairs(question):
        name = f"value{len(values)}"
        values[name] = pair.literal
        yield f"CASE WHEN vector @@ %({name})s::tsquery THEN {_float(pair.worth)} ELSE 0 END"


def _sum(terms: Iterable[str]) -> str:
    return " + ".join(terms) or "0"


def _float(number: float) -> str:
    """Return a number as SQL; a bare one would be numeric, which is slow to add."""
    return f"'{number:.9g}'::float8"
