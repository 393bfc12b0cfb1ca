"""What staff write about one locale's questions."""

from __future__ import annotations

from django.db import models


class LocaleQuerySet(models.QuerySet):
    """Rows that belong to one locale each."""

    def in_locale(self, locale: str) -> LocaleQuerySet:
        return self.filter(locale=locale)
