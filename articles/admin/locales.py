"""Forms of what is for visitors of one locale, or of all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.forms import ChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _


class AnyLocaleMixin(BaseModelAdmin):
    """Offers the locales of the site, and all of them."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None or db_field.name != "locale":
            return field
        choices = [("", _("All locales")), *settings.LANGUAGES]
        return ChoiceField(choices=choices, required=False, label=field.label)
