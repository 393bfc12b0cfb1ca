"""Run to bring a knowledge base into the site, or to bring changed files in again.

    manage.py import_articles handbook/ --publish
    manage.py import_articles export.zip --locale de --dry-run
    manage.py import_articles posts/ --old-site https://blog.example.com

A second run with the same files changes nothing. A dry run tells what would be created, published
and changed, line by line. Files that fail are listed at the end with the reason, the others are
kept, and the exit code is 1.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import importing, uploads
from articles.importing.categories import is_allowed
from articles.importing.report import Note, Report
from articles.management.counted import counted
from articles.management.options import check_locale
from articles.progress import track

SHOWN = 20
ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


class Command(BaseCommand):
    help = (
        "Import articles from a folder or zip of Markdown or HTML, a Zendesk export or a CSV table."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="folder, zip, JSON or CSV file")
        parser.add_argument(
            "--format",
            choices=[*importing.FORMATS],
            default="markdown",
            help="%(default)s otherwise",
        )
        parser.add_argument("--locale", help="of files that name none")
        parser.add_argument("--category", help="key for articles that name none")
        parser.add_argument(
            "--old-site", default="", metavar="URL", help="whose addresses lead to what is imported"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would change, keep nothing"
        )
        parser.add_argument("--publish", action="store_true", help="publish what is imported")

    def handle(self, *args: Any, **options: Any) -> None:
        self.dry_run = options["dry_run"]
        try:
            report = importing.run(options["source"], self._asked(options), track(self.stdout))
        except (importing.SourceRefused, uploads.NotKept) as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        self._tell(report, options["verbosity"])
        if report.errors:
            raise CommandError(f"{len(report.errors)} of the files failed.")

    def _asked(self, options: dict[str, Any]) -> importing.Options:
        locale, category = options["locale"], options["category"]
        check_locale(locale)
        if category and not is_allowed(category):
            raise CommandError(f"{category!r} cannot be the key of a category.")
        if (old_site := options["old_site"]) and not ADDRESS.fullmatch(old_site):
            raise CommandError(f"{old_site!r} is no address: write https://old.example.com.")
        return importing.Options(
            options["format"],
            locale,
            category,
            options["publish"],
            options["dry_run"],
            old_site,
        )

    def _tell(self, report: Report, verbosity: int) -> None:
        if verbosity:
            self._list("Skipped", report.skipped, verbosity)
            self._list("Warnings", list(report.warnings), verbosity)
            self._list("Would", report.deeds, verbosity)
        self._list("Failed", report.errors, verbosity=2)
        counts = report.counts
        self.stdout.write(
            f"{counts['created']} created, {counts['changed']} changed, "
            f"{counts['unchanged']} unchanged, {counts['published']} published, "
            f"{counted(counts['categories'], 'new category', 'new categories')}, "
            f"{len(report.skipped)} skipped, {counted(len(report.warnings), 'warning')}, "
            f"{len(report.errors)} failed."
        )
        if self.dry_run:
            self.stdout.write("This was a dry run: nothing was kept.")

    def _list(self, title: str, notes: Iterable[Note], verbosity: int) -> None:
        """List notes; of many only the first, unless the operator asked for more (-v 2)."""
        notes = list(notes)
        shown = notes if verbosity > 1 else notes[:SHOWN]
        if notes:
            self.stdout.write(f"{title}:")
        for note in shown:
            self.stdout.write(f"  {note}")
        if len(shown) < len(notes):
            self.stdout.write(f"  and {len(notes) - len(shown)} more (-v 2 lists all)")
