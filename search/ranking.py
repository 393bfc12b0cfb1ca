"""Which articles answer a question, and in what order.

Decides the score. A passage scores the sum over the question's words of worth x ts_rank for that
word alone, which saturates as a word repeats; PAIR of the lesser word's worth is added for two
words that follow each other in the question and in the passage; and the sum is divided by a mild
norm of the passage's length. An article scores as its best passage and OTHERS of the next ten.
An article whose title is the question comes first. docs/search.md has the measurements.

The work is bounded. Only passages are looked at that hold one of the question's rarer words, at
most CANDIDATES; they are ranked by the words that make up most of the question, and only the best
REFINED of them by everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from articles.folding import fold

from . import bounded
from .questions import Question, Word, quoted

# What a word is worth in the passage's own text, the tags, the heading and the title.
WEIGHTS = "{0.4, 0.4, 0.5, 0.7}"
PAIR = 0.04
LENGTH_NORM = 0.15
OTHERS = 0.05
OTHER_PASSAGES = 10
CANDIDATES = 2500
REFINED = 200
# Words that together are worth less than this share of the question bring no candidates,
LEFT_OUT = 0.2
# and a passage that scores less than this share of the best one is no result.
SHARE_OF_BEST = 0.15
MAX_PASSAGES = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers, with the passage of it that answers best."""

    article_id: int
    passage_id: int
    score: float
    tab_id: int


class RankedPassage(NamedTuple):
    """A passage that answers; `title` is set when it may be the question."""

    article_id: int
    passage_id: int
    score: float
    tab_id: int
    title: str | None


PASSAGES = """
    WITH candidate AS (
        {candidates}
    ), ranked AS MATERIALIZED (
        SELECT id, article_id, {norm} AS norm, ({telling}) / ({norm}) AS score,
               CASE WHEN position = 0 THEN vector @@ %(title)s::tsquery ELSE false END AS titled
          FROM candidate
    ), near AS MATERIALIZED (
        SELECT *, row_number() OVER (ORDER BY score DESC, id) AS place FROM ranked
         WHERE titled OR score >= %(share)s * (SELECT max(score) FROM ranked)
         LIMIT %(limit)s
    )
    SELECT article_id, id, score + CASE WHEN place <= %(refined)s THEN
           (SELECT {other} FROM (SELECT {vector} AS vector FROM articles_passage AS passage
                                  WHERE passage.id = near.id OFFSET 0) AS passage) / norm
           ELSE 0 END, tab_id, CASE WHEN titled THEN title END
      FROM near JOIN articles_publishedarticle AS article USING (article_id)"""

# A compressed vector (long, as letter pairs make it) is unpacked once, not by every ts_rank.
VECTOR = "CASE WHEN pg_column_compression(vector) IS NULL THEN vector ELSE vector || '' END"

HOLDERS = f"""
        SELECT id, article_id, position, words, {VECTOR} AS vector FROM articles_passage
         WHERE locale = %(locale)s AND vector @@ %(any)s::tsquery OFFSET 0"""  # noqa: S608

# Every word is in more than CANDIDATES passages: titles that hold all of them, and any passages.
COMMON_HOLDERS = """
        (SELECT id, article_id, position, words, vector FROM articles_passage
          WHERE locale = %(locale)s AND position = 0
            AND ts_filter(vector, '{a}') @@ %(all)s::tsquery LIMIT %(candidates)s)
         UNION
        (SELECT id, article_id, position, words, vector FROM articles_passage
          WHERE locale = %(locale)s AND vector @@ %(any)s::tsquery LIMIT %(candidates)s)"""


def hits(question: Question) -> list[Hit]:
    """Return the articles that answer, best first; one SQL statement.

    Raises bounded.TookTooLong.
    """
    return _best(passages(question), fold(question.text).split())


