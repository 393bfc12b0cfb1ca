"""What visitors asked, for staff to read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from search.models import AskedQuestion


class FoundFilter(admin.SimpleListFilter):
    """Questions without an answer are what to write about next."""

    title = _("results")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("nothing", _("Found nothing")), ("something", _("Found something"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AskedQuestion]
    ) -> QuerySet[AskedQuestion]:
        if self.value() == "nothing":
            return queryset.filter(results=0)
        return queryset.filter(results__gt=0) if self.value() == "something" else queryset


@admin.register(AskedQuestion)
class AskedQuestionAdmin(admin.ModelAdmin):
    """What visitors asked, day by day; nothing here can be changed."""

    list_display = ["text", "day", "times", "results", "locale", "answer"]
    list_display_links = None
    list_filter = [FoundFilter, "day", "locale"]
    search_fields = ["text"]
    ordering = ["-day", "-times", "text"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    nothing_yet = _(
        "Nobody has asked anything yet. What visitors search for stands here, day by day, "
        "with how much it found."
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    @admin.display(description=_("answer"))
    def answer(self, asked: AskedQuestion) -> str:
        """Return a link to what the site answers now."""
        with translation.override(asked.locale):
            address = reverse("search:results", query={"q": asked.text})
        return format_html('<a href="{}">{}</a>', address, _("Ask again"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AskedQuestion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AskedQuestion | None = None) -> bool:
        return False
