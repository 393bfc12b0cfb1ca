"""How good search is on judged questions, beside bm25s, tantivy and SQLite FTS5 in one run.

    make bench-relevance ARGS="collections/cranfield collections/handbook-de-links"
    make bench-relevance ARGS="collections/handbook:de --typos"

A folder holds corpus.jsonl, queries.jsonl and qrels.tsv (see search.judged). The locale of its
articles stands behind a colon, or is the two letters between two hyphens of its name (`x-de-y`), or
is en-us. The site ranks in temporary tables and its own data is not touched. All index the same
titles and texts; texts in scripts without spaces are cut into pairs of letters for the others, as
the site does by itself. An article that a question was taken from is dropped from every ranking.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import django
from django.core.management import call_command

from articles.progress import track
from search.judged import Collected, Malformed, measures, read

from . import database
from .peers import Bm25s, Document, Fts5, Peer, Tantivy, bigrams
from .typing_errors import mistyped

SEED = 7
DEEP = 100  # what Recall@100 needs
DEFAULT_LOCALE = "en-us"
MEASURES = {
    "ndcg10": "nDCG@10",
    "mrr10": "MRR@10",
    "recall100": "Recall@100",
    "success1": "Success@1",
}
SITE = "this site"

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A folder to measure and the locale of its articles."""

    folder: Path
    locale: str

    @property
    def language(self) -> str:
        return self.locale.split("-")[0]


def judged(argument: str) -> Judged:
    """Return what `FOLDER` or `FOLDER:LOCALE` names; the name of the folder may tell the locale."""
    folder, colon, locale = argument.rpartition(":")
    if colon and re.fullmatch(r"[a-z]{2}(-[a-z]+)?", locale):
        return Judged(Path(folder), locale)
    told = re.search(r"-([a-z]{2})-", Path(argument).name)
    locale = told[1] if told and told[1] != DEFAULT_LOCALE[:2] else DEFAULT_LOCALE
    return Judged(Path(argument), locale)


def main() -> None:
    """Measure every folder, then print the means and what the site is above the best peer."""
    options = _options()
    os.environ |= {
        "DATABASE_URL": database.server_url(),
        "DJANGO_SETTINGS_MODULE": "helpcenter.settings",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    plain: list[dict[str, Scores]] = []
    mistaken: list[dict[str, Scores]] = []
    for one in options.folders:
        try:
            collected = read(one.folder)
        except Malformed as error:
            sys.exit(str(error))
        size = f"{len(collected.queries):,} questions to {len(collected.documents):,} articles"
        plain.append(_scores(one, collected))
        _print_scores(f"{one.folder.name} ({one.locale}): {size}", plain[-1])
        if options.typos:
            mistaken.append(_scores(one, with_typing_errors(collected)))
            _print_falls(plain[-1], mistaken[-1])
    if len(plain) > 1:
        _print_means(plain, mistaken)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=judged, metavar="FOLDER[:LOCALE]")
    parser.add_argument(
        "--typos", action="store_true", help="ask everything again with one typing error each"
    )
    return parser.parse_args()


def with_typing_errors(collected: Collected) -> Collected:
    """Return the collection with one edit in each question, the same ones in every run."""
    queries = [
        replace(query, text=mistyped(query.text, Random(f"{SEED}-{number}")))
        for number, query in enumerate(collected.queries)
    ]
    return Collected(collected.documents, queries)


def _scores(one: Judged, collected: Collected) -> dict[str, Scores]:
    """Return engine -> measure -> mean over the questions."""
    from search.evaluation import evaluate

    ours = evaluate(collected, one.locale, track(sys.stderr))
    peers: list[Peer] = [
        Bm25s(one.language),
        Tantivy(None, one.language),
        Fts5(":memory:"),
    ]
    return {SITE: ours} | {peer.name: _peer_scores(peer, collected) for peer in peers}


def _peer_scores(peer: Peer, collected: Collected) -> Scores:
    peer.index([Document(bigrams(d.title), bigrams(d.text)) for d in collected.documents])
    found = []
    for query in collected.queries:
        numbers = peer.ranking(bigrams(query.text), DEEP + len(query.sources))
        found.append(measures([collected.documents[n].id for n in numbers], query))
    return mean(found)


def mean(scores: Sequence[Scores]) -> Scores:
    """Return the mean of each measure."""
    return {name: statistics.fmean(one[name] for one in scores) for name in MEASURES}


def above_best(scores: dict[str, Scores]) -> tuple[str, float]:
    """Return the best of the other engines by nDCG@10, and how many percent the site is above."""
    others = {name: one["ndcg10"] for name, one in scores.items() if name != SITE}
    best = max(others, key=lambda name: others[name])
    return best, _percent(scores[SITE]["ndcg10"], others[best])


def _percent(value: float, base: float) -> float:
    return 100 * (value / base - 1) if base else 0.0


def _print_scores(title: str, scores: dict[str, Scores]) -> None:
    print(f"\n{title}\n{'':14}" + "".join(f"{name:>12}" for name in MEASURES.values()))
    for engine, one in scores.items():
        print(f"{engine:14}" + "".join(f"{one[name]:12.4f}" for name in MEASURES))
    best, percent = above_best(scores)
    print(f"nDCG@10 of {SITE} against the best single other, {best}: {percent:+.1f} %", flush=True)


def _print_falls(plain: dict[str, Scores], mistaken: dict[str, Scores]) -> None:
    print(f"{'nDCG@10':14}{'as asked':>12}{'one error':>12}{'change':>12}")
    for engine, one in plain.items():
        before, after = one["ndcg10"], mistaken[engine]["ndcg10"]
        print(f"{engine:14}{before:12.4f}{after:12.4f}{_percent(after, before):+10.1f} %")
    sys.stdout.flush()


def _print_means(plain: list[dict[str, Scores]], mistaken: list[dict[str, Scores]]) -> None:
    _print_scores(f"Mean of {len(plain)} collections", means := _means(plain))
    if mistaken:
        _print_falls(means, _means(mistaken))


def _means(sets: list[dict[str, Scores]]) -> dict[str, Scores]:
    return {engine: mean([one[engine] for one in sets]) for engine in sets[0]}


if __name__ == "__main__":
    main()
