"""What each word of a question, each pair of neighbours and the title add to a passage, as SQL.

Decides the numbers of the score but not what is scored (ranking.py). docs/search.md has the
measurements.
"""

from __future__ import annotations

from collections.abc import Iterable
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
ASKED = "unnest(%({0}s)s::tsquery[], %({0}_worths)s::float8[]) AS asked (word, worth)"
TITLE_TERM = f"""(SELECT coalesce('{TITLE}'::float8 * sum(asked.worth) * count(*)
                        / greatest(length(title), 1), 0)
                FROM {ASKED.format("telling")}
               WHERE title @@ asked.word)"""  # noqa: S608
REST = f"""(SELECT coalesce(sum(asked.worth * ts_rank('{WEIGHTS}', vector, asked.word)), 0)
                FROM {ASKED.format("other")})
             + (SELECT coalesce(sum(asked.worth), 0)
                  FROM {ASKED.format("pair")} WHERE vector @@ asked.word)"""  # noqa: S608


class Pair(NamedTuple):
    """Two words that follow each other in the question, and what it is worth that they do."""

    one: str
    following: str
    worth: float

    @property
    def literal(self) -> str:
        return f"{quoted(self.one)} <-> {quoted(self.following)}"


def pairs(question: Question) -> list[Pair]:
    """Return the neighbours of the question that articles hold, each pair once.

    Those of a name count as much as a word, the lesser of the two.
    """
    worth = {word.lexeme: word.worth / len(word.positions) for word in question.words}
    neighbours = dict.fromkeys(zip(question.lexemes, question.lexemes[1:], strict=False))
    neighbouring = [
        Pair(first, following, min(worth[first], worth[following]))
        for first, following in neighbours
        if first in worth and following in worth
    ]
    return [
        pair
        if any(pair.literal in name for name in question.names)
        else pair._replace(worth=PAIR * pair.worth)
        for pair in neighbouring
    ]


def norm(question: Question, values: dict[str, Any]) -> str:
    """Return the SQL of what a passage's sum is divided by; puts its parameters into `values`."""
    values["norm"] = LENGTH_NORM / question.mean_length
    return f"({1 - LENGTH_NORM} + words * %(norm)s)"


def of_words(words: Iterable[Word], values: dict[str, Any]) -> str:
    """Return the SQL of what `words` add to a passage; parameters as above.

    A statement of its own for each number of words: with the words as rows, ranking takes a tenth
    longer.
    """
    terms = []
    for number, word in enumerate(words):
        values |= {f"word{number}": word.literal, f"worth{number}": word.worth}
        terms.append(f"%(worth{number})s * ts_rank('{WEIGHTS}', vector, %(word{number})s::tsquery)")
    return " + ".join(terms)


def of_the_rest(words: Iterable[Word], question: Question, values: dict[str, Any]) -> str:
    """Return the SQL of what `words` and the pairs of neighbours add; parameters as above."""
    values |= _asked("other", [(word.literal, word.worth) for word in words])
    values |= _asked("pair", [(pair.literal, pair.worth) for pair in pairs(question)])
    return REST


def of_title(question: Question, values: dict[str, Any]) -> str:
    """Return the SQL of what the `title`, a vector, adds by itself; parameters as above."""
    values |= _asked("telling", [(word.literal, word.worth) for word in question.telling])
    return TITLE_TERM


def title_share(asked: Iterable[tuple[Word, bool]], title_length: int) -> float:
    """Return what the title adds, of the telling words and whether it has them."""
    worths = [word.worth for word, is_held in asked if is_held]
    return TITLE * sum(worths) * len(worths) / title_length


def _asked(name: str, worths: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """Return the parameters of ASKED.format(name): what is looked for and what it is worth."""
    pairs = list(worths)
    return {f"{name}s": [one for one, _ in pairs], f"{name}_worths": [worth for _, worth in pairs]}
