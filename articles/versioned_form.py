"""A form that never overwrites what a colleague saved since it was opened.

Its hidden field `version` says in which state the row was when the form showed it. A save locks the
row and compares that with its state now; nothing is locked while somebody types.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Collection
from hashlib import sha256
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db.models import Model
from django.forms import model_to_dict
from django.http import QueryDict
from django.utils.formats import localize_input
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .markup.text import shows


class VersionField(forms.CharField):
    """Hidden, and no change by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class Overtaking(NamedTuple):
    """What was saved meanwhile, and who did it last; None when no form of the admin did."""

    saved: Model
    entry: LogEntry | None


class VersionedForm(forms.ModelForm):
    """Says in `conflict` what was saved since it was opened, and then saves nothing.

    It takes part in the row and the rows below it that `parts` names. Pressing the button again
    saves: by then, what was saved has been shown.
    """

    version = VersionField(required=False)

    parts: Collection[str] = ()
    overtaken = _("Nothing is saved yet: this was changed since you opened it.")
    deleted = _("Nothing is saved: somebody deleted this just now.")
    conflict: Any = None

    data: QueryDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_how_dates_are_written(field)
            _name_parts(field)
            ask_for_what_shows(field)
        if self.instance.pk:
            self.initial["version"] = self.version_of(self.instance)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.refuse_to_overwrite()
        return self.cleaned_data

    def refuse_to_overwrite(self) -> None:
        """Look for a conflict; call it inside of the transaction that saves."""
        if self.instance.pk is None or "version" not in self.fields:
            return
        # The second of two editors waits here until the first one is done.
        rows = type(self.instance)._default_manager.select_for_update(no_key=True)
        saved = rows.filter(pk=self.instance.pk).first()
        if saved is None:
            self.add_error(None, self.deleted)
            return
        self.conflict = self.saved_since(saved, self.cleaned_data.get("version", ""))
        if self.conflict is not None:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self.version_of(saved)
            self.add_error(None, self.overtaken)

    def version_of(self, row: Any) -> str:
        """Return what the form of `row` carries: its state, and when that was read."""
        return signing.dumps([self._state(row), time.time()])

    def saved_since(self, saved: Any, version: str) -> Any:
        """Return what `conflict` is; None when `saved` is as the form of `version` showed it."""
        try:
            state, opened = signing.loads(version)
        except signing.BadSignature:
            state, opened = "", time.time()
        return None if state == self._state(saved) else Overtaking(saved, _noted(saved, opened))

    def _state(self, row: Any) -> str:
        shown = [model_to_dict(row, self._meta.fields)]
        for part in self.parts:
            rows = getattr(row, part).order_by("pk")
            names = [field.attname for field in rows.model._meta.fields if field.editable]
            shown += rows.values_list(*names)
        return sha256(repr(shown).encode()).hexdigest()[:16]


def _say_how_dates_are_written(field: forms.Field) -> None:
    """Django says "Enter a valid time" also of one that is missing."""
    date = gettext("Write the date as %s.") % localize_input(datetime.date(2026, 12, 24))
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = date
    if isinstance(field, forms.SplitDateTimeField):
        messages = {"invalid_date": date, "invalid_time": gettext("Write the time, too, as 09:30.")}
        field.error_messages |= messages
        for part, message in zip(field.fields, messages.values(), strict=True):
            part.error_messages["invalid"] = message


def _name_parts(field: forms.Field) -> None:
    """Name the inputs of a date and a time, which the admin labels by position only."""
    parts = getattr(field.widget, "widgets", ())
    for part, name in zip(parts, (_("%(field)s: date"), _("%(field)s: time")), strict=False):
        part.attrs["aria-label"] = name % {"field": capfirst(field.label)}


def ask_for_what_shows(field: forms.Field) -> None:
    """Refuse a name that nobody can see, such as a joiner alone, as Django does spaces."""

    def must_show(value: str) -> None:
        if not shows(value):
            raise forms.ValidationError(field.error_messages["required"], code="required")

    if isinstance(field, forms.CharField) and field.required:
        field.validators.append(must_show)


def _noted(row: Model, opened: float) -> LogEntry | None:
    """Return the last time that somebody saved `row` by its form since the moment `opened`."""
    entries = LogEntry.objects.select_related("user").order_by("-action_time")
    kind = ContentType.objects.get_for_model(row)
    newest = entries.filter(content_type=kind, object_id=str(row.pk)).first()
    return newest if newest and newest.action_time.timestamp() > opened else None
