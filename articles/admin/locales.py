"""Locales at the desk: the column of a list, and the field of what is for one locale or for all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.forms import ChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.languages import locale_name


class LocaleColumnMixin(admin.ModelAdmin):
    """A list whose lines name their locale, unless the site has only one."""

    locale_column = "locale_label"

    @admin.display(description=gettext_lazy("locale"), ordering="locale")
    def locale_label(self, row: Any) -> str:
        return locale_name(row.locale)

    def get_list_display(self, request: HttpRequest) -> list:
        columns = super().get_list_display(request)
        one = len(settings.LANGUAGES) == 1
        return [column for column in columns if not (one and column == self.locale_column)]


class AnyLocaleMixin(BaseModelAdmin):
    """Offers the locales of the site, and all of them."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None or db_field.name != "locale":
            return field
        choices = [("", _("All locales")), *settings.LANGUAGES]
        return ChoiceField(choices=choices, required=False, label=field.label)
