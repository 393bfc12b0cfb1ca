"""Run to remove deleted articles for good sooner than after 30 days; `publish_due` does the rest.

    manage.py empty_trash                      # those deleted 30 days ago or earlier
    manage.py empty_trash --older-than 0       # all of them

Their texts, versions and views are gone then. A second run does no harm.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import trash
from articles.management.options import between

from .publish_due import each_once

MAX_DAYS = 36_500


class Command(BaseCommand):
    help = "Remove articles for good that were deleted 30 days ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", type=between(0, MAX_DAYS), default=trash.KEPT.days, metavar="DAYS",
            help="days since they were deleted (default: %(default)s)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["older_than"]
        removed, failed = each_once(trash.over(timezone.now(), timedelta(days=days)), trash.remove)
        self.stdout.write(f"Removed for good: {len(removed)}")
        if failed:
            lines = "\n".join(f"  article {pk}: {error}" for pk, error in failed)
            raise CommandError(f"{len(failed)} failed:\n{lines}")
