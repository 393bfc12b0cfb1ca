"""What staff narrow the list of articles by; an unknown value narrows nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
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
    """What visitors read of an article, or where its text is in review."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        states = list(Article.State.choices)
        approved = (Article.Status.APPROVED, _("Approved, waits for Publish"))
        return [*states[:2], approved, *states[2:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state, now = self.value(), timezone.now()
        if state == Article.Status.APPROVED:
            return queryset.approved()
        if state == Article.State.IN_REVIEW:
            return queryset.in_review()
        if state == Article.State.EXPIRED:
            return queryset.over(now)
        if state not in Article.State.values:
            return queryset
        return queryset.filter(state_now=state).exclude(published__expire_at__lte=now)
