"""Run to take synonyms, pinned results and golden queries elsewhere, or into a repository.

manage.py export_search_rules search.yml
manage.py import_search_rules search.yml      # the way back
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import rules


class Command(BaseCommand):
    help = "Write synonyms, pinned results and golden queries to a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dest", type=Path, help="file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        dest: Path = options["dest"]
        try:
            dest.write_text(rules.export_rules(), "utf-8")
        except OSError as error:
            raise CommandError(f"{dest} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Search rules written to {dest}.")
