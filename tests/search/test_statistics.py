"""The ledger of lexemes must equal a full count of the passages after any history."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Passage
from search.results import find
from search.statistics import recount

pytestmark = pytest.mark.django_db

LEDGER = """
    SELECT locale, lexeme, sum(passages), sum(words), sum(in_titles) FROM search_lexemecount
     GROUP BY locale, lexeme HAVING sum(passages) <> 0 OR sum(words) <> 0 OR sum(in_titles) <> 0"""
COUNTED = """
    SELECT locale, lexeme, count(*), sum(cardinality(positions)),
           count(*) FILTER (WHERE 'A' = ANY(weights))
      FROM articles_passage, unnest(vector)
     GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', count(*), sum(words), 0 FROM articles_passage GROUP BY locale"""


def rows(sql: str) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def merge() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_merge_lexeme_counts()")


def test_publishing_counts_each_lexeme_once_per_passage(publish):
    publish("Reset a password", "Password, password, password.")
    counts = {lexeme: held for _locale, lexeme, held, *_others in rows(LEDGER)}
    assert counts == {"": 1, "reset": 1, "a": 1, "password": 1}


def test_the_empty_lexeme_counts_passages_and_word_positions(publish):
    publish("One two", "three four five")
    assert ("en-us", "", 1, 5, 0) in rows(LEDGER)


def test_it_counts_how_often_a_lexeme_is_said_and_in_how_many_titles(publish):
    publish("Refunds", "A refund, a second refund.")
    publish("Cards", "One refund.")
    assert ("en-us", "refund", 2, 4, 1) in rows(LEDGER)


BODIES = ["", "Apples and pears.", "## Pears\n\nPears.\n\n## Plums\n\nPlums, apples.", "Été 東京都"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "unpublish", "delete", "rename", "merge", "fail"]),
        st.integers(0, 2),
        st.sampled_from(BODIES),
    ),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_history_leaves_exactly_what_a_full_count_finds(write, steps):
    with transaction.atomic():
        articles = [write(f"Article {n}", locale=["en-us", "en-gb"][n % 2]) for n in range(3)]
        for step, number, body in steps:
            take(step, articles[number], body)
        assert rows(LEDGER) == rows(COUNTED)
        recount()
        assert rows(LEDGER) == rows(COUNTED)
        transaction.set_rollback(True)


def take(step: str, article: Article, body: str) -> None:
    if step == "merge":
        merge()
    elif not Article.objects.filter(pk=article.pk).exists():
        return
    elif step == "publish":
        article.body = body
        article.publish()
    elif step == "unpublish":
        article.unpublish()
    elif step == "delete":
        Article.objects.get(pk=article.pk).delete()
    elif step == "rename":
        Passage.objects.filter(article_id=article.pk).update(locale="en-gb", words=7)
    elif step == "fail":
        with transaction.atomic():
            article.publish()
            transaction.set_rollback(True)


def test_merging_keeps_the_sums_and_leaves_one_row_per_lexeme(publish):
    for number in range(3):
        publish(f"Article {number}", "The same words.")
    before = rows(LEDGER)
    merge()
    assert rows(LEDGER) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT lexeme) FROM search_lexemecount")
        total, distinct = cursor.fetchone()
    assert total == distinct


OTHER_WORDS = """
    UPDATE articles_passage SET vector = (
        SELECT to_tsvector('simple', string_agg('word' || number, ' '))
          FROM generate_series(%s::int, %s::int) AS number)"""


def test_the_trigger_merges_by_itself_in_the_long_run(publish):
    publish("Words", "Some.")
    with connection.cursor() as cursor:
        for turn in range(30):  # 8,000 rows each; the chance of no merge in 240,000 is 1 in 160,000
            first = turn % 2 * 4000
            cursor.execute(OTHER_WORDS, [first, first + 3999])
        cursor.execute("SELECT count(*) FROM search_lexemecount")
        assert cursor.fetchone()[0] < 240_000
    assert rows(LEDGER) == rows(COUNTED)


def test_truncating_the_passages_empties_the_ledger(publish):
    publish("Title", "Body")
    with connection.cursor() as cursor:
        # Deferred foreign keys of rows just written would refuse the TRUNCATE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE articles_passage")
    assert rows(LEDGER) == set()


def test_a_recount_mends_a_wrong_ledger(publish):
    publish("Title", "Body")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_lexemecount SET passages = 99")
    recount()
    assert rows(LEDGER) == rows(COUNTED)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_recount(publish, write):
    publish("Apples", "Apples and pears.")
    other, found = write("Pears", "Pears alone."), []

    def visit() -> None:
        found.append(len(find("pears", "en-us").hits))
        other.publish()
        connection.close()

    with transaction.atomic():
        recount()
        visitor = threading.Thread(target=visit)
        visitor.start()
        visitor.join(10)
        assert found == [1]
        assert not visitor.is_alive()
    assert rows(LEDGER) == rows(COUNTED)
