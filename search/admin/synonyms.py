"""Synonyms: a list of words that mean the same, and a form that says what a change did."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import TextField
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.models import SynonymSet
from search.phrases import terms
from search.statistics import unheld

from .locales import LocaleAdmin
from .way_back import LeadsBackMixin


@admin.register(SynonymSet)
class SynonymSetAdmin(LeadsBackMixin, LocaleAdmin):
    """Where the support team says which words mean the same."""

    list_display = ["meaning", "locale_label"]
    search_fields = ["terms", "also_finds"]
    search_help_text = gettext_lazy("One of the terms")
    fields = ["locale", "terms", "also_finds"]
    nothing_yet = gettext_lazy(
        "No synonyms yet. Add words that mean the same, such as “refund, money back”: whoever "
        "searches for one finds the others, too."
    )
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 60})}}

    @admin.display(description=gettext_lazy("synonyms"), ordering="terms")
    def meaning(self, row: SynonymSet) -> str:
        return str(row)

    def save_model(self, request: HttpRequest, obj: SynonymSet, form, change: bool) -> None:
        """Save, and say what deserves a look; a term that no published article uses finds
        nothing."""
        super().save_model(request, obj, form, change)
        for remark in obj.remarks():
            self.message_user(request, remark, messages.WARNING)
        if unknown := unheld(terms(obj.also_finds or obj.terms), obj.locale):
            self.message_user(
                request,
                _("No published article uses this, so it finds nothing by itself: %s.")
                % ", ".join(unknown),
                messages.WARNING,
            )

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name the sets only, not the lexemes that derive from them."""
        refused = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        sets = [str(synonym_set) for synonym_set in objs]
        return sets, {self.opts.verbose_name_plural: len(sets)}, refused, []
