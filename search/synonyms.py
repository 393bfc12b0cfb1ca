"""What staff's synonyms add to a question.

Decides what a synonym is worth. A term that is asked adds each term that it finds: SYNONYM of the
idf of its words, and never more than SYNONYM of what the asked term is worth. So a rare synonym of
a common word does not outweigh it, nor do the many words of a phrase. These count together only,
the nearer the more: "back" alone is no "money back".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

# docs/search.md has the measurements.
SYNONYM = 0.8
# Terms that synonyms may add to one question, the weightiest first.
MAX_ADDED = 16
# ts_rank of words side by side is 1.6 to 2.4 times that of one word said as often.
PHRASE = 0.5

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

    It counts where all that is `beside` it in its phrase is held, too. The term has `length`
    lexemes, which follow each other from each of `positions` on.
    """

    lexeme: str
    beside: tuple[str, ...]
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
    """Return what `meanings` add to a question, the weightiest first, each term once.

    `positions` and `worth` (of one mention) are those of the question's lexemes, articles hold them
    or not; `idf` knows the lexemes that articles hold.
    """
    best: dict[tuple[str, ...], Addition] = {}
    for meaning in meanings:
        if added := _added(meaning, positions, worth, idf):
            term = (added.lexeme, *added.beside)
            best[term] = max(best.get(term, added), added, key=lambda each: each.worth)
    return sorted(best.values(), key=lambda added: (-added.worth, added.lexeme))[:MAX_ADDED]


def _added(
    meaning: Meaning,
    positions: Mapping[str, Collection[int]],
    worth: Mapping[str, float],
    idf: Mapping[str, float],
) -> Addition | None:
    """Return what one meaning adds; nothing when all of it was said, or articles lack a word.

    What was said itself is worth nothing again.
    """
    places = tuple(starts(meaning.asked, positions))
    lexemes = dict.fromkeys(meaning.found)
    new = [lexeme for lexeme in lexemes if lexeme not in positions]
    if not places or not new or any(idf.get(lexeme, 0) <= 0 for lexeme in lexemes):
        return None
    asked_worth = sum(worth[lexeme] for lexeme in meaning.asked)
    share = min(1, asked_worth / sum(idf[lexeme] for lexeme in lexemes))
    value = SYNONYM * len(places) * share * sum(idf[lexeme] for lexeme in new)
    beside = tuple(lexeme for lexeme in lexemes if lexeme != new[0])
    value *= PHRASE if beside else 1
    return Addition(new[0], beside, places, value, meaning.term, len(meaning.asked))


def starts(phrase: tuple[str, ...], positions: Mapping[str, Collection[int]]) -> Iterator[int]:
    """Yield the positions at which the lexemes of `phrase` follow each other."""
    for start in sorted(positions.get(phrase[0], ())):
        if all(start + n in positions.get(lexeme, ()) for n, lexeme in enumerate(phrase)):
            yield start
