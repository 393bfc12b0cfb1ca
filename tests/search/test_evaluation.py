"""evaluate_search: the measures by hand, the site's tables untouched, bad files named."""

from __future__ import annotations

import json
import math

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.judged import Query, measures
from search.results import find

pytestmark = pytest.mark.django_db

CORPUS = [
    {"_id": "refunds", "title": "Refunds", "text": "How a refund works.\n\nIt takes five days."},
    {"_id": "invoices", "title": "Invoices", "text": "An invoice can be paid by card."},
    {"_id": "cards", "title": "Cards", "text": "Freeze a card. A refund goes to the card."},
]
QUERIES = [
    {"_id": "q1", "text": "refund"},
    {"_id": "q2", "text": "card", "sources": ["cards"]},
    {"_id": "q3", "text": "nobody judged this"},
]
QRELS = """query-id\tcorpus-id\tscore
q1\trefunds\t1
q1\tcards\t2
q2\tinvoices\t1
q2\trefunds\t0
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)))
    (tmp_path / "qrels.tsv").write_text(QRELS)
    return tmp_path


def test_the_measures_are_those_computed_by_hand(folder, capsys):
    call_command("evaluate_search", folder, "--json")
    found = json.loads(capsys.readouterr().out)
    # q1 ranks refunds (grade 1) before cards (grade 2); q2 finds invoices once cards is dropped.
    q1 = (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))
    assert found["ndcg10"] == pytest.approx((q1 + 1) / 2, abs=1e-4)
    assert found["mrr10"] == found["recall100"] == found["success1"] == 1
    assert 0 < found["p50_ms"] <= found["p95_ms"]
    assert set(found) == {"ndcg10", "mrr10", "recall100", "success1", "p50_ms", "p95_ms"}


def test_a_source_that_was_judged_is_still_no_answer(folder, capsys):
    with (folder / "qrels.tsv").open("a") as qrels:
        qrels.write("q2\tcards\t2\n")
    call_command("evaluate_search", folder, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["recall100"] == found["success1"] == 1
    assert found["ndcg10"] > 0.9


def test_a_late_or_missing_answer_lowers_the_measures():
    query = Query("", {"a": 1, "b": 1}, frozenset(["source"]))
    ranking = ["source", *(f"other{n}" for n in range(10)), "a", *map(str, range(100)), "b"]
    assert measures(ranking, query) == {
        "ndcg10": 0,
        "mrr10": 0,
        "recall100": 0.5,
        "success1": 0,
    }
    assert measures(["other", "b"], query) == {
        "ndcg10": pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3))),
        "mrr10": 0.5,
        "recall100": 0.5,
        "success1": 0,
    }


def test_the_site_is_neither_searched_nor_changed(folder, publish, capsys):
    for number in range(6):  # often enough for the connection to keep the statements' plans
        publish(f"Refund refund {number}", "Refund refund refund.")
    before = table_sums()
    call_command("evaluate_search", folder, "--json")
    assert json.loads(capsys.readouterr().out)["success1"] == 1
    assert table_sums() == before
    assert find("refund", "en-us").total() == 6
    publish("Refund seven", "Refund.")
    assert find("refund", "en-us").total() == 7


def table_sums() -> list[tuple]:
    with connection.cursor() as cursor:
        sums = []
        for table in ("articles_publishedarticle", "articles_passage", "search_lexemecount"):
            cursor.execute(f"SELECT count(*), sum(hashtext({table}::text)) FROM {table}")
            sums.append(cursor.fetchone())
        return sums


def test_the_language_is_that_of_the_locale(tmp_path, capsys):
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "1", "title": "H\\u00e4user", "text": "x"}\n{"_id": "2", "title": "y"}'
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "Haus"}')
    (tmp_path / "qrels.tsv").write_text("q\t1\t1\n")
    for german in ("de", "de_DE"):
        call_command("evaluate_search", tmp_path, "--locale", german, "--json")
        assert json.loads(capsys.readouterr().out)["success1"] == 1
    call_command("evaluate_search", tmp_path, "--json")
    assert json.loads(capsys.readouterr().out)["success1"] == 0


@pytest.mark.parametrize("locale", ["Deutsch", "xx", "", "-"])
def test_what_is_no_locale_is_refused(folder, locale):
    with pytest.raises(CommandError, match="is no locale"):
        call_command("evaluate_search", folder, "--locale", locale)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", None, "corpus.jsonl is missing"),
        ("queries.jsonl", None, "queries.jsonl is missing"),
        ("qrels.tsv", None, "qrels.tsv is missing"),
        ("corpus.jsonl", '{"_id": "refunds"}\n{oops', "corpus.jsonl, line 2: not JSON"),
        ("corpus.jsonl", "[1]", "corpus.jsonl, line 1: not a JSON object"),
        ("corpus.jsonl", '{"title": "x"}', "corpus.jsonl, line 1: '_id' is missing"),
        ("queries.jsonl", '{"_id": "q1", "text": 5}', "queries.jsonl, line 1: 'text' is missing"),
        ("qrels.tsv", "q1\trefunds", "qrels.tsv, line 1: 2 columns instead of 3"),
        ("corpus.jsonl", '{"_id": "x", "title": 5}', "corpus.jsonl, line 1: 'title' is"),
        ("queries.jsonl", '{"_id": ["q1"], "text": ""}', "queries.jsonl, line 1: '_id' is missing"),
        ("queries.jsonl", '{"_id": "q1", "text": "x", "sources": 5}', "'sources' are no list"),
        ("qrels.tsv", "q1\trefunds\t--5", "qrels.tsv, line 1: the grade '--5' is no number"),
        (
            "qrels.tsv",
            f"q1\trefunds\t{'9' * 5000}",
            "qrels.tsv, line 1: the grade '9+' is no number",
        ),
        ("qrels.tsv", "q1\trefunds\tgood", "qrels.tsv, line 1: the grade 'good' is no number"),
        ("qrels.tsv", "q1\tnowhere\t1", "qrels.tsv, line 1: the corpus has no article 'nowhere'"),
        ("qrels.tsv", "q9\trefunds\t1", "no question has a judged answer"),
        ("corpus.jsonl", b"\xff\xfe", "corpus.jsonl cannot be read"),
    ],
)
def test_a_missing_or_malformed_file_is_named(folder, name, content, message):
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError, match=message):
        call_command("evaluate_search", folder)
