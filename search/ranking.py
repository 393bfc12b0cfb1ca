"""Which articles answer a question, and in what order.

Decides the score. A passage scores the sum over the question's words of worth x ts_rank for that
word alone, which saturates as a word repeats; a share of the lesser word's worth is added for two
words that follow each other in the question and in the passage; the sum is divided by a mild norm
of the passage's length; and a title that is asked as a whole adds more than a long one of which a
word is asked (terms.py has the numbers). An article scores as its best passage and OTHERS of the
next ten.
An answer to a question that stands by itself (articles/faq.py) is a result of its own when the
question and its answer hold OWN_SHARE of what is asked: when it is the best passage of its article,
and beside that one when it scores at least WELL of the best of all, as long as the article has no
more than MAX_OF_ARTICLE results.
docs/search.md has the measurements.

The work is bounded. Only candidates (candidates.py) are ranked, by the words that make up most of
the question, and only the best REFINED of them by everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from articles.reading import SHOWN

from . import bounded, candidates, terms
from .questions import Question
from .words import Word

OTHERS = 0.06
OTHER_PASSAGES = 10
REFINED = 100
# A passage that scores less than this share of the best one is no result.
SHARE_OF_BEST = 0.15
MAX_PASSAGES = 400
# An answer by itself says half of the question, not only the title above it;
OWN_SHARE = 0.5
# and it is worth a second card of one article when it is half as good as the best of all.
WELL = 0.5
MAX_OF_ARTICLE = 3


class Hit(NamedTuple):
    """An article that answers, with the passage of it that answers best, and where it stands.

    With an `anchor`, the answer there is the result: to a question that stands by itself. `is_cut`
    says of all hits alike that more articles would be hits but for MAX_PASSAGES.
    """

    article_id: int
    passage_id: int
    score: float
    tab_id: int
    category_id: int = 0
    tags: str = ""
    anchor: str = ""
    is_cut: bool = False

    @property
    def key(self) -> tuple[int, str]:
        return self.article_id, self.anchor

    @property
    def tag_names(self) -> Mapping[str, str]:
        """Slug -> name of each tag of the article."""
        return _tag_names(self.tags)


# A search has hundreds of hits, and articles of one kind have the same tags.
@lru_cache(maxsize=4096)
def _tag_names(tags: str) -> Mapping[str, str]:
    """Return slug -> name of what PLACE makes of the tags of an article."""
    slugs, _, names = tags.partition("\x1e")
    pairs = zip(slugs.split("\x1f"), names.split("\x1f"), strict=False)
    return MappingProxyType(dict(pairs) if tags else {})


class RankedPassage(NamedTuple):
    """A passage that answers."""

    article_id: int
    passage_id: int
    score: float


# The passages of one source; the later ones are asked when those before gave too few.
SOURCE = """{name} AS MATERIALIZED (
        SELECT id, article_id, {norm} AS norm, {score} AS score,
               CASE question WHEN '' THEN '' ELSE anchor END AS anchor
          FROM {passages}
         WHERE locale = %(locale)s AND {condition}
         LIMIT {most}
    )"""

PASSAGES = """
    WITH {sources}, ranked AS NOT MATERIALIZED (
        {ranked}
    ), best AS MATERIALIZED (
        SELECT *, row_number() OVER by_score AS place, first_value(score) OVER by_score AS most
          FROM ({best}) AS best
        WINDOW by_score AS (ORDER BY score DESC, id)
    ), refined AS (
        SELECT article_id, id, score + CASE WHEN place <= %(refined)s THEN
               (SELECT ({other}) / norm + {title}
                  FROM (SELECT vector, ts_filter(vector, '{{a}}') AS title
                          FROM articles_passage AS passage
                         WHERE passage.id = best.id OFFSET 0) AS passage)
               ELSE 0 END AS score,
               CASE WHEN anchor <> '' THEN
               (SELECT CASE WHEN passage.vector @@ %(own)s::tsquery THEN best.anchor END
                  FROM articles_passage AS passage WHERE passage.id = best.id) END AS anchor
          FROM best WHERE score >= %(share)s * most
    )"""

# Of the same row of the article, so they cost no further statement.
# Tags come as one text: two arrays for each of 200 articles take 1 ms to read, texts 0.1.
PLACE = """article.tab_id, article.category_id,
           CASE WHEN cardinality(article.tag_slugs) > 0 THEN
                array_to_string(article.tag_slugs, U&'\\001f') || U&'\\001e'
                || array_to_string(article.tag_names, U&'\\001f') ELSE '' END"""

# The first branch has a row for each article, the second what else in it answers by itself.
HITS = f"""
    , numbered AS (
        SELECT *, row_number() OVER (PARTITION BY article_id ORDER BY score DESC, id) AS nth
          FROM refined
    ), answer AS (
        SELECT article_id, min(id) FILTER (WHERE nth = 1) AS passage_id,
               sum(CASE WHEN nth = 1 THEN score ELSE '{OTHERS}'::float8 * score END) AS score,
               coalesce(min(anchor) FILTER (WHERE nth = 1), '') AS anchor
          FROM numbered
         WHERE nth <= 1 + {OTHER_PASSAGES}
         GROUP BY article_id
         UNION ALL
        SELECT article_id, id, score, anchor
          FROM (SELECT *, row_number() OVER (PARTITION BY article_id ORDER BY nth) AS place
                  FROM (SELECT DISTINCT ON (article_id, anchor) * FROM numbered
                         WHERE anchor IS NOT NULL ORDER BY article_id, anchor, nth) AS there
                 WHERE nth > 1
                   AND score >= '{WELL}'::float8 * (SELECT max(score) FROM refined)) AS other
         WHERE place < {MAX_OF_ARTICLE}
    )
    SELECT article_id, passage_id, score, {PLACE}, anchor,
           CASE WHEN (SELECT count(*) FROM refined) = %(limit)s THEN
                EXISTS (SELECT FROM ranked
                         WHERE score >= %(share)s * (SELECT max(score) FROM best)
                           AND article_id NOT IN (SELECT article_id FROM answer){{excluded}})
                ELSE false END
      FROM answer JOIN articles_publishedarticle AS article USING (article_id)
     WHERE {SHOWN.format(article="article")}
     ORDER BY score DESC, article_id, passage_id"""  # noqa: S608


BEST = "SELECT * FROM ranked ORDER BY score DESC, id LIMIT %(limit)s"

# The same without the articles that hold an excluded word, in any passage. One look for each
# passage from the best one on; the index of words would be asked for all that hold them.
EXCLUDED = """
       AND NOT EXISTS (SELECT FROM articles_passage AS passage
                        WHERE passage.article_id = ranked.article_id
                          AND (passage.vector @@ %(excluded)s::tsquery) IS TRUE)"""
BEST_WITHOUT = f"""
        SELECT * FROM (SELECT * FROM ranked ORDER BY score DESC, id OFFSET 0) AS ranked
         WHERE true{EXCLUDED} LIMIT %(limit)s"""  # noqa: S608


def one_each(hits: Iterable[Hit]) -> list[Hit]:
    """Return the first hit of each article, in their order."""
    first: dict[int, Hit] = {}
    for hit in hits:
        first.setdefault(hit.article_id, hit)
    return list(first.values())


def hits(question: Question) -> list[Hit]:
    """Return the articles that answer, and the answers by themselves, best first.

    One SQL statement. Raises bounded.TookTooLong.
    """
    answer = HITS.format(excluded=EXCLUDED if question.excluded else "")
    return list(map(Hit._make, _ranked(question, answer)))


def passages(question: Question) -> list[RankedPassage]:
    """Return the passages that the scores of `hits` are made of; one SQL statement.

    Raises bounded.TookTooLong.
    """
    rows = _ranked(question, " SELECT article_id, id, score FROM refined")
    return [RankedPassage(*row) for row in rows]


def _ranked(question: Question, answer: str) -> list[tuple]:
    """Return the rows that `answer` selects from the best passages, `refined`."""
    if not question.words:
        return []
    main_words, other_words = split(question.words)
    values: dict[str, Any] = {
        "locale": question.locale,
        "enough": candidates.ENOUGH,
        "refined": REFINED,
        "share": SHARE_OF_BEST,
        "limit": MAX_PASSAGES,
        "excluded": candidates.excluded(question),
        "own": candidates.own(question, OWN_SHARE),
    }
    norm = terms.norm(question, values)
    score = f"({terms.of_words(main_words, values)}) / {norm}"
    names: list[str] = []
    sources: list[str] = []
    for source in candidates.sources(question):
        name = f"source{len(names)}"
        values |= {name: source.holding, f"{name}_within": source.within}
        sources.append(_source(source, name, names, norm=norm, score=score))
        names.append(name)
    sql = PASSAGES.format(
        sources=", ".join(sources),
        ranked=" UNION ALL ".join(f"TABLE {name}" for name in names),
        best=BEST_WITHOUT if question.excluded else BEST,
        other=terms.of_the_rest(other_words, question, values),
        title=terms.of_title(question, values),
    )
    return bounded.rows(sql + answer, values)


def _source(source: candidates.Source, name: str, before: Sequence[str], **terms: str) -> str:
    """Return the SQL of the passages of `source`; `terms` are the parts of their score."""
    parts = terms | {
        "holding": f"%({name})s::tsquery",
        "within": f"%({name}_within)s::tsquery",
        "most": str(source.most),
        "compared": str(candidates.MAX_COMPARED),
    }
    among, condition = source.among.format(**parts), source.condition.format(**parts)
    return SOURCE.format(name=name, passages=among, condition=condition + _needed(before), **parts)


def _needed(before: Sequence[str]) -> str:
    """Return the SQL that asks one more source: too few were found, and not this one."""
    count = " + ".join(f"(SELECT count(*) FROM {name})" for name in before)  # noqa: S608
    not_twice = "".join(f" AND id NOT IN (SELECT id FROM {name})" for name in before)  # noqa: S608
    return f" AND {count} < %(enough)s{not_twice}" if before else ""


def split(words: tuple[Word, ...]) -> tuple[list[Word], list[Word]]:
    """Return the words that make up most of the question, and the others."""
    by_worth = sorted(words, key=lambda word: -word.worth)
    main = candidates.without_the_last(by_worth, candidates.LEFT_OUT)
    return by_worth[:main], by_worth[main:]
