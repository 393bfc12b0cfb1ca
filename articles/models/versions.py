"""What simple-history does not keep or do by itself for the versions of an article."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from simple_history.manager import HistoryManager


class VersionTags(models.Model):
    """Tags of a version, as simple-history cannot follow taggit's relation, and its author.

    The name is that of an account that was deleted since: a trigger keeps it (migration 0020).
    """

    tag_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    history_user_name = models.CharField(max_length=150, default="", db_default="", editable=False)
    history_user: Any  # this and the next are simple-history's
    history_type: str

    class Meta:
        abstract = True

    @property
    def author(self) -> str:
        """Who made the version; nothing when the site did by itself."""
        return str(self.history_user or self.history_user_name)


class VersionManager(HistoryManager):
    """`article.history`."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type, class_name: str | None = None) -> Any:
        """Return the class of the manager; simple-history would make a new one on every access."""
        return super().from_queryset(queryset_class, class_name)

    def newest(self) -> Any | None:
        """Return the newest version of one article, with who made it; None when there is none."""
        return self.select_related("history_user").order_by("-history_id").first()

    def newest_ids(self, articles: Iterable[int]) -> dict[int, int]:
        """Return the id of the newest version of each of `articles` that has one; one query."""
        versions = self.filter(id__in=list(articles)).order_by().values("id")
        newest = versions.annotate(newest=models.Max("history_id"))
        return dict(newest.values_list("id", "newest"))
