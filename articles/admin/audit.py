"""The audit log, for whoever may read it: every deed, the newest first."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import AuditEntry, Deed

from .locales import LocaleColumnMixin
from .read_only import ReadOnlyAdmin


class DeedFilter(admin.SimpleListFilter):
    title = gettext_lazy("action")
    parameter_name = "deed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return Deed.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(deed=self.value()) if self.value() in Deed.values else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(LocaleColumnMixin, ReadOnlyAdmin):
    """Every deed, by anybody, to an article or a setting."""

    list_display = ["at", "what", "who", "article", "locale_label", "remark"]
    list_filter = [DeedFilter, ("at", admin.DateFieldListFilter)]
    search_fields = ["title", "user_name", "comment"]
    search_help_text = gettext_lazy("A title or name, a person, or words of a comment")
    ordering = ["-id"]
    nothing_yet = gettext_lazy(
        "Nothing was done yet. Whoever publishes an article or changes a setting is named here, "
        "for good."
    )

    @admin.display(description=gettext_lazy("action"), ordering="deed")
    def what(self, entry: AuditEntry) -> str:
        return entry.get_deed_display()

    @admin.display(description=gettext_lazy("who"), ordering="user_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.user_name or _("the site")

    @admin.display(description=gettext_lazy("what"), ordering="title")
    def article(self, entry: AuditEntry) -> str:
        """The title at that time, leading to the history of the article."""
        if entry.article_id is None or entry.deed in (Deed.DELETED, Deed.PURGED):
            return entry.title
        address = reverse("admin:articles_article_history", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', address, entry.title)

    @admin.display(description=gettext_lazy("comment"), empty_value="")
    def remark(self, entry: AuditEntry) -> str:
        return Truncator(entry.comment).chars(300)
