"""A choice that is looked up while typing, and that nonsense in a form does not break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest

MOST_DIGITS = 18  # of a number that the database takes as an id


def is_id(value: object) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


class AutocompleteOfIds(AutocompleteSelect):
    """Django's own looks up whatever was sent, and a word that is no number ends in an error."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict | None = None) -> list:
        return super().optgroups(name, [one for one in value if is_id(one)], attrs)


class AutocompleteMixin(ModelAdmin):
    """Uses that choice for the autocomplete fields."""

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = AutocompleteOfIds(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
