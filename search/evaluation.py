"""Measures the site's own search on a judged collection, beside the site's data.

Temporary tables with the names of the site's hide them from this connection, so the statements that
publish and search run on the collection unchanged. Nothing is ever written to the site's tables,
and everything is rolled back at the end.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DataError, connection, transaction
from django.utils import timezone

from articles import indexing, repeated
from articles.markup import Block
from articles.models import PublishedArticle
from articles.passages import split
from articles.progress import Track

from .judged import Collected, Document, measures
from .results import find
from .statistics import recount

TABLES = (
    "articles_publishedarticle",
    "articles_passage",
    "search_lexemecount",
    "search_knowntitle",
    "search_surfaceword",
    "search_synonym",
    "search_pinnedquestion",
)


def evaluate(collected: Collected, locale: str, track: Track) -> dict[str, float]:
    """Return the mean of each measure over the questions, and p50 and p95 in ms of a first page.

    `track(items, title)` wraps the two long loops to show their progress.
    """
    with _own_tables():
        blocks = [_blocks(document) for document in collected.documents]
        everywhere = repeated.frequent(blocks, locale)
        for number, document in enumerate(track(collected.documents, "Indexing"), 1):
            indexed = repeated.without(blocks[number - 1], everywhere, locale)
            _publish(number, document, locale, indexed)
        recount()
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        scores, times = [], []
        for query in track(collected.queries, "Asking"):
            began = time.perf_counter()
            results = find(query.text, locale)
            results.cards()
            times.append((time.perf_counter() - began) * 1000)
            ranking = [collected.documents[hit.article_id - 1].id for hit in results.hits]
            scores.append(measures(ranking, query))
    means = {name: statistics.fmean(values[name] for values in scores) for name in scores[0]}
    times.sort()
    return means | {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)]}


@contextmanager
def _own_tables() -> Iterator[None]:
    """Hide the site's tables behind empty ones of the same names, for this transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            # The default of 8 MB would measure the eviction of pages, which a site does not see.
            # A session that has had temporary tables already keeps the size it has.
            with suppress(DataError), transaction.atomic():
                cursor.execute("SET LOCAL temp_buffers = '256MB'")
            for table in TABLES:
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP"
                )
            # A title of a collection may be longer than staff's; slugs are the collection's ids.
            cursor.execute(
                "ALTER TABLE articles_publishedarticle ALTER title TYPE text, ALTER slug TYPE text,"
                " DROP CONSTRAINT IF EXISTS one_page_per_slug"
            )
            cursor.execute("DISCARD PLANS")  # statements planned before know the site's tables
            yield
        finally:
            transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def _blocks(document: Document) -> list[Block]:
    """Return the paragraphs of a document as the renderer would."""
    paragraphs = (" ".join(text.split()) for text in document.text.replace("\0", " ").split("\n\n"))
    return [Block(text, "", "") for text in paragraphs if text]


def _publish(number: int, document: Document, locale: str, read: list[Block]) -> None:
    """Index a document as `Article.publish` would."""
    now = timezone.now()
    article = PublishedArticle(
        article_id=number,
        source_id=number,
        locale=locale,
        tab_id=0,
        category_id=0,
        slug=document.id,
        title=document.title.replace("\0", " "),
        published_at=now,
        updated_at=now,
    )
    article.save(force_insert=True)
    indexing.index(article, split(read))
