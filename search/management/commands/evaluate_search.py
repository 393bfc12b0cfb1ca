"""Run after a change to ranking, a dictionary or PostgreSQL: measures search on judged questions.

    manage.py evaluate_search collections/cranfield
    manage.py evaluate_search collections/handbook-de --locale de --json

The collection is loaded into tables of its own, which nobody else sees and which are gone when the
command ends; the site's articles are not touched.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.management.counted import counted
from articles.progress import track
from search.evaluation import evaluate
from search.judged import Malformed, read


class Command(BaseCommand):
    help = "Measure the site's search on a folder of judged questions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="corpus.jsonl, queries.jsonl and qrels.tsv")
        parser.add_argument("--locale", default=settings.LANGUAGE_CODE, help="language, as en-us")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            collected = read(options["folder"])
        except Malformed as error:
            raise CommandError(str(error)) from error
        found = evaluate(collected, _locale(options["locale"]), track(self.stderr))
        rounded = {
            name: round(value, 2 if name.endswith("_ms") else 4) for name, value in found.items()
        }
        if options["json"]:
            self.stdout.write(json.dumps(rounded))
            return
        self.stdout.write(
            f"{counted(len(collected.queries), 'question')} "
            f"to {counted(len(collected.documents), 'article')}"
        )
        for name, value in rounded.items():
            self.stdout.write(f"{name:<10} {value}")


def _locale(written: str) -> str:
    """Return a locale as the site writes it; of what is none, no word would be stemmed."""
    locale = written.strip().lower().replace("_", "-")
    try:
        Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        raise CommandError(f"{written!r} is no locale; use one as en-us.") from None
    return locale
