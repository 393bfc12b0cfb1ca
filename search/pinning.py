"""Articles that staff put first when a question is asked.

Decides which pinned questions a question is: those whose words are all that it is about (stop words
aside), in any order and form; and, where staff said so, those whose words it only contains. The
closest come first, at most MAX_PINNED articles in all, and only those that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from articles.reading import SHOWN

from . import bounded
from .models.pins import PLACES
from .questions import Question
from .ranking import PLACE, Hit

MAX_PINNED = 3

# An article that no word of the question finds is shown by its first passage.
PINNED = f"""
    SELECT article.article_id, passage.id, 0, {PLACE}
      FROM search_pinnedquestion AS pinned,
           unnest(ARRAY[{", ".join(f"{place}_id" for place in PLACES)}])
           WITH ORDINALITY AS pin (article_id, place)
      JOIN articles_publishedarticle AS article USING (article_id)
      JOIN articles_passage AS passage
        ON passage.article_id = article.article_id AND passage.position = 0
     WHERE pinned.id = ANY(%(pins)s) AND article.locale = pinned.locale
       AND {SHOWN.format(article="article")}
       AND (pinned.contains OR pinned.lexemes @> %(subject)s::text[])
     ORDER BY pinned.lexemes @> %(subject)s::text[] DESC, cardinality(pinned.lexemes) DESC,
              pinned.id, pin.place"""  # noqa: S608


def pinned(question: Question, hits: Iterable[Hit] = ()) -> list[Hit]:
    """Return the articles that are pinned to `question`, in staff's order.

    One that is among `hits` keeps its passage and its score; others score 0, as does one of which
    only answers are: the article is what staff chose. No SQL statement when no pinned question has
    only words of this one, otherwise one. Raises bounded.TookTooLong.
    """
    if not question.pins:
        return []
    rows = bounded.rows(PINNED, {"pins": [*question.pins], "subject": [*question.subject]})
    once = {row[0]: Hit(*row) for row in reversed(rows)}
    whole = [hit for hit in hits if hit.article_id in once and not hit.anchor]
    once |= {hit.article_id: hit for hit in reversed(whole)}
    return [once[article] for article in dict.fromkeys(row[0] for row in rows)][:MAX_PINNED]
