"""Requests per second of article, listing and search pages beside FLOOR+, in one run.

    make bench                                     # the demo content, repeated to 1,229 articles
    make bench ARGS="--articles path/to/markdown"  # a real knowledge base

A database of its own is made on the embedded server (or beside DATABASE_URL), filled by
`import_articles`, served by gunicorn with the site's own settings and by the same gunicorn with the
bare view of `bench.floor`. Rounds alternate between the two, so that a busy machine slows both; the
medians and their ratio are printed, and beside them those of the same pages when nothing is kept
in memory (see articles.page_cache).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from . import database

DATABASE = "helpcenter_bench"
ARTICLES = 1229
SITE, FLOOR = "http://127.0.0.1:8491", "http://127.0.0.1:8492"
GOALS = {"article": 0.8, "listing": 0.8, "search": 0.3}


def main() -> None:
    """Fill the database, serve both, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--articles", type=Path, default=database.ROOT / "articles/demo", help="a folder"
    )
    parser.add_argument("--seconds", type=int, default=4, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each page")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("The load comes from wrk, which is missing. On Debian: apt-get install wrk")

    with _database() as url:
        _fill(url, options.articles)
        with tempfile.TemporaryDirectory() as folder, _served(url):
            scripts = _scripts(url, Path(folder))
            _print(_measure(scripts, options.seconds, options.rounds))


@contextmanager
def _database() -> Iterator[str]:
    """Create a database beside the site's own, yield its URL, drop it."""
    server = database.server_url()
    database.create(server, DATABASE)
    try:
        yield database.url_of(server, DATABASE)
    finally:
        database.drop(server, DATABASE)


def _fill(url: str, folder: Path) -> None:
    """Import `folder`, say how long it took, repeat it to ARTICLES, and fill the floor's table."""
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "helpcenter.settings"}
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    call_command("import_articles", folder, publish=True, verbosity=0)
    seconds = time.perf_counter() - started
    count = _repeat()
    print(f"Imported, rendered and indexed {count:,} articles in {seconds:.1f} s.")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            """CREATE TABLE bench_page AS
               SELECT slug, title, html, opening, updated_at FROM articles_publishedarticle
                WHERE locale = 'en-us';
               CREATE UNIQUE INDEX ON bench_page (slug);
               CREATE INDEX ON bench_page (updated_at DESC, slug DESC)"""
        )
        connection.execute("VACUUM ANALYZE")


def _repeat() -> int:
    """Publish copies of the articles until there are ARTICLES; return how many were imported."""
    from articles.models import Article

    originals = list(Article.objects.live().in_locale("en-us"))
    for number in range(len(originals), ARTICLES):
        original = originals[number % len(originals)]
        copy = Article(
            title=original.title,
            slug=f"copy-{number}",
            category=original.category,
            summary=original.summary,
            body=original.body,
            published_at=original.published_at,
            updated_at=original.updated_at,
        )
        copy.save()
        copy.publish()
    return len(originals)


@contextmanager
def _served(url: str) -> Iterator[None]:
    """Serve the site and the floor by the same gunicorn settings while the block runs."""
    environment = os.environ | {"DATABASE_URL": url, "QUESTIONS_PER_MINUTE": "0"}
    common = [
        "--workers",
        "2",
        "--threads",
        "4",
        "--worker-class",
        "helpcenter.worker.Worker",
        "--log-level",
        "error",
        "--no-control-socket",
    ]
    servers = [
        subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, "--bind", address[7:], *common],
            cwd=database.ROOT,
            env=environment,
        )
        for application, address in (
            ("helpcenter.wsgi:application", SITE),
            ("bench.floor:application", FLOOR),
        )
    ]
    try:
        for address in (SITE, FLOOR):
            _await(address)
        yield
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()


def _await(address: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{address} did not answer within 20 s.")


def _scripts(url: str, folder: Path) -> dict[str, tuple[str, Path]]:
    """Return page -> (server, wrk script that asks for its addresses in turn)."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT slug, title FROM bench_page ORDER BY md5(slug) LIMIT 200"
        ).fetchall()
    articles = [f"/articles/{slug}/" for slug, _title in rows]
    questions = [
        "/search/?q=" + "+".join(re.findall(r"[A-Za-z]+", title)[:6]) for _slug, title in rows
    ]
    asked = {
        "floor article": (FLOOR, articles),
        "article": (SITE, articles),
        "floor listing": (FLOOR, ["/"]),
        "listing": (SITE, ["/"]),
        "search": (SITE, questions),
        # An address with a parameter that the site does not know is answered, but never kept.
        "article anew": (SITE, [f"{path}?anew=1" for path in articles]),
        "listing anew": (SITE, ["/?anew=1"]),
        "search anew": (SITE, [f"{path}&anew=1" for path in questions]),
    }
    scripts = {}
    for page, (server, paths) in asked.items():
        script = folder / f"{page.replace(' ', '-')}.lua"
        listed = ",".join(f'"{path}"' for path in paths)
        script.write_text(
            f"local paths = {{{listed}}}\nlocal n = 0\n"
            "request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n"
        )
        scripts[page] = (server, script)
    return scripts


def _measure(scripts: dict[str, tuple[str, Path]], seconds: int, rounds: int) -> dict[str, float]:
    """Return the median requests per second of each page over alternating rounds."""
    results: dict[str, list[float]] = {page: [] for page in scripts}
    for round_number in range(rounds + 1):  # the first one warms up
        for page, (server, script) in scripts.items():
            rate = _wrk(server, script, seconds if round_number else 2)
            if round_number:
                results[page].append(rate)
    return {page: statistics.median(rates) for page, rates in results.items()}


def _wrk(server: str, script: Path, seconds: int) -> float:
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(script), server]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if failed := re.search(r"Non-2xx or 3xx responses: (\d+)", output):
        sys.exit(f"{script.stem}: {failed[1]} requests failed; the figures would mean nothing.")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if rate is None:
        sys.exit(f"{script.stem}: wrk gave no rate.\n{output}")
    return float(rate[1])


def _print(rates: dict[str, float]) -> None:
    print(
        f"\n{'':10}{'requests/s':>12}{'FLOOR+':>10}{'ratio':>8}{'goal':>7}   rendered anew, ratio"
    )
    for page, goal in GOALS.items():
        floor = rates["floor listing" if page == "listing" else "floor article"]
        anew = rates[f"{page} anew"]
        print(
            f"{page:10}{rates[page]:12.0f}{floor:10.0f}{rates[page] / floor:8.2f}{goal:7.1f}"
            f"{anew:14.0f}{anew / floor:8.2f}"
        )


if __name__ == "__main__":
    main()
