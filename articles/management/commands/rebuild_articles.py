"""Run after an upgrade that renders or indexes differently, or after a bulk edit in the database.

Renders, splits and indexes every published article again. Dates, versions and views stay as they
are. Each article is a transaction: the command can be stopped and run again, and visitors read and
search meanwhile.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, PublishedArticle
from articles.progress import track

SHOWN = 20


class Command(BaseCommand):
    help = "Render, split and index everything published again."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = PublishedArticle.objects.order_by("pk").values_list("pk", flat=True)
        rebuilt, failed = 0, []
        for pk in track(self.stdout)(list(ids), "Rebuilding"):
            try:
                rebuilt += rebuild(pk)
            except Exception as error:  # one broken article must not keep the others back
                failed.append(f"  {pk}: {type(error).__name__}: {error}")
        self.stdout.write(f"{rebuilt} articles rebuilt.")
        if failed:
            raise CommandError("\n".join([f"{len(failed)} articles failed:", *failed[:SHOWN]]))


def rebuild(pk: int) -> int:
    """Rebuild one article; returns 0 for one that was unpublished or deleted meanwhile."""
    try:
        PublishedArticle.objects.get(pk=pk).rebuild()
    except (Article.DoesNotExist, PublishedArticle.DoesNotExist):
        return 0
    return 1
