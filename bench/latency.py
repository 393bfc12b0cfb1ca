"""Milliseconds of a search as the site grows, beside SQLite FTS5 and tantivy on the same texts.

    make bench-latency ARGS="--articles path/to/markdown"
    make bench-latency ARGS="--articles path/to/markdown --sizes 10000 --keep"

Each size gets a database of its own, helpcenter_bench_<size>, on the server that the site uses, and
a process of its own. `bench.loading` fills it. A search is what the site does for a page of results
before the template: `search.results.find`, what the results can be narrowed to with the counts, and
the first 15 cards. The others find 15 articles and cut a snippet of each; they count nothing. All
are asked in turn, so that a busy machine slows all, and every question once before the clock runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from django.db import connection

from . import database, loading
from .peers import Document, Fts5, Tantivy
from .questions import kinds

PAGE = 15
AT_LEAST = 200
WORTH_A_LINE = 100_000  # bytes
FILES = database.VAR_DIR / "bench"

Ask = Callable[[str], object]


def main() -> None:
    """Measure each size in a process of its own."""
    options = _options()
    server = database.server_url()
    if len(options.sizes) == 1:
        _one_size(server, options.sizes[0], options)
        return
    for size in options.sizes:
        command = [sys.executable, "-m", "bench.latency", *sys.argv[1:], f"--sizes={size}"]
        subprocess.run(command, check=True, env=os.environ | {"DATABASE_URL": server})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--articles", type=Path, default=database.ROOT / "articles/demo", help="a Markdown folder"
    )
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10_000, 100_000], help="articles")
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    parser.add_argument("--fresh", action="store_true", help="load again what an earlier run kept")
    parser.add_argument("--load-only", action="store_true", help="load and keep, measure nothing")
    parser.add_argument("--site-only", action="store_true", help="leave the other engines out")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.replace("_", "").split(",")]


def _one_size(server: str, size: int, options: argparse.Namespace) -> None:
    """Load what is not there, measure, print, and drop what shall not be kept."""
    name, files = f"helpcenter_bench_{size}", FILES / str(size)
    url = database.url_of(server, name)
    try:
        if options.fresh or not database.exists(server, name):
            shutil.rmtree(files, ignore_errors=True)
            database.create(server, name)
            loading.load(url, options.articles, size)
        else:
            loading.reopen(url)
        if not options.load_only:
            _measure_and_print(size, files, options.site_only)
    finally:
        if not (options.keep or options.load_only):
            _leave(server, name, files)


def _leave(server: str, name: str, files: Path) -> None:
    connection.close()
    database.drop(server, name)
    shutil.rmtree(files, ignore_errors=True)


def _measure_and_print(size: int, files: Path, site_only: bool) -> None:
    engines: dict[str, Ask] = {"this site": _site}
    if not site_only:
        engines |= _peers(files)
    texts = loading.originals()
    _print_sizes(size, files)
    head = "".join(f"{name + ' p50':>18}{'p95':>8}" for name in engines)
    print(f"\n{f'ms at {size:,} articles':30}{head}", flush=True)
    for kind, questions in kinds(texts, derived=size > len(texts)).items():
        times, late = _times(engines, questions)
        cells = "".join(f"{_share(t, 0.5):18.1f}{_share(t, 0.95):8.1f}" for t in times.values())
        note = f"   {late} of {len(times['this site'])} cancelled" if late else ""
        print(f"{kind:30}{cells}{note}", flush=True)


def _site(question: str) -> object:
    """Answer as the site does, up to the template; raises search.bounded.TookTooLong."""
    from search.address import Address
    from search.bounded import limited
    from search.facets import facets
    from search.results import find

    with limited():  # one for the whole page
        found = find(question, loading.LOCALE)
        return facets(Address(question), found.hits, _tabs()), found.cards(limit=PAGE)


@cache
def _tabs() -> tuple:
    """Return the tabs and categories, which a worker reads once an edition."""
    from articles import reading

    return reading.trees(loading.LOCALE)


def _peers(files: Path) -> dict[str, Ask]:
    """Return the other engines; those that were not kept are filled from the database."""
    fts5_file, tantivy_folder = files / "fts5.sqlite3", files / "tantivy"
    kept = (files / "complete").exists()
    if not kept:
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)
    fts5, rust = Fts5(fts5_file), Tantivy(tantivy_folder)
    if not kept:
        for engine in (fts5, rust):
            with loading.timed(engine.name):
                engine.index(_documents())
        (files / "complete").touch()
    return {
        fts5.name: lambda question: fts5.page(question, PAGE),
        rust.name: lambda question: rust.page(question, PAGE),
    }


def _documents() -> Iterator[Document]:
    """Yield each published article as one text, by a cursor that the server holds."""
    statement = """
        SELECT title, string_agg(concat_ws(E'\\n', nullif(heading, ''), text), E'\\n'
                                 ORDER BY position)
          FROM articles_publishedarticle JOIN articles_passage USING (article_id)
         GROUP BY article_id, title ORDER BY article_id"""
    with loading.stream(statement) as rows:
        yield from (Document(title, text) for title, text in rows)


def _times(engines: dict[str, Ask], questions: Sequence[str]) -> tuple[dict[str, list[float]], int]:
    """Return engine -> sorted ms, and how many searches of the site were cancelled."""
    rounds = -(-AT_LEAST // len(questions))
    times: dict[str, list[float]] = {name: [] for name in engines}
    late = 0
    for number in range(rounds + 1):  # the first one warms up
        for question in questions:
            for name, ask in engines.items():
                milliseconds, cancelled = _timed(ask, question)
                if number:
                    times[name].append(milliseconds)
                    late += cancelled
    return {name: sorted(measured) for name, measured in times.items()}, late


def _timed(ask: Ask, question: str) -> tuple[float, bool]:
    from search.bounded import TookTooLong

    began, cancelled = time.perf_counter(), False
    try:
        ask(question)
    except TookTooLong:
        cancelled = True
    return (time.perf_counter() - began) * 1000, cancelled


def _share(measured: list[float], share: float) -> float:
    return measured[min(int(len(measured) * share), len(measured) - 1)]


def _print_sizes(size: int, files: Path) -> None:
    print(f"\n{size:,} articles: what the load took, and what is on the disk")
    for step, seconds in loading.steps().items():
        print(f"  {step:42}{seconds:10.1f} s")
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT oid::regclass::text, CASE relkind WHEN 'r' THEN pg_table_size(oid)
                                                       ELSE pg_relation_size(oid) END
                 FROM pg_class
                WHERE relkind IN ('r', 'i')
                  AND (oid::regclass::text ~ '^(articles_passage|articles_published|search_)'
                       OR oid IN (SELECT indexrelid FROM pg_index
                                   WHERE indrelid::regclass::text
                                         ~ '^(articles_passage|articles_published|search_)'))
                ORDER BY 2 DESC"""
        )
        on_disk = dict(cursor.fetchall())
    for peer in ("fts5.sqlite3", "tantivy"):
        if (files / peer).exists():
            on_disk[peer] = sum(f.stat().st_size for f in _files(files / peer))
    for name, occupied in on_disk.items():
        if occupied >= WORTH_A_LINE:
            print(f"  {name:42}{occupied / 1e6:10.1f} MB")


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]


if __name__ == "__main__":
    main()
