"""Look at all articles again: after an upgrade, after a bulk edit in the database, or every night.

Saving and publishing look at an article by themselves; what changes around it, such as an article
that links over a redirect now, is found here at the latest. Nothing that visitors read changes, and
the command can be stopped and run again.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from articles.management.counted import counted
from articles.models import Article, Finding
from articles.progress import track
from articles.quality import findings
from articles.quality.problems import RULES, SEVERITIES


class Command(BaseCommand):
    help = "Look for problems in all articles and keep what is found for the report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new", action="store_true", help="only those never looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Article.objects.filter(Q(checkup=None) if options["new"] else Q())
        pks = list(wanted.order_by("pk").values_list("pk", flat=True))
        starts = range(0, len(pks), findings.TOGETHER)
        for start in track(self.stdout)(starts, "Checking"):
            findings.keep(pks[start : start + findings.TOGETHER])
        counts = Counter(Finding.objects.values_list("rule", flat=True))
        looked_at, problems = counted(len(pks), "article"), counted(counts.total(), "problem")
        self.stdout.write(f"{looked_at} looked at, {problems}.")
        for rule, count in counts.most_common():
            severity = SEVERITIES[RULES[rule].severity]
            self.stdout.write(f"  {severity}: {RULES[rule].name}: {count}")
