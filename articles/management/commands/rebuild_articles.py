"""Run after an upgrade that renders or indexes differently, or after a bulk edit in the database.

Makes the copies of pictures that are missing, renders, splits and indexes every published article
again, and finds what each is related to. Dates, versions and views stay as they are. Each article
is a transaction: the command can be stopped and run again, and visitors read and search meanwhile.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import image_copies, relating, repeated
from articles.management.counted import counted
from articles.models import PublishedArticle, Subject
from articles.progress import Track, track

SHOWN = 20


class Command(BaseCommand):
    help = "Render, split and index everything published again."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in track(self.stdout)(image_copies.stored(), "Pictures"):
            image_copies.make(name)
        ids = PublishedArticle.objects.order_by("pk").values_list("pk", flat=True)
        rebuilt, failed = 0, []
        for pk in track(self.stdout)(list(ids), "Rebuilding"):
            try:
                rebuilt += PublishedArticle.rebuild_if_there(pk)
            except Exception as error:  # one broken article must not keep the others back
                failed.append(f"  {pk}: {type(error).__name__}: {error}")
        rebuilt += repeated.settle()
        relate_all(track(self.stdout))
        self.stdout.write(f"{counted(rebuilt, 'article')} rebuilt.")
        if failed:
            heading = f"{counted(len(failed), 'article')} failed:"
            raise CommandError("\n".join([heading, *failed[:SHOWN]]))


def relate_all(track: Track) -> None:
    """Find anew what every published article is related to: needs the subjects of all."""
    ids = list(Subject.objects.order_by("pk").values_list("pk", flat=True))
    chunks = [ids[n : n + relating.AT_ONCE] for n in range(0, len(ids), relating.AT_ONCE)]
    for chunk in track(chunks, "Relating"):
        relating.relate(chunk)
