"""Tags: which there are and how many articles carry each.

A tag is made by writing it on an article. Published articles carry copies of its name, so it is
not renamed here, and only one that no article carries can be deleted; a deleted article, which
may come back, carries its tags, too.
"""

from __future__ import annotations

import taggit.admin  # noqa: F401 - registers a page for tags, which this module replaces
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from .audited import AuditedMixin
from .numbers import number_column

# taggit's own page merges tags of its generic relation, which articles do not use.
admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(AuditedMixin, admin.ModelAdmin):
    list_display = ["name", "slug", "articles"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = readonly_fields = ("name", "slug", "articles")
    actions = None
    nothing_yet = _("No tag yet. A tag is made by writing it on an article.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        undeleted = Q(tagged_articles__content_object__deleted_at=None)
        return (
            super()
            .get_queryset(request)
            .annotate(carried=Count("tagged_articles", filter=undeleted))
        )

    articles = number_column("carried", _("articles"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        unused = obj is None or not obj.tagged_articles.exists()
        return unused and super().has_delete_permission(request, obj)
