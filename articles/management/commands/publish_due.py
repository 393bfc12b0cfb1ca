"""Publish the articles whose time has come and take the expired ones off the site.

Run it every minute (cron, a systemd timer). Several may run at once: each article is published
exactly once. It also removes for good what was deleted 30 days ago, and forgets who visited and
voted before yesterday; the counts stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import counting, trash, voting
from articles.models import Article


def each_once(articles: QuerySet[Article], deed: Callable[[Article], object]) -> tuple[list, list]:
    """Do `deed` to each of `articles` that still fits when its turn comes, one transaction each.

    Returns the articles done and (article id, error) of those that failed. An article that another
    process is at is left to it.
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


class Command(BaseCommand):
    help = "Publishes the articles that are due and takes the expired ones off the site."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        published, failed = each_once(Article.objects.due(now), lambda a: a.publish(now))
        self._say("Published", published)
        expired, also_failed = each_once(Article.objects.expired(now), Article.expire)
        self._say("Unpublished", expired)
        removed, not_removed = each_once(trash.over(now), trash.remove)
        self._say("Removed for good", removed)
        self._forget_visitors(now)
        if failed := failed + also_failed + not_removed:
            lines = "\n".join(f"  article {pk}: {error}" for pk, error in failed)
            raise CommandError(f"{len(failed)} failed:\n{lines}")

    def _say(self, deed: str, articles: list[Article]) -> None:
        self.stdout.write(f"{deed}: {len(articles)}")
        for article in articles:
            self.stdout.write(f"  {article.locale}/{article.slug}")

    def _forget_visitors(self, now: datetime) -> None:
        yesterday = timezone.localdate(now) - timedelta(days=1)
        self.stdout.write(f"Visits forgotten: {counting.forget_visitors(before=yesterday)}")
        self.stdout.write(f"Voters forgotten: {voting.forget_voters(before=yesterday)}")
