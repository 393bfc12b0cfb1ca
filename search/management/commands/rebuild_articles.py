"""Run after an upgrade that renders or indexes differently, or after a bulk edit in the database.

Rebuilds every published article as `articles` does, and what staff told the search about words:
synonyms and pinned questions are kept as lexemes, which another dictionary may spell differently.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from articles.management.commands.rebuild_articles import Command as RebuildArticles
from search.models import PinnedQuestion, SynonymSet


class Command(RebuildArticles):
    def handle(self, *args: Any, **options: Any) -> None:
        for told in chain(SynonymSet.objects.all(), PinnedQuestion.objects.all()):
            told.save()
        super().handle(*args, **options)
