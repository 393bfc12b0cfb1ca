"""Fills a database with a knowledge base of any size, indexed by the site's own statements.

The articles of a folder are imported and published as staff would. The others are derived from them
(`bench.growth`) and written by two processes without their working copies' history: rows in bulk,
passages and vectors by `articles.indexing.index`. Meanwhile the triggers are off and the GIN
indexes are gone, as after a restore of a dump; then the indexes are built and `search.statistics`
counts.
"""

from __future__ import annotations

import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection, transaction

from . import growth

if TYPE_CHECKING:
    from articles.models import Article, PublishedArticle

PROCESSES = 2
SEED = 2026
LOCALE = "en-us"
LAST_STEP = "vacuum and analyze"
# What a session of an administrator would set before a restore.
MAINTENANCE = "SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2"


def load(url: str, folder: Path, size: int) -> None:
    """Fill the empty database at `url` with `size` articles made of the Markdown in `folder`.

    How many seconds each step took is kept in a table `bench_step`. A folder of more than `size`
    files is read in part.
    """
    _connect(url)
    _say(f"{size:,} articles")
    call_command("migrate", verbosity=0)
    _execute("CREATE TABLE bench_step (step text, seconds float)")
    with timed("import of the real articles"):
        _import(folder, size)
    with timed("rows"), _bare_passages() as indexes:
        _derive(size)
    for name, definition in indexes:
        with timed(f"index {name}"):
            _execute(f"{MAINTENANCE}; {definition}")
    with timed("recount"):
        from search.statistics import recount

        recount()
    with timed(LAST_STEP):
        _execute("VACUUM ANALYZE")


def reopen(url: str) -> None:
    """Use what an earlier run loaded, migrated to this version; exits when it did not finish."""
    _connect(url)
    call_command("migrate", verbosity=0)
    if LAST_STEP not in steps():
        sys.exit("An earlier load did not come to its end. Run again with --fresh.")


def _connect(url: str) -> None:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "helpcenter.settings"}
    django.setup()


def steps() -> dict[str, float]:
    """Return step -> seconds of the load of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT step, seconds FROM bench_step")
        return dict(cursor.fetchall())


def originals() -> dict[int, growth.Text]:
    """Return the imported articles by id; derived ones have no Markdown."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT article_id, title, array_agg(ARRAY[heading, text] ORDER BY position)
                 FROM articles_publishedarticle JOIN articles_passage USING (article_id)
                WHERE body <> '' GROUP BY article_id, title ORDER BY article_id"""
        )
        return {
            id: growth.Text(title, tuple((heading, text) for heading, text in passages))
            for id, title, passages in cursor.fetchall()
        }


@contextmanager
def stream(statement: str) -> Iterator[Iterator[tuple]]:
    """Yield the rows of a SELECT as they come: they need not fit into memory."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        yield chain.from_iterable(iter(lambda: cursor.fetchmany(1000), []))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Say how long the block took, and keep it for `steps`."""
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    _say(f"  {step}: {seconds:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_step VALUES (%s, %s)", [step, seconds])


def _import(folder: Path, size: int) -> None:
    """Import at most `size` files of `folder`, without the pictures, which search does not read."""
    files = sorted(folder.rglob("*.md"))
    if len(files) > size:
        files = Random(SEED).sample(files, size)
    with tempfile.TemporaryDirectory() as name:
        for file in files:
            copy = Path(name) / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        call_command("import_articles", name, locale=LOCALE, publish=True, verbosity=0)


@contextmanager
def _bare_passages() -> Iterator[list[tuple[str, str]]]:
    """Take triggers and GIN indexes off the passages; yield (name, definition) of the indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexname, indexdef FROM pg_indexes
                WHERE tablename = 'articles_passage' AND indexdef LIKE '%USING gin%'"""
        )
        indexes = cursor.fetchall()
    for name, _definition in indexes:
        _execute(f"DROP INDEX {name}")
    _execute("ALTER TABLE articles_passage DISABLE TRIGGER USER")
    yield indexes
    _execute("ALTER TABLE articles_passage ENABLE TRIGGER USER")


def _derive(size: int) -> None:
    """Write derived articles until there are `size`, and their numbers of views."""
    from articles.models import Article

    real = Article.objects.count()
    missing = size - real
    generations = math.ceil(missing / real)
    done, started = real, time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _start_worker) as pool:
        jobs = [
            pool.submit(_write, generation, min(real, missing - generation * real))
            for generation in range(generations)
        ]
        for number, job in enumerate(as_completed(jobs), 1):
            done += job.result()
            if number % math.ceil(generations / 10) == 0:
                _say(f"  {done:,} articles after {time.perf_counter() - started:.0f} s")
    _execute(
        """INSERT INTO articles_viewtotal (article_id, views)
           SELECT id, 100000 / (1 + id) FROM articles_article
           ON CONFLICT DO NOTHING;
           SELECT setval('articles_article_id_seq', max(id)) FROM articles_article"""
    )


_texts: dict[int, growth.Text] = {}


def _start_worker() -> None:
    """Set Django up in a new process, for the database of DATABASE_URL, and read the originals."""
    django.setup()
    _texts.update(originals())


def _write(generation: int, count: int) -> int:
    """Write `count` articles of a generation in one transaction; return `count`."""
    from articles import indexing
    from articles.models import Article, PublishedArticle
    from articles.passages import Piece

    random = Random(f"{SEED}-{generation}")
    derived = growth.derived(list(_texts.values()), generation, random)
    chosen = random.sample(list(zip(_texts, derived, strict=True)), count)
    models = PublishedArticle.objects.in_bulk([id for id, _text in chosen])
    shift = (generation + 1) * (max(_texts) + 1)
    pages = [_page(models[id], id + shift, text) for id, text in chosen]
    with transaction.atomic():
        Article.objects.bulk_create([_working_copy(page) for page in pages])
        PublishedArticle.objects.bulk_create(pages)
        for page, (_id, text) in zip(pages, chosen, strict=True):
            indexing.index(page, [Piece(heading, "", said) for heading, said in text.passages])
    return count


def _page(original: PublishedArticle, id: int, text: growth.Text) -> PublishedArticle:
    """Return what visitors would read of a derived article; HTML is left out, search reads none."""
    from articles.markup import Block
    from articles.models import PublishedArticle
    from articles.passages import opening

    return PublishedArticle(
        article_id=id,
        source_id=id,
        locale=original.locale,
        tab_id=original.tab_id,
        category_id=original.category_id,
        slug=f"{original.slug[:180]}-{id}",
        title=text.title,
        opening=opening([Block(said, heading, "") for heading, said in text.passages[:3]]),
        tag_names=original.tag_names,
        tag_slugs=original.tag_slugs,
        published_at=original.published_at,
        updated_at=original.updated_at,
    )


def _working_copy(page: PublishedArticle) -> Article:
    from articles.models import Article

    copied = ("locale", "category_id", "slug", "title", "published_at", "updated_at")
    values = {field: getattr(page, field) for field in copied}
    return Article(id=page.article_id, status=Article.Status.APPROVED, **values)
