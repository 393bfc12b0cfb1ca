"""Which passages a question is compared with: a few hundred, whatever the number of articles.

Ranking every passage that holds any word of a question costs 140 ms at 141,000 passages. So a
passage must hold a share of the question to be looked at, and the share is as large as leaves about
EXPECTED passages, by the frequencies of the words. Words of one subject stand together, so there
are mostly more: a larger share is tried first, and is enough where ENOUGH passages hold it.
PostgreSQL's index evaluates such a condition from the rarest words on and skips through the lists
of the others, as MaxScore does (Turtle and Flood 1995).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from .questions import Question
from .words import quoted

# docs/search.md has the measurements.
EXPECTED_FIRST, EXPECTED = 150, 300
LOOKED_UP = 8
# Words that together are worth less than this share of the question are not looked up; all but the
# best passages are ranked without them, too.
LEFT_OUT = 0.2
# With fewer passages than this, the next source is asked.
ENOUGH = 200
# The index takes up to 1.4 microseconds for each entry that it reads.
MAX_READ = 12_000
# At most so many passages of one source are ranked; fewer where common words give no choice.
MAX_RANKED, MAX_OF_COMMON = 4000, 1500
# So many passages are read to see whether words follow each other: 1.2 microseconds each when they
# are in memory, 10 to 30 when they are not.
MAX_COMPARED = 8000
NEXT = re.compile(r"<(?:-|\d+)>")
# Reading a passage costs half as much again as reading an entry of the index.
COST_OF_READING = 1.5
ROUNDING = 1e-9

# The conditions on a passage; {holding} is a parameter, {most} the limit.
INDEX = "vector @@ {holding}"
# All passages of the articles that are best by their titles. Titles have an index of their own: the
# one of all words keeps no weights.
TITLES = """article_id IN (
         SELECT article_id
           FROM (SELECT article_id, {score} AS score
                   FROM articles_passage
                  WHERE locale = %(locale)s AND position = 0
                    AND ts_filter(vector, '{{a}}') @@ {holding}
                  LIMIT {most}) AS named
          ORDER BY score DESC, article_id LIMIT 300)"""
# The planner would ask the index for every passage there is before it takes the first.
ANY = "(vector @@ {holding}) IS TRUE"

# What a condition is on: by default all passages, else those {within} a tsquery.
EVERYWHERE = "articles_passage"
COMPARED = """(SELECT * FROM articles_passage
                WHERE locale = %(locale)s AND vector @@ {within}
                LIMIT {compared}) AS articles_passage"""
TITLED = f"""(SELECT * FROM articles_passage
                WHERE {TITLES.replace("{holding}", "{within}")}) AS articles_passage"""  # noqa: S608


class Worthy(Protocol):
    """A word or what stands for it."""

    @property
    def worth(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Source:
    """A condition in SQL, the tsquery for its {holding}, and the most passages of it.

    The condition is on what is `among`; this is EVERYWHERE, or needs a tsquery `within`.
    """

    condition: str
    holding: str
    most: int
    among: str = EVERYWHERE
    within: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place of the question asks for: a word, or any of the words that it may mean."""

    literal: str
    worth: float
    passages: int


def choices(question: Question, weights: str = "") -> list[Choice]:
    """Return what each place of `question` asks for, the worthiest first.

    `weights` ("AD") is where in a vector the words must stand; anywhere by default.
    """
    places = [
        Choice(
            f"({' | '.join(word.at(weights) if weights else word.literal for word in words)})",
            max(word.worth for word in words),
            sum(word.passages for word in words),
        )
        for words in question.places
    ]
    return sorted(places, key=lambda choice: (-choice.worth, choice.passages, choice.literal))


def without_the_last(words: Sequence[Worthy], share: float) -> int:
    """Return how many of `words` (worthiest first) make up all of their worth but `share`."""
    left = sum(word.worth for word in words)
    least = share * left
    for number, word in enumerate(words):
        if number and left < least:
            return number
        left -= word.worth
    return len(words)


def sources(question: Question) -> Iterator[Source]:
    """Yield where to look for passages: the next one when the last gave fewer than ENOUGH.

    Quoted phrases are all that counts: whatever holds them is ranked by the other words.
    """
    if question.phrases:
        yield from _phrases(question)
        return
    places = choices(question)
    places = places[: min(without_the_last(places, LEFT_OUT), LOOKED_UP)]
    shares = _shares(places, question.passages)
    wanted, affordable = _least(shares, EXPECTED), _affordable(shares, places)
    if affordable is not None:
        first = _least(shares, EXPECTED_FIRST)
        if first > affordable + ROUNDING:
            yield Source(INDEX, _allowed(question, holding(places, first)), MAX_RANKED)
        yield Source(INDEX, _allowed(question, holding(places, affordable)), MAX_RANKED)
    if affordable == wanted:
        if wanted > places[-1].worth + ROUNDING:
            yield Source(INDEX, _allowed(question, _any(rarest(places))), MAX_RANKED)
        return
    yield Source(TITLES, holding(places, wanted), MAX_OF_COMMON)
    if len(places) > 1:
        half = sum(word.worth for word in places) / 2
        yield Source(TITLES, holding(places, half), MAX_OF_COMMON)
    most_common = max(word.passages for word in places)
    read_until_enough = MAX_OF_COMMON * question.passages / most_common
    is_everywhere = COST_OF_READING * read_until_enough < sum(word.passages for word in places)
    yield Source(ANY if is_everywhere else INDEX, _allowed(question, _any(places)), MAX_OF_COMMON)