def passages(question: Question) -> list[RankedPassage]:
    """Return the passages that make up the results; one SQL statement.

    Raises bounded.TookTooLong.
    """
    if not question.words:
        return []
    telling, other = split(question.words)
    said = tuple(word for word in question.words if word.kind != "synonym")
    holders = looked_up(question.words)
    values: dict[str, Any] = {
        "locale": question.locale,
        "any": " | ".join(word.literal for word in holders),
        "all": " & ".join(word.literal for word in said or question.words),
        "title": " <-> ".join(f"{quoted(lexeme)}:A" for lexeme in question.lexemes),
        "candidates": CANDIDATES,
        "refined": REFINED,
        "share": SHARE_OF_BEST,
        "limit": MAX_PASSAGES,
    }
    common = holders[0].passages > CANDIDATES
    sql = PASSAGES.format(
        candidates=COMMON_HOLDERS if common else HOLDERS,
        vector=VECTOR,
        telling=_sum(_word_terms(telling, values)),
        other=_sum([*_word_terms(other, values), *_pair_terms(question, values)]),
        norm=f"({1 - LENGTH_NORM} + words * {_float(LENGTH_NORM / question.mean_length)})",
    )
    return [RankedPassage(*row) for row in bounded.rows(sql, values)]


def _best(rows: list[RankedPassage], title: list[str]) -> list[Hit]:
    """Return a hit for each article of `rows`; one whose title is `title` comes first."""
    rows.sort(key=lambda row: (-row.score, row.passage_id))
    scores: dict[int, list[float]] = {}
    best: dict[int, tuple[int, int, bool]] = {}
    for article, passage, score, tab, its_title in rows:
        scores.setdefault(article, []).append(score)
        is_exact = its_title is not None and fold(its_title).split() == title
        if article not in best or is_exact:
            passage = best[article][0] if article in best else passage
            best[article] = passage, tab, is_exact
    hits = [
        (is_exact, Hit(article, passage, article_score(scores[article]), tab))
        for article, (passage, tab, is_exact) in best.items()
    ]
    hits.sort(key=lambda hit: (not hit[0], -hit[1].score, hit[1].article_id))
    return [hit for _is_exact, hit in hits]


def article_score(scores: list[float]) -> float:
    """Return an article's score from those of its passages, best first."""
    return scores[0] + OTHERS * sum(scores[1 : 1 + OTHER_PASSAGES])


def looked_up(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return those of `words` (rarest first) whose holders are candidates; at least one.

    Synonyms come behind what was said, as far as there is room: the holders of a rare synonym must
    not keep out those of the common word that was asked for.
    """
    said = _looked_up(tuple(word for word in words if word.kind != "synonym"))
    held = sum(word.passages for word in said)
    found = []
    for word in (word for word in words if word.kind == "synonym"):
        held += word.passages
        if held > CANDIDATES and (said or found):
            break
        found.append(word)
    return (*said, *found)


def _looked_up(words: tuple[Word, ...]) -> tuple[Word, ...]:
    left = total = sum(word.worth for word in words)
    held = 0
    for number, word in enumerate(words):
        if number and (left < LEFT_OUT * total or held + word.passages > CANDIDATES):
            return words[:number]
        left -= word.worth
        held += word.passages
    return words


def split(words: tuple[Word, ...]) -> tuple[list[Word], list[Word]]:
    """Return the words that make up most of the question, and the others."""
    by_worth = sorted(words, key=lambda word: -word.worth)
    left = sum(word.worth for word in words)
    least = left * LEFT_OUT
    for number, word in enumerate(by_worth):
        if number and left < least:
            return by_worth[:number], by_worth[number:]
        left -= word.worth
    return by_worth, []


def _word_terms(words: Iterable[Word], values: dict[str, Any]) -> Iterator[str]:
    """Yield the SQL of what each word adds; puts its parameters into `values`."""
    for word in words:
        name = f"value{len(values)}"
        values[name] = word.literal
        yield f"{_float(word.worth)} * ts_rank('{WEIGHTS}', vector, %({name})s::tsquery)"


def _pair_terms(question: Question, values: dict[str, Any]) -> Iterator[str]:
    """Yield the SQL of what each pair of neighbours adds; puts its parameters into `values`."""
    for pair in pairs(question):
        name = f"value{len(values)}"
        values[name] = pair.literal
        yield f"CASE WHEN vector @@ %({name})s::tsquery THEN {_float(pair.worth)} ELSE 0 END"


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


def _sum(terms: Iterable[str]) -> str:
    return " + ".join(terms) or "0"


def _float(number: float) -> str:
    """Return a number as SQL; a bare one would be numeric, which is slow to add."""
    return f"'{number:.9g}'::float8"
