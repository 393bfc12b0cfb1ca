"""The record of an article: what the admin writes into the audit log, and what it shows of it.

`noted` writes down what staff change beside the articles.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms import ArticleForm
from articles.languages import locale_name
from articles.models import Article, AuditEntry, Category, Deed, audit
from articles.templatetags.formats import day_and_time

# Deeds that the page of an article's history shows, the newest first.
SHOWN = 50


def of(article: Article) -> QuerySet[AuditEntry]:
    """Return what was done to an article, the newest first."""
    return AuditEntry.objects.filter(article_id=article.pk)[:SHOWN]


def note_changes(article: Article, form: ArticleForm, deed: str) -> None:
    """Write on the record what a saved form changed beside the text."""
    changed, before = form.changed_data, form.initial
    if "category" in changed and before.get("category"):
        was = Category.objects.filter(pk=before["category"]).first()
        audit.note(Deed.MOVED, article, comment=f"{was} → {article.category}")
    if deed in ("publish", "unpublish"):
        return  # that deed takes both dates away, or makes them true
    for field in ("publish_at", "expire_at"):
        if field in changed:
            moment = getattr(article, field)
            kind = Deed.SCHEDULED if moment else Deed.UNSCHEDULED
            audit.note(kind, article, comment=_dated(field, moment or before[field]))


def _dated(field: str, moment: datetime) -> str:
    words = _("Publish on %s") if field == "publish_at" else _("Expire on %s")
    return words % day_and_time(moment)


class DeedFilter(admin.SimpleListFilter):
    title = gettext_lazy("deed")
    parameter_name = "deed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return Deed.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(deed=self.value()) if self.value() in Deed.values else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Every deed, by anybody, to an article or a setting; nothing here can be changed."""

    list_display = ["at", "what", "who", "article", "locale_label", "remark"]
    list_display_links = None
    list_filter = [DeedFilter, ("at", admin.DateFieldListFilter)]
    search_fields = ["title", "user_name", "comment"]
    search_help_text = gettext_lazy("A title or name, a person, or words of a comment")
    ordering = ["-id"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    @admin.display(description=gettext_lazy("deed"), ordering="deed")
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

    @admin.display(description=gettext_lazy("locale"), ordering="locale")
    def locale_label(self, entry: AuditEntry) -> str:
        return locale_name(entry.locale)

    @admin.display(description=gettext_lazy("comment"), empty_value="")
    def remark(self, entry: AuditEntry) -> str:
        return Truncator(entry.comment).chars(300)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