def _phrases(question: Question) -> Iterator[Source]:
    """Yield where to look for passages with all phrases of `question`.

    The index knows no positions, so each passage with all the words is read, MAX_COMPARED at most.
    When every word is in more passages than that, a phrase of them may be missed: the articles that
    are best by their titles come first, then whatever the index finds first.
    """
    phrases = " & ".join(f"({phrase})" for phrase in question.phrases)
    words = NEXT.sub("&", phrases)
    passages = [word.passages for word in question.words if quoted(word.lexeme) in phrases]
    if min(passages, default=0) > MAX_COMPARED:
        yield Source(ANY, _allowed(question, phrases), MAX_OF_COMMON, TITLED, words)
    yield Source(ANY, _allowed(question, phrases), MAX_RANKED, COMPARED, words)


def _allowed(question: Question, holding: str) -> str:
    """Return the tsquery of passages that are `holding` and have no excluded word themselves."""
    without = excluded(question)
    return f"({holding}) & !({without})" if without else holding


def excluded(question: Question) -> str:
    """Return the tsquery of what no result may hold; "" when everything may be held."""
    return " | ".join(f"({phrase})" for phrase in question.excluded)


def _entries_read(words: Sequence[Choice], least: float) -> int:
    """Return how many entries of the index are read to find what holds words worth `least`.

    Those of the rarest words without which nothing can be worth that much.
    """
    entries = 0
    left = sum(word.worth for word in words)
    for word in sorted(words, key=lambda word: word.passages):
        if left < least - ROUNDING:
            break
        entries += word.passages
        left -= word.worth
    return entries


def rarest(words: Sequence[Choice]) -> Sequence[Choice]:
    """Return those of `words` (best first) whose holders are few enough; at least one."""
    holders = 0
    for number, word in enumerate(words):
        holders += word.passages
        if number and holders > MAX_RANKED:
            return words[:number]
    return words


def holding(words: Sequence[Choice], least: float) -> str:
    """Return the tsquery of texts that hold words worth `least` together; "" when none can."""
    if not words or sum(word.worth for word in words) < least - ROUNDING:
        return ""
    first, rest = words[0], words[1:]
    without_first = holding(rest, least)
    if first.worth >= least - ROUNDING:
        either = [first.literal, without_first]
    else:
        either = [f"{first.literal} & ({holding(rest, least - first.worth)})", without_first]
    return " | ".join(filter(None, either))


def own(question: Question, share: float) -> str:
    """Return the tsquery of answers that hold `share` of the question by themselves.

    In their text or in the question that they answer (weights D and A there), with at least one
    word that the title above them (B) does not have: else it is the article that was asked for.
    """
    places = choices(question, "AD")[:LOOKED_UP]
    enough = holding(places, share * sum(place.worth for place in places))
    beyond_title = " | ".join(f"{word.at('AD')} & !{word.at('B')}" for word in question.telling)
    return f"({enough}) & ({beyond_title})"


def _least(shares: Sequence[tuple[float, float]], wanted: int) -> float:
    """Return how much of the question a passage must hold so that `wanted` are expected to."""
    expected = 0.0
    for worth, passages in shares:
        expected += passages
        if expected >= wanted:
            return worth
    return shares[-1][0]


def _affordable(shares: Sequence[tuple[float, float]], words: Sequence[Choice]) -> float | None:
    """Return the least share, down to `_least`, that the index finds whole and in time, if any.

    Whole: at most MAX_RANKED passages hold it. In time: at most MAX_READ entries are read.
    """
    affordable, expected = None, 0.0
    for worth, passages in shares:
        expected += passages
        if expected > MAX_RANKED or _entries_read(words, worth) > MAX_READ:
            break
        affordable = worth
        if expected >= EXPECTED:
            break
    return affordable


def _shares(words: Sequence[Choice], passages: int) -> list[tuple[float, float]]:
    """Return (worth, expected passages) of every choice among `words`, the worthiest first.

    As if words stood independently of one another; they do not, so there are more in truth.
    """
    shares = [(0.0, float(passages))]
    for word in words:
        share = min(1.0, word.passages / passages)
        shares = [
            choice
            for worth, number in shares
            for choice in ((worth + word.worth, number * share), (worth, number * (1 - share)))
        ]
    return sorted(((worth, number) for worth, number in shares if worth), reverse=True)


def _any(words: Sequence[Choice]) -> str:
    return " | ".join(word.literal for word in words)
