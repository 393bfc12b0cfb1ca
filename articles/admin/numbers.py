"""Columns of numbers: Django's lists show a number as the database has it, without separators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin

from articles.templatetags import formats

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def number_column(field: str, description: _StrPromise) -> Callable[[Any, Any], str]:
    """Return a column of a list that shows the number in `field` as the rest of the desk does."""

    @admin.display(description=description, ordering=field)
    def shown(_desk: Any, row: Any) -> str:
        return formats.number(getattr(row, field))

    return shown
