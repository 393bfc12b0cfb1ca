"""Run every minute: what `articles` does then, and the log of questions forgets what is old.

Questions are kept for QUESTIONS_KEPT_DAYS.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from articles.management.commands.publish_due import Command as PublishDue
from search import question_log


class Command(PublishDue):
    def tidy(self, now: datetime) -> Iterator[tuple[str, int]]:
        yield from super().tidy(now)
        if days := settings.QUESTIONS_KEPT_DAYS:
            first = timezone.localdate(now) - timedelta(days=days)
            yield "Questions forgotten", question_log.forget(before=first)
