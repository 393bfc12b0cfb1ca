"""How a draft would be found: the site's own search over all that is live, and the draft.

Decides how visitors never notice: nothing is published. In a transaction that is rolled back, views
of this connection alone hide the tables that search reads, and show them with the draft's rows in
them. So no trigger runs, nobody waits, no page that is kept gets old, and nothing stays. Spelling
is the one thing that does not know the draft: a misspelt word is taken for words that are live.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from articles import reading
from articles.models import PublishedArticle

from . import bounded, results, titles
from .phrases import in_order
from .question_log import normalized
from .results import ResultCard
from .words import quoted

# Table -> whether what is live of the draft's article is left out of it.
TABLES = {
    "articles_publishedarticle": True,
    "articles_passage": True,
    "search_lexemecount": False,
    "search_knowntitle": False,
}
# As the triggers on the passages count (migration 0009): the draft's added, those of the live
# article taken away.
COUNT = """
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, {sign}count(*), {sign}sum(cardinality(positions)),
           {sign}count(*) FILTER (WHERE 'A' = ANY(weights))
      FROM {passages}, unnest(vector)
     WHERE article_id = {article} GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', {sign}count(*), {sign}sum(words), 0 FROM {passages}
     WHERE article_id = {article} GROUP BY locale"""

DAYS = 90
MAX_ASKED = 300
TRIED, SHOWN = 10, 5
# After so many seconds no further question is asked.
ENOUGH = 0.6

ASKED = """
    SELECT text, sum(times)::int AS times FROM search_askedquestion
     WHERE locale = %(locale)s AND day > %(since)s
     GROUP BY text ORDER BY times DESC, text LIMIT %(limit)s"""

ANSWERED = """
    SELECT asked.number
      FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (words, number)
     WHERE asked.words <> '' AND EXISTS (
           SELECT FROM articles_passage AS passage
            WHERE passage.article_id = %(article)s AND passage.vector @@ asked.words::tsquery)
     ORDER BY asked.number LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a question would find once the draft is published.

    `place` counts from 1, None when the draft is no result and has no card; `now` is where its
    article stands at present. `total` is the number of results, which are more when `is_cut`.
    `lacks` are words of the question that the draft does not have. `times` is how often it was
    asked, 0 for one that the writer asks.
    """

    question: str
    times: int
    place: int | None
    total: int
    is_cut: bool
    cards: tuple[ResultCard, ...] = ()
    lacks: tuple[str, ...] = ()
    now: int | None = None

    @property
    def is_on_first_page(self) -> bool:
        return self.place is not None and self.place <= settings.ARTICLES_PER_PAGE


def foresee(draft: PublishedArticle, question: str) -> list[Foreseen]:
    """Return how `draft`, which is not saved, answers `question` and the questions asked most.

    Of those at most SHOWN that it has all words of; the question of the writer comes first. Fewer
    when they take too long. The article of the draft may be none yet: then its id is 0.
    """
    deadline = time.monotonic() + ENOUGH
    questions = _most_asked(draft.locale)
    answers: list[Foreseen] = []
    try:
        with as_published(draft):
            questions = [
                asked for asked in _answered(draft, questions) if asked[0] != normalized(question)
            ]
            for text, times in [(question, 0), *questions] if question else questions:
                if answers and time.monotonic() > deadline:
                    break
                answers.append(_foreseen(draft, text, times))
    except bounded.TookTooLong:
        pass  # what was found by then
    of_writer = [answer for answer in answers if not answer.times]
    of_visitors = sorted(
        answers[len(of_writer) :], key=lambda answer: (not answer.is_on_first_page, -answer.times)
    )
    return [_with_present(draft, answer, deadline) for answer in of_writer + of_visitors[:SHOWN]]


@contextmanager
def as_published(draft: PublishedArticle) -> Iterator[None]:
    """Until the block ends, this connection finds `draft` as if it were published; no other does.

    Whatever the block writes is rolled back.
    """
    with transaction.atomic():
        try:
            _hide_tables(draft)
            yield
        finally:
            transaction.set_rollback(True)


def _hide_tables(draft: PublishedArticle) -> None:
    """Let temporary tables take the draft in, then put views in their place that show all."""
    article = int(draft.article_id)
    with connection.cursor() as cursor:
        schema = _begin_with_temporary_tables(cursor)
        for table in TABLES:
            cursor.execute(
                f"CREATE TEMP TABLE {table} (LIKE {schema}.{table}"
                " INCLUDING DEFAULTS INCLUDING IDENTITY)"
            )
        draft.write_what_is_searched()
        cursor.execute("UPDATE articles_passage SET id = -id")  # no live passage has such an id
        titles.remember()
        live = f"{schema}.articles_passage"
        cursor.execute(COUNT.format(sign="", passages="articles_passage", article=article))
        cursor.execute(COUNT.format(sign="-", passages=live, article=article))
        for table, leaves_out in TABLES.items():
            cursor.execute(f"ALTER TABLE pg_temp.{table} RENAME TO draft_{table}")
            others = f"WHERE article_id <> {article}" if leaves_out else ""
            cursor.execute(
                f"CREATE TEMP VIEW {table} AS SELECT * FROM {schema}.{table} {others}"  # noqa: S608
                f" UNION ALL SELECT * FROM pg_temp.draft_{table}"
            )


def _begin_with_temporary_tables(cursor: CursorWrapper) -> str:
    """Let a name mean a temporary table where there is one; return the schema of the others."""
    cursor.execute(
        "SELECT quote_ident(nspname) FROM pg_class JOIN pg_namespace AS space"
        " ON space.oid = relnamespace WHERE pg_class.oid = 'articles_passage'::regclass"
    )
    (schema,) = cursor.fetchone()
    # Another path makes PostgreSQL look up the tables of statements that it has prepared.
    cursor.execute(
        "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)"
    )
    return schema


def _most_asked(locale: str) -> list[tuple[str, int]]:
    """Return the questions asked most, and how often; none when reading them took too long."""
    since = timezone.localdate() - timedelta(days=DAYS)
    values = {"locale": locale, "since": since, "limit": MAX_ASKED}
    try:
        return bounded.rows(ASKED, values)
    except bounded.TookTooLong:
        return []


def _answered(
    draft: PublishedArticle, questions: Sequence[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Return those of `questions` whose telling words one passage of the draft all has."""
    if not questions:
        return []
    phrases = in_order([text for text, _times in questions], draft.locale)
    values = {
        "words": [" & ".join(quoted(lexeme) for lexeme in phrase.telling) for phrase in phrases],
        "article": draft.article_id,
        "limit": TRIED,
    }
    return [questions[number - 1] for (number,) in reading.rows(ANSWERED, values)]


def _foreseen(draft: PublishedArticle, text: str, times: int) -> Foreseen:
    matches = results.find(text, draft.locale)
    place = _place(draft, matches)
    answer = Foreseen(text, times, place, len(matches.hits), matches.is_cut)
    if place is None:
        return answer
    cards = results.cards(matches.question, [matches.hits[place - 1]])
    fit = matches.fit(cards)
    typed_as = {meant: typed for typed, meant in fit.near}
    lacks = tuple(typed_as.get(word, word) for word in fit.lacks)
    return replace(answer, cards=tuple(cards), lacks=lacks)


def _place(draft: PublishedArticle, matches: results.Results) -> int | None:
    places = (n for n, hit in enumerate(matches.hits, 1) if hit.article_id == draft.article_id)
    return next(places, None)


def _with_present(draft: PublishedArticle, answer: Foreseen, deadline: float) -> Foreseen:
    """Return `answer` with where the article stands now, as long as there is time."""
    if not draft.article_id or time.monotonic() > deadline:
        return answer
    try:
        return replace(answer, now=_place(draft, results.find(answer.question, draft.locale)))
    except bounded.TookTooLong:
        return answer
