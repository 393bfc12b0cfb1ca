"""Publish the articles whose time has come and take the expired ones off the site.

Run it every minute (cron, a systemd timer), or once with --every; `make run` does that by itself.
Several may run at once: each article is published exactly once. It also removes for good what was
deleted 30 days ago, forgets who visited and voted before yesterday (the counts stay) and how staff
signed in long ago, and indexes articles again whose paragraphs others have begun to repeat. These
chores are told with `-v 2` only.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import counting, mail, publication_sets, repeated, sign_ins, trash, voting
from articles.management.options import between
from articles.models import Article, Deed, PublicationSet
from articles.quality import findings

logger = logging.getLogger(__name__)

# An import leaves hundreds of texts to look at; a look takes 10 to 20 ms.
MAX_LOOKED_AT = 500
# How soon the loop sees that it should end.
LOOK = 1.0


def each_once(articles: QuerySet, deed: Callable[[Any], object]) -> tuple[list, list]:
    """Do `deed` to each of `articles` (or sets) that still fits when its turn comes.

    Each is a transaction; one that another process is working on is left to it. Returns those that
    were done, and (id, error) of those that failed.
    """
    done, failed = [], []
    for pk in articles.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                waiting = articles.select_for_update(skip_locked=True, of=("self",))
                if article := waiting.filter(pk=pk).first():
                    deed(article)
                    done.append(article)
        except Exception as error:  # one bad article must not keep the others waiting
            failed.append((pk, error))
    return done, failed


def what_is_due(now: datetime) -> list[tuple[str, QuerySet, Callable]]:
    """Return what is done at this moment: the words for it, the rows that are due, the deed."""

    def publish(article: Article) -> None:
        article.publish(now)
        mail.tell(Deed.PUBLISHED, [article])

    def publish_set(one: PublicationSet) -> None:
        mail.tell(Deed.PUBLISHED, publication_sets.publish(one, None, now))

    return [
        ("Sets published", PublicationSet.objects.due(now), publish_set),
        ("Published", Article.objects.due(now), publish),
        ("Unpublished", Article.objects.expired(now), Article.expire),
        ("Removed for good", trash.over(now), trash.remove),
    ]  # fmt: skip


class Command(BaseCommand):
    help = "Publish the articles that are due and take the expired ones off the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=between(LOOK, 999_999, float), metavar="SECONDS",
            help="look again and again until a signal",
        )  # fmt: skip
        parser.add_argument(
            "--parent", type=int, metavar="PID", help="with --every: end when this parent has ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.tells_all = options["verbosity"] > 1
        if options["every"] is not None:
            self._keep_looking(options["every"], options["parent"])
        elif not self._look() and self.stdout.isatty():  # cron mails what is said
            self.stdout.write("Nothing was due.")

    def _keep_looking(self, seconds: float, parent: int | None) -> None:
        """Look every so many seconds; no error ends that, not even a database that is away."""
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                self._look()
            except Exception as error:
                logger.error("publish_due: %s", error)
            finally:
                connection.close()
            again = time.monotonic() + seconds
            while time.monotonic() < again and not stopped.wait(LOOK):
                if parent is not None and os.getppid() != parent:
                    return

    def _look(self) -> bool:
        """Do what is due and say it; return whether there was anything. Raises CommandError."""
        now = timezone.now()
        said_any, failed = False, []
        for label, waiting, deed in what_is_due(now):
            done, not_done = each_once(waiting, deed)
            name = waiting.model._meta.verbose_name
            failed += [f"{name} {pk}: {error}" for pk, error in not_done]
            if waiting.model is PublicationSet:  # staff see why on the set's own page
                for pk, error in not_done:
                    PublicationSet.objects.filter(pk=pk).update(problem=str(error)[:500])
            if done:
                self._say(label, done)
                said_any = True
        for label, count in self.tidy(now):
            if count and self.tells_all:
                self.stdout.write(f"{label}: {count}")
                said_any = True
        if failed:
            lines = "\n".join(f"  {line}" for line in failed)
            raise CommandError(f"{len(failed)} failed:\n{lines}")
        return said_any

    def _say(self, deed: str, done: list[Article] | list[PublicationSet]) -> None:
        self.stdout.write(f"{deed}: {len(done)}")
        for item in done:
            name = item.name if isinstance(item, PublicationSet) else f"{item.locale}/{item.slug}"
            self.stdout.write(f"  {name}")

    def tidy(self, now: datetime) -> Iterator[tuple[str, int]]:
        """Put away what is old; yield the words for each kind, and how many there were."""
        yesterday = timezone.localdate(now) - timedelta(days=1)
        yield "Visits forgotten", counting.forget_visitors(before=yesterday)
        yield "Voters forgotten", voting.forget_voters(before=yesterday)
        yield "Sessions and sign-ins forgotten", sign_ins.forget(now)
        yield "Articles indexed again without what others repeat", repeated.settle()
        yield "Articles checked for problems", findings.catch_up(MAX_LOOKED_AT)
