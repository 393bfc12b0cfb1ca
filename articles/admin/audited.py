"""What staff change beside the articles goes into the audit log: by whom, what, from what to what.

Django's admin calls the same two methods for every form and every deletion. The log is kept for
good, so it has no password, and of the fields in `private` only that they changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseForm, Field, ModelChoiceField, ModelMultipleChoiceField, PasswordInput
from django.http import HttpRequest
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from articles.models import Deed, audit

# Characters of one value.
MAX_LENGTH = 200


class AuditedMixin(admin.ModelAdmin):
    """Logs what is added, changed and removed; a form that changes nothing leaves no trace."""

    private: tuple[str, ...] = ()

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        changed = "; ".join([*_changes(form, self.private), *_of_rows(formsets or ())])
        if add or changed:
            # The form of a password has a user, and no instance.
            thing = getattr(form, "instance", None) or form.user
            audit.note_thing(Deed.ADDED if add else Deed.CHANGED, thing, comment=changed)
        return super().construct_change_message(request, form, formsets, add)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> Any:
        for thing in queryset:
            audit.note_thing(Deed.REMOVED, thing)
        return super().log_deletions(request, queryset)


def _changes(form: BaseForm, private: Iterable[str] = ()) -> Iterator[str]:
    """Yield what each changed field of a form was and is."""
    for name in form.changed_data:
        field = form.fields.get(name)
        label = str(capfirst((field and field.label) or name))
        if field is None or name in private or isinstance(field.widget, PasswordInput):
            yield label
        else:
            change = _difference(field, form.initial.get(name), form.cleaned_data.get(name))
            yield f"{label}: {change}"


def _of_rows(formsets: Iterable) -> Iterator[str]:
    """Yield what became of the rows of tables below a form."""
    for rows in formsets:
        kind = capfirst(rows.model._meta.verbose_name)
        for form in rows.forms:
            if form in rows.deleted_forms:
                yield _("%(kind)s removed: %(name)s") % {"kind": kind, "name": form.instance}
            elif form.has_changed():
                values = {"kind": kind, "name": form.instance, "what": ", ".join(_changes(form))}
                yield _("%(kind)s “%(name)s”: %(what)s") % values


def _difference(field: Field, before: Any, after: Any) -> str:
    if isinstance(field, ModelMultipleChoiceField):
        was, now = {str(value) for value in before or ()}, {str(value) for value in after or ()}
        added = [f"+ {value}" for value in sorted(now - was)]
        removed = [f"− {value}" for value in sorted(was - now)]
        return ", ".join([*added, *removed])
    return f"{shown(field, before)} → {shown(field, after)}"


def shown(field: Field, value: Any) -> str:
    """Return a value of a form's field in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return "—"
    choices = field.queryset if isinstance(field, ModelChoiceField) else None
    if choices is not None and not isinstance(value, Model):
        value = choices.model._base_manager.filter(pk=value).first() or value
    return f"“{Truncator(getattr(value, 'url', value)).chars(MAX_LENGTH)}”"
