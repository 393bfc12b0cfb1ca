"""What staff narrow the list of articles by; an unknown value narrows nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .tree import Branch, all_branches


class _BranchFilter(admin.SimpleListFilter):
    """Articles in a category or anywhere below it."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        self.branches = all_branches(request)
        return [(str(b.id), b.label) for b in self.branches if self.offers(b)]

    def offers(self, branch: Branch) -> bool:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        below = [b.id for b in self.branches if chosen in map(str, b.path)]
        return queryset.filter(category__in=below) if below else queryset


class TabFilter(_BranchFilter):
    title = _("tab")
    parameter_name = "tab"

    def offers(self, branch: Branch) -> bool:
        return branch.depth == 0


class CategoryFilter(_BranchFilter):
    title = _("category")
    parameter_name = "category"

    def offers(self, branch: Branch) -> bool:
        return True


class LocaleFilter(admin.SimpleListFilter):
    title = _("locale")
    parameter_name = "locale"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return settings.LANGUAGES if len(settings.LANGUAGES) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(settings.LANGUAGES)
        return queryset.in_locale(self.value()) if known else queryset


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return Article.State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in Article.State.values:
            return queryset
        return queryset.filter(state_now=self.value())
