"""What staff write about one locale's questions."""

from __future__ import annotations

from typing import Self

from django.db import models


class LocaleQuerySet(models.QuerySet):
    """Rows that belong to one locale each."""

    def in_locale(self, locale: str) -> Self:
        return self.filter(locale=locale)
