"""What is measured under which name, and that every engine is asked alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.peers import Bm25s, Document, Fts5, Tantivy, bigrams, words
from bench.relevance import (
    SITE,
    Judged,
    _peer_scores,
    above_best,
    judged,
    mean,
    with_typing_errors,
)
from search import judged as collections

ARTICLES = [
    Document("Reset a password", "Open the login page and ask for a new one."),
    Document("Change the plan", "Choose another plan under Billing."),
    Document("Delivery times", "Parcels arrive within days."),
]
PEERS = ["bm25s", "tantivy", "fts5"]


@pytest.fixture(params=[Bm25s, lambda: Tantivy(None), lambda: Fts5(":memory:")], ids=PEERS)
def peer(request):
    return request.param()


@pytest.mark.parametrize(
    ("argument", "folder", "locale"),
    [
        ("sets/cranfield", "sets/cranfield", "en-us"),
        ("sets/handbook-de-links", "sets/handbook-de-links", "de"),
        ("sets/handbook-en-links", "sets/handbook-en-links", "en-us"),
        ("sets/handbook:pt-br", "sets/handbook", "pt-br"),
        ("sets/handbook-de-links:fr", "sets/handbook-de-links", "fr"),
        ("sets/x-ja-y/", "sets/x-ja-y", "ja"),
        ("sets/odd:Name", "sets/odd:Name", "en-us"),
    ],
)
def test_a_folder_tells_its_locale(argument, folder, locale):
    assert judged(argument) == Judged(Path(folder), locale)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("password", "password"),
        ("東京都", " 東京 京都 "),
        ("字", " 字 "),
        ("reset する", "reset  する "),
        ("", ""),
    ],
)
def test_scripts_without_spaces_are_cut_into_pairs(text, cut):
    assert bigrams(text) == cut


def test_no_character_of_a_question_means_anything_to_an_engine():
    assert words('"NEAR(a b)" AND title:x* OR -y^2') == [
        "near", "a", "b", "and", "title", "x", "or", "y", "2",
    ]  # fmt: skip


def test_an_engine_ranks_the_article_that_answers_first(peer):
    peer.index(ARTICLES)
    assert peer.ranking("How do I change my plans?", 10)[0] == 1


@pytest.mark.parametrize("question", ["", "qzxqzx", '"', "AND", "'; DROP TABLE article; --", "\0"])
def test_an_engine_survives_any_question(peer, question):
    peer.index(ARTICLES)
    assert peer.ranking(question, 10) is not None


def test_the_article_a_question_was_taken_from_is_no_answer_of_any_engine(peer):
    documents = [collections.Document(str(n), *one) for n, one in enumerate(ARTICLES)]
    documents.append(collections.Document("source", "Passwords", "Reset a password, password."))
    query = collections.Query("reset password", {"0": 1}, frozenset({"source"}))
    scores = _peer_scores(peer, collections.Collected(documents, [query]))
    assert scores["success1"] == 1.0


def test_every_question_gets_its_typing_error_and_keeps_its_answers():
    query = collections.Query("forgotten password", {"0": 1}, frozenset({"1"}))
    asked = with_typing_errors(collections.Collected([], [query, query])).queries
    assert asked[0].text != query.text
    assert asked[0].text != asked[1].text
    assert [(one.grades, one.sources) for one in asked] == [(query.grades, query.sources)] * 2


def test_the_site_is_compared_with_the_best_of_the_others():
    scores = {name: dict.fromkeys(["ndcg10"], value) for name, value in
              [(SITE, 0.55), ("a", 0.4), ("b", 0.5)]}  # fmt: skip
    best, percent = above_best(scores)
    assert best == "b"
    assert percent == pytest.approx(10)


def test_a_mean_counts_every_collection_once():
    low, high = (dict.fromkeys(["ndcg10", "mrr10", "recall100", "success1"], v) for v in (0.2, 0.4))
    assert mean([low, high])["mrr10"] == pytest.approx(0.3)
