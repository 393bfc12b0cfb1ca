"""Brings a knowledge base into the site: folders of Markdown or HTML, Zendesk exports, CSV tables.

    SOURCE -> sources (files, safely) -> pages (head, title, slug, locale)
           -> drafting: foreign_dialects, html_to_markdown, links, media (the text becomes ours)
           -> writing (created, changed or left alone; published when asked)

All of it is one transaction, each file a savepoint in it: an import that is killed leaves nothing,
and a file that fails leaves nothing of its own.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from articles import repeated

from ..progress import Track
from . import csv_table, html_folder, markdown_folder, zendesk
from .categories import Categories
from .job import Job, Options
from .report import Refused, Report, SourceRefused
from .writing import Writer

__all__ = ["Options", "Refused", "Report", "SourceRefused", "run"]

FORMATS = {
    "markdown": markdown_folder.drafts,
    "html": html_folder.drafts,
    "zendesk": zendesk.drafts,
    "csv": csv_table.drafts,
}


def run(path: Path, options: Options, track: Track = lambda items, _title: items) -> Report:
    """Import `path` and return what happened.

    `track` wraps every long loop, to show progress. Raises SourceRefused when nothing was imported
    because the source as a whole cannot be.
    """
    report = Report(is_dry_run=options.dry_run)
    with transaction.atomic():
        _wait_for_others()
        categories = Categories()
        writer = Writer(categories, report, publish=options.publish)
        job = Job(path, options, track, report, categories, writer)
        for draft in FORMATS[options.format](job):
            writer.write(draft)
        writer.finish()
        categories.set_in_order()
        repeated.settle()
        report.counts["categories"] = len(categories.made)
        if options.dry_run:
            transaction.set_rollback(True)
    return report


def _wait_for_others() -> None:
    """Let imports at once come one after the other, until the end of the transaction.

    The second one would make the same categories and articles, and be refused by the database.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('articles.importing'))")
