"""Words that a question writes in two and the articles in one, and the other way round.

Decides which count: two words of the question that follow each other also ask for the one word they
make when articles hold it ("pass word"), and a word that no article holds, nor one near to it, for
the two words it is made of ("resetpassword"). Of all ways to cut it, the one whose rarer half is
held by most. They are worth a share of their own rarity, and a joined word never more than the two
that were said. Whether the page also proposes them: when a word was said that no article holds, or
so few that it is in doubt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from articles.folding import UNSPACED

from .spelling import LETTERS, RARE, TIMES_MORE

WORTH = 0.8
# Letters of both words together, and of a part of one.
SHORTEST, SHORTEST_PART = 5, 3
MOST_PAIRS = 12
# Unknown words that are cut; each costs two looks into the ledger for every letter.
MOST_CUT = 8


class Held(NamedTuple):
    """So many passages hold a lexeme, say it so many times, and so many have it in the title."""

    passages: int
    times: int
    in_titles: int


class Compound(NamedTuple):
    """What was `typed` at `place`, as it may be `written` instead: each lexeme of that."""

    typed: str
    written: str
    place: int
    lexemes: tuple[tuple[str, Held], ...]
    is_proposed: bool


def pairs(folded: str) -> list[tuple[str, int]]:
    """Return (two words, place of the first) of those that may be one word; letters only."""
    words = folded.split()
    found = zip(words, words[1:], range(1, len(words) + 1), strict=False)
    return [(f"{one} {other}", place) for one, other, place in found if _may_be_one(one, other)][
        :MOST_PAIRS
    ]


def _may_be_one(one: str, other: str) -> bool:
    return (
        len(one) + len(other) >= SHORTEST
        and all(LETTERS.fullmatch(word) for word in (one, other))
        and not UNSPACED.search(one + other)
    )


# For one row of `word`, as JSON: the best cut of a word of the question that is `said`.
CUT = f"""
    SELECT json_build_array(said.word, part.one, part.other,
                            one.lexeme, one.passages, one.times, one.in_titles,
                            other.lexeme, other.passages, other.times, other.in_titles)::text
      FROM said,
           generate_series({SHORTEST_PART}, length(said.word) - {SHORTEST_PART}) AS place,
           LATERAL (SELECT left(said.word, place) AS one, substr(said.word, place + 1) AS other)
                AS part,
           LATERAL (SELECT stem.lexeme, sum(ledger.passages) AS passages,
                           sum(ledger.words) AS times, sum(ledger.in_titles) AS in_titles
                      FROM unnest(to_tsvector(%(config)s::regconfig, part.one)) AS stem
                      JOIN search_lexemecount AS ledger USING (lexeme)
                     WHERE ledger.locale = %(locale)s GROUP BY stem.lexeme) AS one,
           LATERAL (SELECT stem.lexeme, sum(ledger.passages) AS passages,
                           sum(ledger.words) AS times, sum(ledger.in_titles) AS in_titles
                      FROM unnest(to_tsvector(%(config)s::regconfig, part.other)) AS stem
                      JOIN search_lexemecount AS ledger USING (lexeme)
                     WHERE ledger.locale = %(locale)s GROUP BY stem.lexeme) AS other
     WHERE said.lexeme = word.lexeme AND said.word = ANY(%(cut)s::text[])
       AND one.passages > 0 AND other.passages > 0
     ORDER BY least(one.passages, other.passages) DESC, place LIMIT 1"""  # noqa: S608


def cut(found: str, place: int) -> Compound:
    """Return the word at `place` as the two words that CUT found in it."""
    typed, one, other, *held = json.loads(found)
    lexemes = ((held[0], Held(*held[1:4])), (held[4], Held(*held[5:])))
    return Compound(typed, f"{one} {other}", place, lexemes, is_proposed=True)


def joined(
    typed: str, place: int, lexeme: str, found: Held, held: Mapping[int, tuple[int, bool]]
) -> Compound | None:
    """Return the two words at `place` as one; None when that would mean nothing.

    `found` says how many hold it; `held` has, for each place of the question, the passages that
    hold the word there and whether it is no stop word. Two stop words are no word ("for the").
    """
    two = [held[at] for at in (place, place + 1) if at in held]
    if not any(is_kept for _passages, is_kept in two):
        return None
    doubted = [number for number, is_kept in two if is_kept and number <= RARE]
    is_proposed = any(found.passages >= max(1, TIMES_MORE * number) for number in doubted)
    return Compound(typed, typed.replace(" ", ""), place, ((lexeme, found),), is_proposed)


def most_said(compound: Compound, worths: Mapping[int, float]) -> float:
    """Return what `compound` may be worth at most: as much as the two words that were said.

    Without a limit where one of them is unknown, and for a word that was cut.
    """
    places = (compound.place, compound.place + 1)
    if " " not in compound.typed or not all(place in worths for place in places):
        return float("inf")
    return sum(worths[place] for place in places)


def unique(compounds: Iterable[Compound | None], known: Iterable[str]) -> list[Compound]:
    """Return the compounds that bring at least one lexeme that is not known, each lexeme once."""
    seen, kept = set(known), []
    for compound in compounds:
        if compound and not {lexeme for lexeme, _ in compound.lexemes} <= seen:
            seen.update(lexeme for lexeme, _ in compound.lexemes)
            kept.append(compound)
    return kept
