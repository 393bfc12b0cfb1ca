"""Which articles a question names by their whole title, the present one or one they had.

The titles that an article was ever published under are kept with their words as PostgreSQL stems
them ("Resetting passwords" is "reset password"), so case, punctuation and forms of a word do not
matter. So are the questions that stand by themselves in an article, with their anchor: the answer
there is named as long as the article has a question at the anchor. A trigger on the passages notes
both (migration 0007); a question looks one key up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles import reading

from .questions import Question
from .ranking import PLACE, Hit

REMEMBER = """
    INSERT INTO search_knowntitle (article_id, locale, key, anchor)
    SELECT article_id, locale, search_title_key(ts_filter(vector, '{a}')),
           CASE question WHEN '' THEN '' ELSE anchor END
      FROM articles_passage
     WHERE (position = 0 OR question <> '') AND ts_filter(vector, '{a}') <> ''
        ON CONFLICT DO NOTHING"""

# The same rows as the trigger of migration 0013 writes.
PLACE_QUESTIONS = """
    INSERT INTO search_titleplace (article_id, locale, passage_id, place, words)
    SELECT answer.article_id, answer.locale, answer.id, found.place, found.words
      FROM (SELECT DISTINCT ON (article_id, anchor, question) *
              FROM articles_passage WHERE question <> ''
             ORDER BY article_id, anchor, question, position) AS answer,
           search_title_places(answer.question) AS found
     WHERE NOT EXISTS (SELECT FROM search_titleplace AS known
                        WHERE known.article_id = answer.article_id
                          AND known.passage_id = answer.id)"""

NAMED = f"""
    SELECT DISTINCT ON (article_id, named.anchor)
           article_id, passage.id, 0, {PLACE}, named.anchor
      FROM unnest(%(articles)s::bigint[], %(anchors)s::text[]) AS named (article_id, anchor)
      JOIN articles_publishedarticle AS article USING (article_id)
      JOIN articles_passage AS passage USING (article_id)
     WHERE article.locale = %(locale)s AND {reading.SHOWN.format(article="article")}
       AND CASE named.anchor WHEN '' THEN passage.position = 0
           ELSE passage.anchor = named.anchor AND passage.question <> '' END
     ORDER BY article_id, named.anchor, passage.position"""  # noqa: S608


def named(question: Question, hits: Iterable[Hit]) -> list[Hit]:
    """Return the published articles, and the answers in them, that are titled as the question.

    One that is among `hits` keeps its passage and its score. One SQL statement when some are not
    among them, else none. Whole articles come first, the best answers next.
    """
    if not question.titled:
        return []
    answers: dict[tuple[int, str], Hit] = {}
    articles = {article for article, _anchor in question.titled}
    for hit in (hit for hit in hits if hit.article_id in articles):
        for title in ((hit.article_id, ""), hit.key):
            if title in question.titled:
                answers.setdefault(title, hit._replace(anchor=title[1]))
    missing = [title for title in question.titled if title not in answers]
    if missing:
        values = {
            "articles": [article for article, _anchor in missing],
            "anchors": [anchor for _article, anchor in missing],
            "locale": question.locale,
        }
        for row in reading.rows(NAMED, values):
            hit = Hit(*row)
            answers[hit.key] = hit
    known = [title for title in question.titled if title in answers]
    known.sort(key=lambda title: (title[1] != "", -answers[title].score if title[1] else 0))
    return [answers[title] for title in known]


def remember() -> None:
    """Note the titles and questions of all that is published; those that are known already stay."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)
        cursor.execute(PLACE_QUESTIONS)
