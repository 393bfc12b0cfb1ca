"""Run after a change to ranking, synonyms, pins or many articles: are the golden answers in place?

    manage.py check_golden_queries
    manage.py check_golden_queries --locale en-gb --json

Prints where each article stands now and, of a red one, what stands before it. The exit status is 1
when one is red, so a deployment or a cron job can stop on it.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.management.counted import counted
from articles.management.options import check_locale
from search.golden import Verdict, check, titles
from search.models import GoldenQuery


class Command(BaseCommand):
    help = "Check that every golden query still finds its article."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--locale", help="only those of this locale, as en-us")
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = [check(golden) for golden in _golden(options["locale"])]
        named = titles(article for verdict in verdicts for article in verdict.before)
        records = [_record(verdict, named) for verdict in verdicts]
        if options["json"]:
            self.stdout.write(json.dumps(records, ensure_ascii=False))
        else:
            self._print(records)
        if not all(verdict.is_green for verdict in verdicts):
            sys.exit(1)

    def _print(self, records: list[dict[str, Any]]) -> None:
        for record in records:
            green = record["green"]
            colour = self.style.SUCCESS if green else self.style.ERROR
            self.stdout.write(
                f"{colour('green' if green else 'red  ')}  {_place(record)}"
                f"  {record['question']}  [{record['locale']}]"
            )
            for number, title in enumerate([] if green else record["before"], 1):
                self.stdout.write(f"       {number:>3}. {title}")
        red = sum(not record["green"] for record in records)
        self.stdout.write(f"{counted(len(records), 'golden query', 'golden queries')}, {red} red.")


def _golden(locale: str | None):
    """Return the golden queries of `locale` or of all; raises CommandError for an unknown one."""
    golden = GoldenQuery.objects.select_related("article")
    check_locale(locale)
    return golden.filter(locale=locale) if locale else golden


def _record(verdict: Verdict, named: dict[int, str]) -> dict[str, Any]:
    golden = verdict.golden
    return {
        "question": golden.question,
        "locale": golden.locale,
        "article": golden.article.title if golden.article else None,
        "within": golden.within,
        "green": verdict.is_green,
        "rank": verdict.rank,
        "timed_out": verdict.timed_out,
        "before": [named.get(article, "?") for article in verdict.before],
    }


def _place(record: dict[str, Any]) -> str:
    """Return "3 of 1": the place now and the one that it must have; or why there is none."""
    if record["timed_out"]:
        return "took too long"
    if record["article"] is None:
        return "its article was deleted"
    return f"{record['rank'] or 'not found'} (within {record['within']})"
