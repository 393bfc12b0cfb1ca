"""Why an article is a result: what each word of the question added to its score.

Decides nothing: it takes the score of ranking.py apart, for the cards of one page and for staff
only. The ranking statement runs once more to know the passages, one statement finds what each word
and pair adds to the best passage of each article, and one the forms in which the words were said. A
test holds the sums against the scores that visitors' results are ordered by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.folding import fold

from . import bounded, pinning, ranking, terms
from .phrases import in_order
from .questions import Question
from .ranking import OTHER_PASSAGES, OTHERS, Hit, RankedPassage
from .terms import LENGTH_NORM, TITLE_LENGTH, WEIGHTS, Pair
from .words import Word

# Weight of a vector -> where its words stand, and where in an answer to a standing question.
PLACES = {"A": _("title"), "B": _("heading"), "C": _("tags or summary"), "D": _("text")}
PLACES_OF_ANSWER = PLACES | {"A": _("its question"), "B": _("title of the article")}


@dataclass(frozen=True, slots=True)
class Part:
    """What a word of the question, or a pair of neighbours, adds to a passage.

    `kind` is said, stop (a stop word that was said), near, synonym, pair or unknown (no article
    holds it); `said` is what the word stands for when it was not said itself.
    """

    text: str
    kind: str
    worth: float = 0.0
    said: str = ""
    places: tuple[Promise, ...] = ()
    adds: float = 0.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score and what it is the sum of: `raw` / `norm` + `title` + `others` = `score`.

    `parts` add up to `raw`; `title` is what the title adds by itself; `words` is the length of the
    passage and `mean` that of all. An article that only staff's pin found has no parts.
    """

    place: int
    score: float = 0.0
    is_pinned: bool = False
    is_title: bool = False
    parts: tuple[Part, ...] = ()
    words: int = 0
    mean: float = 0.0
    norm: float = 1.0
    title: float = 0.0
    other_passages: tuple[float, ...] = ()
    is_refined: bool = True

    @property
    def raw(self) -> float:
        return sum(part.adds for part in self.parts)

    @property
    def passage(self) -> float:
        """What the best passage scores."""
        return self.raw / self.norm + self.title

    @property
    def of_words(self) -> float:
        """What the words add to it in proportion to its length."""
        return self.raw / self.norm

    @property
    def others(self) -> float:
        """What the next passages of the article add."""
        return OTHERS * sum(self.other_passages)

    @property
    def total(self) -> float:
        """The sum of everything that is told; a test holds it against `score`."""
        return self.passage + self.others


PARTS = f"""
    SELECT passage.id, passage.words,
           ARRAY(SELECT ts_rank('{WEIGHTS}', passage.vector, asked.word::tsquery)::float8
                   FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, number)
                  ORDER BY asked.number),
           ARRAY(SELECT (SELECT coalesce(string_agg(weight, ''), '')
                           FROM unnest('{{A,B,C,D}}'::text[]) AS weight
                          WHERE ts_filter(passage.vector, ARRAY[weight]::"char"[])
                                @@ asked.word::tsquery)
                   FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, number)
                  ORDER BY asked.number),
           ARRAY(SELECT passage.vector @@ asked.pair::tsquery
                   FROM unnest(%(pairs)s::text[]) WITH ORDINALITY AS asked (pair, number)
                  ORDER BY asked.number),
           passage.question, {TITLE_LENGTH.format(vector="passage.vector")}
      FROM articles_passage AS passage
     WHERE passage.id = ANY(%(passages)s)"""  # noqa: S608


Row = tuple[int, list[float], list[str], list[bool], str, int]


def explain(question: Question, hits: Sequence[Hit], first: int = 1) -> dict[int, Explanation]:
    """Return passage id -> why it is a result, for `hits` of which the first has place `first`.

    Four SQL statements at most. Raises bounded.TookTooLong.
    """
    if not hits:
        return {}
    ranked = ranking.passages(question)
    pinned = {hit.article_id for hit in pinning.pinned(question)}
    forms = said_forms(question)
    rows = {row[0]: row[1:] for row in bounded.rows(PARTS, _parameters(question, hits))}
    explained = {}
    for place, hit in enumerate(hits, first):
        known = Explanation(
            place,
            hit.score,
            is_pinned=hit.article_id in pinned,
            is_title=hit.key in question.titled,
        )
        scores = _scores(hit, ranked)
        if scores and hit.passage_id in rows:
            known = _taken_apart(known, question, scores, rows[hit.passage_id], forms)
        explained[hit.passage_id] = known
    return explained


