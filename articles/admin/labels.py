"""Rows of an inline whose fields have names: a table's heading names none of them to a reader."""

from __future__ import annotations

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms import BaseInlineFormSet, ModelForm


class NamedFields(BaseInlineFormSet):
    """Each field says its label itself, "Delete?" included."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # The admin wraps the choice of a related row, and shows the wrapped one's attributes.
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            widget.attrs.setdefault("aria-label", str(field.label or ""))
