"""Which articles exist for everybody, and which were deleted and can still be brought back.

`Article.objects` never shows a deleted article, so nothing that lists, searches, exports or
publishes has to think of it. `articles.trash` deletes and brings back.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Undeleted(models.Manager):
    """The articles that exist."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(deleted_at=None)


class Deleted(models.Manager):
    """The articles in the trash."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(deleted_at__isnull=False)


class Deletable(models.Model):
    """Something that is deleted by a date and a name instead of being removed."""

    deleted_at = models.DateTimeField(_("deleted on"), null=True, editable=False)
    deleted_by_name = models.CharField(max_length=150, default="", editable=False)
    # Whether visitors could read it when it was deleted last.
    was_live = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save all but whether it is deleted: an instance may be older than its deletion."""
        if (
            not self._state.adding
            and not args
            and not {"update_fields", "force_insert"} & {*kwargs}
        ):
            kwargs["update_fields"] = self._saved_fields()
        super().save(*args, **kwargs)

    def _saved_fields(self) -> list[str]:
        apart = self.get_deferred_fields() | {"id", "deleted_at", "deleted_by_name", "was_live"}
        return [f.name for f in self._meta.concrete_fields if f.attname not in apart]
