"""Forms of the admin that say who saved meanwhile, and what is different in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm, model_to_dict
from django.forms.formsets import INITIAL_FORM_COUNT
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.versioned_form import Overtaking, VersionedForm, ask_for_what_shows

from .audited import shown


class VersionedMixin(admin.ModelAdmin):
    """An admin whose form is a `VersionedForm`: it shows what somebody else saved first."""

    form = VersionedForm

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        form = context["adminform"].form
        if form.conflict:
            entry = form.conflict.entry
            context |= {
                "overtaking": entry,
                "overtaken_by": who_saved(request, entry.user) if entry else "",
                "differences": list(_differences(form, form.conflict)),
            }
        return super().render_change_form(request, context, *args, **kwargs)


class VersionedRows(BaseInlineFormSet):
    """Rows below such a form; what was typed into a row that is gone becomes a new row.

    Each field says its label itself: the heading of a table names none to a screen reader.
    """

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if data is None or not self.management_form.is_valid():
            return
        count = min(self.initial_form_count(), self.total_form_count())
        there = {str(row.pk) for row in self.get_queryset()}
        gone = [n for n in range(count) if data.get(f"{self.add_prefix(n)}-id") not in there]
        if gone:
            self.data = self._moved_behind(data, gone, count)
            del self.management_form  # it has counted what was sent

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            ask_for_what_shows(field)
            # The admin wraps the choice of a related row, and shows the wrapped one's attributes.
            inner = getattr(field.widget, "widget", None) or field.widget
            inner.attrs.setdefault("aria-label", capfirst(str(field.label or "")))

    def _moved_behind(self, data: QueryDict, gone: list[int], count: int) -> QueryDict:
        """Return `data` with the rows `gone` behind the others of the first `count`."""
        order = [*(n for n in range(count) if n not in gone), *gone]
        moved = data.copy()
        for key in data:
            match = re.fullmatch(rf"{self.prefix}-(\d+)-(\w+)", key)
            if match and int(match[1]) < count:
                place = self.add_prefix(order.index(int(match[1])))
                is_id = match[2] == "id" and int(match[1]) in gone
                moved.setlist(f"{place}-{match[2]}", [""] if is_id else data.getlist(key))
        moved[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(count - len(gone))
        return moved


class RowsOfLocales(VersionedRows):
    """Such rows of which each locale has one."""

    def validate_unique(self) -> None:
        """Compare the rows with those that are saved, too; Django does with each other only.

        A colleague may have added one meanwhile, and of two that exchange their locales the first
        would be saved while the second still has its own.
        """
        super().validate_unique()
        kept = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        leaving = {form.instance.pk for form in self.forms if form not in kept}
        rows = self.get_queryset().all()  # read again: the forms have changed theirs
        saved = {row.locale: row for row in rows if row.pk not in leaving}
        for form in kept:
            other = saved.get(form.cleaned_data.get("locale"))
            if form.has_changed() and other and other.pk != form.instance.pk:
                form.add_error("locale", _("“%s” has this locale already.") % other)


class VersionedInline(admin.TabularInline):
    """Rows below such a form; whoever may add or change what they belong to may change them."""

    formset = VersionedRows

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        kind = self.parent_model._meta.model_name
        return any(request.user.has_perm(f"articles.{deed}_{kind}") for deed in ("add", "change"))

    has_add_permission = has_change_permission = has_delete_permission = _may

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # the page around it asks already


def who_saved(request: HttpRequest, user: Any) -> str:
    """Return what the form calls the person who saved first."""
    return _("You, in another window,") if user == request.user else str(user or _("Somebody"))


def _differences(form: VersionedForm, overtaking: Overtaking) -> Iterator[tuple[str, str, str]]:
    """Yield (field, saved, typed) of each field that would change what was saved."""
    for name, saved in model_to_dict(overtaking.saved, form._meta.fields).items():
        field, sent = form.fields[name], form[name].data
        if field.has_changed(saved, sent):
            typed = form.cleaned_data.get(name, sent)
            yield str(capfirst(field.label or name)), shown(field, saved), shown(field, typed)