def _scores(hit: Hit, ranked: Iterable[RankedPassage]) -> list[float]:
    """Return the scores that make up that of `hit`, its passage's first; [] when none does.

    Only the best passage of an article is helped by the others.
    """
    its = [passage for passage in ranked if passage.article_id == hit.article_id]
    its.sort(key=lambda passage: (-passage.score, passage.passage_id))
    if not hit.score or not its:
        return []
    if its[0].passage_id == hit.passage_id:
        return [passage.score for passage in its]
    return [passage.score for passage in its if passage.passage_id == hit.passage_id]


def _parameters(question: Question, hits: Iterable[Hit]) -> dict[str, Any]:
    return {
        "words": [word.literal for word in question.words],
        "pairs": [pair.literal for pair in terms.pairs(question)],
        "passages": [hit.passage_id for hit in hits],
    }


def said_forms(question: Question) -> dict[str, str]:
    """Return lexeme -> a form in which the question says it; one SQL statement."""
    words = list(dict.fromkeys(fold(question.text).split()))
    phrases = in_order(words, question.locale)
    return {
        phrase.lexemes[0]: word
        for word, phrase in zip(words, phrases, strict=True)
        if len(phrase.lexemes) == 1
    }


def _taken_apart(
    known: Explanation, question: Question, scores: list[float], row: Row, forms: dict[str, str]
) -> Explanation:
    """Return `known` with the parts of its passage; `scores` are its own and those that help."""
    words, *_held = row
    best, *others = scores
    norm = 1 - LENGTH_NORM + words * LENGTH_NORM / question.mean_length
    everything, main = _everything(question, row, forms), _main(question, row, forms)
    title = _title(question, row)
    # Only the best passages of all are ranked by everything; which were, their scores say.
    is_refined = _miss(everything, (best - title) * norm) <= _miss(main, best * norm)
    counted = sorted(everything if is_refined else main, key=lambda part: -part.adds)
    return replace(
        known,
        parts=(*counted, *_unknown(question, forms)),
        words=words,
        mean=question.mean_length,
        norm=norm,
        title=title if is_refined else 0.0,
        other_passages=tuple(others[:OTHER_PASSAGES]),
        is_refined=is_refined,
    )


def _everything(question: Question, row: Row, forms: dict[str, str]) -> list[Part]:
    """Return what all words and the pairs of neighbours add."""
    _words, ranks, weights, are_near, standing, _title_length = row
    asked = zip(question.words, ranks, weights, strict=True)
    pairs = zip(terms.pairs(question), are_near, strict=True)
    return [
        *(_word_part(word, rank, _places(places, standing), forms) for word, rank, places in asked),
        *(_pair_part(pair, forms) for pair, is_near in pairs if is_near),
    ]


def _main(question: Question, row: Row, forms: dict[str, str]) -> list[Part]:
    """Return what the words add that make up most of the question; the others add nothing."""
    main = ranking.split(question.words)[0]
    _words, ranks, weights, _are_near, standing, _title_length = row
    return [
        _word_part(word, rank if word in main else 0.0, _places(places, standing), forms)
        for word, rank, places in zip(question.words, ranks, weights, strict=True)
    ]


def _title(question: Question, row: Row) -> float:
    """Return what the title adds by itself, the more of it is asked."""
    held = {word for word, places in zip(question.words, row[2], strict=True) if "A" in places}
    asked = ((word, word in held) for word in question.telling)
    return terms.title_share(asked, row[-1])


def _miss(parts: Iterable[Part], raw: float) -> float:
    return abs(sum(part.adds for part in parts) - raw)


def _places(weights: str, standing: str) -> tuple[Promise, ...]:
    named = PLACES_OF_ANSWER if standing else PLACES
    return tuple(named[weight] for weight in weights)


def _word_part(word: Word, rank: float, places: tuple[Promise, ...], forms: dict[str, str]) -> Part:
    kind = "stop" if word.is_stop_word and word.kind == "said" else word.kind
    text = forms.get(word.lexeme, word.lexeme) if word.kind == "said" else " ".join(word.lexemes)
    return Part(text, kind, word.worth, word.said, places, word.worth * rank)


def _pair_part(pair: Pair, forms: dict[str, str]) -> Part:
    text = " ".join(forms.get(lexeme, lexeme) for lexeme in (pair.one, pair.following))
    return Part(text, "pair", pair.worth, adds=pair.worth)


def _unknown(question: Question, forms: dict[str, str]) -> list[Part]:
    """Return the words that were said and are not searched for."""
    known = {word.lexeme for word in question.words}
    unknown = dict.fromkeys(lexeme for lexeme in question.lexemes if lexeme not in known)
    return [Part(forms.get(lexeme, lexeme), "unknown") for lexeme in unknown]
