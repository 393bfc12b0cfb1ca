"""Which articles a question names by their whole title, the present one or one they had.

The titles that an article was ever published under are kept with their words as PostgreSQL stems
them ("Resetting passwords" is "reset password"), so case, punctuation and forms of a word do not
matter. A trigger on the passages notes them (migration 0007); a question looks one key up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles import reading

from .questions import Question
from .ranking import Hit

REMEMBER = """
    INSERT INTO search_knowntitle (article_id, locale, key)
    SELECT article_id, locale, search_title_key(ts_filter(vector, '{a}'))
      FROM articles_passage WHERE position = 0 AND ts_filter(vector, '{a}') <> ''
        ON CONFLICT DO NOTHING"""

NAMED = f"""
    SELECT article_id, passage.id, 0, article.tab_id
      FROM articles_passage AS passage
      JOIN articles_publishedarticle AS article USING (article_id)
     WHERE article_id = ANY(%(articles)s) AND article.locale = %(locale)s
       AND passage.position = 0 AND {reading.SHOWN.format(article="article")}"""  # noqa: S608


def named(question: Question, hits: Iterable[Hit]) -> list[Hit]:
    """Return the published articles that are titled as the question.

    One that is among `hits` keeps its passage and its score. One SQL statement when some are not
    among them, else none.
    """
    found = {hit.article_id: hit for hit in hits if hit.article_id in question.titled}
    missing = [article for article in question.titled if article not in found]
    if missing:
        rows = reading.rows(NAMED, {"articles": missing, "locale": question.locale})
        found |= {row[0]: Hit(*row) for row in rows}
    return [found[article] for article in question.titled if article in found]


def remember() -> None:
    """Note the titles of everything that is published; those that are known already stay."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)
