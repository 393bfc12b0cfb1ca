"""Run every minute: what `articles` does then, and the log of questions forgets what is old.

Questions are kept for QUESTIONS_KEPT_DAYS.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.management.commands.publish_due import Command as PublishDue
from search import asking


class Command(PublishDue):
    def handle(self, *args: Any, **options: Any) -> None:
        if days := settings.QUESTIONS_KEPT_DAYS:
            forgotten = asking.forget(before=timezone.localdate() - timedelta(days=days))
            self.stdout.write(f"Questions forgotten: {forgotten}")
        super().handle(*args, **options)
