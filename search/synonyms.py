"""What staff's synonyms add to a question.

Decides what a synonym is worth. A term that is asked adds the words of each term that it finds:
SYNONYM of their own idf, and together never more than SYNONYM of what the asked term is worth. So a
rare synonym of a common word does not outweigh it, nor do the many words of a phrase.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

# docs/search.md has the measurements.
SYNONYM = 0.8
# Words that synonyms may add to one question, the weightiest first.
MAX_ADDED = 16

# `spoken.lexemes` are those of the question. A phrase is only looked for here, the longest first;
# whether its words follow each other is seen in their positions.
MEANT = """
    SELECT synonym.term, synonym.asked, synonym.found
      FROM search_synonym AS synonym, spoken
     WHERE synonym.locale = %(locale)s AND synonym.asked[1] = ANY(spoken.lexemes)
       AND synonym.asked <@ spoken.lexemes
     ORDER BY cardinality(synonym.asked) DESC, synonym.id LIMIT 500"""


class Meaning(NamedTuple):
    """Who says `asked` in this order (staff wrote it as `term`) also means `found`."""

    term: str
    asked: tuple[str, ...]
    found: tuple[str, ...]


class Addition(NamedTuple):
    """A lexeme that is searched for though nobody said it, and the term that it stands for.

    The term has `length` lexemes, which follow each other from each of `positions` on.
    """

    lexeme: str
    positions: tuple[int, ...]
    worth: float
    term: str
    length: int


def additions(
    meanings: Iterable[Meaning],
    positions: Mapping[str, Collection[int]],
    worth: Mapping[str, float],
    idf: Mapping[str, float],
) -> list[Addition]:
    """Return what `meanings` add to a question, the weightiest first, each lexeme once.

    `positions` and `worth` (of one mention) are those of the question's lexemes, articles hold them
    or not; `idf` knows the lexemes that articles hold.
    """
    best: dict[str, Addition] = {}
    for meaning in meanings:
        for added in _added(meaning, positions, worth, idf):
            if added.lexeme not in best or best[added.lexeme].worth < added.worth:
                best[added.lexeme] = added
    return sorted(best.values(), key=lambda added: (-added.worth, added.lexeme))[:MAX_ADDED]


def _added(
    meaning: Meaning,
    positions: Mapping[str, Collection[int]],
    worth: Mapping[str, float],
    idf: Mapping[str, float],
) -> Iterator[Addition]:
    """Yield the lexemes that one meaning adds; those that were said themselves are not added."""
    said = tuple(starts(meaning.asked, positions))
    held = [lexeme for lexeme in dict.fromkeys(meaning.found) if idf.get(lexeme, 0) > 0]
    if not said or not held:
        return
    asked_worth = sum(worth[lexeme] for lexeme in meaning.asked)
    share = min(1, asked_worth / sum(idf[lexeme] for lexeme in held))
    for lexeme in held:
        if lexeme not in positions:
            value = SYNONYM * len(said) * share * idf[lexeme]
            yield Addition(lexeme, said, value, meaning.term, len(meaning.asked))


def starts(phrase: tuple[str, ...], positions: Mapping[str, Collection[int]]) -> Iterator[int]:
    """Yield the positions at which the lexemes of `phrase` follow each other."""
    for start in sorted(positions.get(phrase[0], ())):
        if all(start + n in positions.get(lexeme, ()) for n, lexeme in enumerate(phrase)):
            yield start
