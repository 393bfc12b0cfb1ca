"""Run to bring synonyms, pinned results and golden queries in, or to bring a changed file in again.

    manage.py import_search_rules search.yml
    manage.py import_search_rules search.yml --dry-run

A second run with the same file changes nothing; what the file does not name stays as it is. With an
error in any line nothing is imported, every error is listed, and the exit code is 1.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.importing.report import Report
from search import rules


class Command(BaseCommand):
    help = "Import synonyms, pinned results and golden queries from a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="YAML file, as export_search_rules writes it")
        parser.add_argument("--dry-run", action="store_true", help="do everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["source"]
        try:
            text = source.read_text("utf-8-sig")
        except OSError as error:
            raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{source} cannot be read: it is not UTF-8.") from error
        with transaction.atomic():
            report = rules.import_rules(text, source.name)
            transaction.set_rollback(options["dry_run"])
        if report.errors:
            listed = "\n".join(f"  {error}" for error in report.errors)
            raise CommandError(f"Nothing was imported.\n{listed}")
        if options["verbosity"]:
            self._tell(report)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was kept.")

    def _tell(self, report: Report) -> None:
        for note in report.skipped:
            self.stdout.write(f"Skipped: {note}")
        for note in report.warnings:
            self.stdout.write(f"Warning: {note}")
        counts = report.counts
        self.stdout.write(
            f"{counts['created']} created, {counts['changed']} changed, "
            f"{counts['unchanged']} unchanged."
        )
