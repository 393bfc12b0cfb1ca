"""Which articles are about the same: found when an article is published, not when it is read.

An article's subject is a vector of what names it: title (weight A), headings (B), tags (C), opening
(D), without stop words. Two articles are as alike as the rare words are that both subjects hold, by
tf-idf and cosine; one that every second article holds, or more than `MAX_HOLDERS`, says nothing.
So the work for one article is bounded, however many there are.

An article keeps the best `KEPT` with their scores, in a row that only its own publisher writes: no
two publishers wait for each other. That an older article should name a newer one is read from the
newer one's row (reading/page.py), because the score is the same from both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection

from .folding import fold
from .languages import builtin_configuration

if TYPE_CHECKING:
    from .models import PublishedArticle

KEPT = 6
CANDIDATES = 24
MAX_HOLDERS = 150
# Words of one article that are looked up, those of title, tags and headings first.
MAX_WORDS = 60
# Below this two articles share a word or two by chance.
MIN_ALIKE = 0.045
AT_ONCE = 50

WRITE_SUBJECT = """
    INSERT INTO articles_subject (article_id, locale, vector, related, scores)
    SELECT %(article)s, %(locale)s, setweight(helpcenter_vector(config, %(title)s), 'A')
        || setweight(helpcenter_vector(config, %(headings)s), 'B')
        || setweight(helpcenter_vector(config, %(tags)s), 'C')
        || helpcenter_vector(config, %(opening)s), '{}', '{}'
      FROM (SELECT %(config)s) AS builtin (config)
        ON CONFLICT (article_id) DO UPDATE
       SET locale = excluded.locale, vector = excluded.vector"""


def write_subject(article: PublishedArticle) -> None:
    """Write down what `article` is about; whom it is related to is found by `relate`."""
    texts = {
        "title": article.title,
        "headings": "\n".join(heading for _level, heading, _anchor in article.contents),
        "tags": ", ".join(article.tag_names),
        "opening": f"{article.summary}\n{article.opening}",
    }
    parameters = {name: fold(text) for name, text in texts.items()} | {
        "article": article.pk,
        "locale": article.locale,
        "config": builtin_configuration(article.locale),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_SUBJECT, parameters)


# Two articles with the same day or year in the title have nothing else in common.
WORDS = r"""
    SELECT lexeme, CASE WHEN 'A' = ANY(weights) THEN 1.0 WHEN 'C' = ANY(weights) THEN 0.7
                        WHEN 'B' = ANY(weights) THEN 0.5 ELSE 0.2 END AS worth
      FROM unnest({vector}) WHERE lexeme !~ '^(\d\d?|(19|20)\d\d)$'"""

# `others` are those that hold a word: its rarity and the candidates come from the same look-up.
RELATE = f"""
    WITH asked AS (  -- one that is being published now is related by its publisher
        SELECT article_id AS id FROM articles_subject
         WHERE article_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    ), size AS (
        SELECT locale, count(*) AS articles FROM articles_subject GROUP BY locale
    ), word AS (
        SELECT subject.article_id, subject.locale, size.articles, word.*,
               (chr(39) || replace(replace(lexeme, chr(92), chr(92) || chr(92)),
                                   chr(39), chr(39) || chr(39)) || chr(39))::tsquery AS query
          FROM articles_subject AS subject JOIN size USING (locale),
               LATERAL (SELECT lexeme, worth, sqrt(sum(worth ^ 2) OVER ()) AS length
                          FROM ({WORDS.format(vector="subject.vector")}) AS all_words
                         ORDER BY worth DESC, lexeme LIMIT {MAX_WORDS}) AS word
         WHERE subject.article_id IN (SELECT id FROM asked)
    ), telling AS MATERIALIZED (
        SELECT article_id, lexeme, worth, length, others,
               (ln(1 + articles / (1.0 + cardinality(others))) / ln(1 + articles)) ^ 2 AS rarity
          FROM word, LATERAL (
               SELECT ARRAY(SELECT other.article_id FROM articles_subject AS other
                             WHERE other.vector @@ word.query AND other.locale = word.locale
                               AND other.article_id <> word.article_id
                             LIMIT {MAX_HOLDERS} + 1) AS others
               OFFSET 0) AS held  -- or it would be looked up wherever it is named
         WHERE cardinality(others) BETWEEN 1 AND least({MAX_HOLDERS}, 1 + articles / 2)
    ), candidate AS (
        SELECT article_id, other, row_number() OVER (
                   PARTITION BY article_id ORDER BY sum(worth * rarity) DESC, other) AS place
          FROM telling, unnest(others) AS other GROUP BY article_id, other
    ), theirs AS MATERIALIZED (
        SELECT candidate.article_id, candidate.other, word.*
          FROM candidate JOIN articles_subject AS subject ON subject.article_id = candidate.other,
               LATERAL (SELECT lexeme, worth, sqrt(sum(worth ^ 2) OVER ()) AS length
                          FROM ({WORDS.format(vector="subject.vector")}) AS all_words) AS word
         WHERE candidate.place <= {CANDIDATES}
    ), scored AS (
        SELECT article_id, other,
               sum(telling.worth * theirs.worth * rarity
                   / (telling.length * theirs.length)) AS score
          FROM telling JOIN theirs USING (article_id, lexeme) GROUP BY article_id, other
    ), best AS (
        SELECT article_id, other, score, row_number() OVER (
                   PARTITION BY article_id ORDER BY score DESC, other) AS place
          FROM scored WHERE score >= {MIN_ALIKE}
    )
    UPDATE articles_subject AS subject
       SET related = coalesce(found.related, '{{}}'), scores = coalesce(found.scores, '{{}}')
      FROM asked
      LEFT JOIN (SELECT article_id, array_agg(other ORDER BY place) AS related,
                        array_agg(score::real ORDER BY place) AS scores
                   FROM best WHERE place <= {KEPT} GROUP BY article_id) AS found
             ON found.article_id = asked.id
     WHERE subject.article_id = asked.id"""  # noqa: S608


def relate(ids: Sequence[int]) -> None:
    """Find what each of the published articles `ids` is related to, `AT_ONCE` in a statement."""
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            cursor.execute(RELATE, {"ids": list(ids[start : start + AT_ONCE])})
