"""Run to take the articles elsewhere, or to keep them in a repository.

    manage.py export_articles handbook/
    manage.py import_articles handbook/ --publish      # the way back

The folder must be empty or a former export, which is brought up to date.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import exporting
from articles.management.counted import counted
from articles.management.options import check_locale
from articles.progress import track


class Command(BaseCommand):
    help = "Write the articles to a folder of Markdown files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dest", type=Path, help="empty or missing folder, or a former export")
        parser.add_argument("--locale", help="only the articles of this locale")

    def handle(self, *args: Any, **options: Any) -> None:
        check_locale(options["locale"])
        try:
            written = exporting.export(options["dest"], options["locale"], track(self.stdout))
        except exporting.NotEmpty as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['dest']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{counted(written, 'article')} written to {options['dest']}.")
