"""What staff narrow the list of articles by; an unknown value narrows nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, PublishedArticle
from articles.models.queries import ArticleQuerySet
from articles.schedule import held_by_schedule

from .choices import is_id
from .tree import Branch, all_branches

# More push the filters that stand below out of sight.
MAX_OFFERED = 100


class _BranchFilter(admin.SimpleListFilter):
    """Articles in a category or anywhere below it."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        self.branches = all_branches(request)
        return [(str(b.id), b.label) for b in self.branches if self.offers(b)]

    def offers(self, branch: Branch) -> bool:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        below = [b.id for b in self.branches if chosen in map(str, b.path)]
        return queryset.filter(category__in=below) if below else queryset


class TabFilter(_BranchFilter):
    title = _("tab")
    parameter_name = "tab"

    def offers(self, branch: Branch) -> bool:
        return branch.depth == 0


class CategoryFilter(_BranchFilter):
    """Of hundreds it offers the two upper levels, and once a tab is chosen all of that."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        asked = {request.GET.get(name) for name in (TabFilter.parameter_name, self.parameter_name)}
        self.all = all_branches(request)
        self.tabs = {branch.path[0] for branch in self.all if str(branch.id) in asked}
        return super().lookups(request, model_admin)

    def offers(self, branch: Branch) -> bool:
        if len(self.all) <= MAX_OFFERED:
            return True
        return branch.path[0] in self.tabs if self.tabs else branch.depth < 2


class LocaleFilter(admin.SimpleListFilter):
    title = _("locale")
    parameter_name = "locale"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return settings.LANGUAGES if len(settings.LANGUAGES) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in settings.LOCALES
        return queryset.filter(locale=self.value()) if known else queryset


class TranslationFilter(admin.SimpleListFilter):
    """Translations that fall behind, and live sources that nobody translates into a locale."""

    title = _("translation")
    parameter_name = "translation"
    MISSING = "missing-"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        if len(settings.LANGUAGES) < 2:
            return []
        missing = [
            (self.MISSING + code, _("Missing in %(locale)s") % {"locale": name})
            for code, name in settings.LANGUAGES
        ]
        return [("behind", _("Older than its source")), *missing]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        locale = chosen.removeprefix(self.MISSING)
        if chosen == "behind":
            newer = PublishedArticle.objects.filter(
                pk=OuterRef("published__source_id"),
                updated_at__gt=OuterRef("published__updated_at"),
            )
            return queryset.filter(Exists(newer))
        if chosen == locale or locale not in settings.LOCALES:
            return queryset
        begun = Article.objects.in_locale(locale).of_source(OuterRef("pk"))
        live = PublishedArticle.objects.filter(source_id=OuterRef("pk"), locale=locale)
        sources = queryset.filter(published__source_id=F("pk")).exclude(locale=locale)
        return sources.filter(~Exists(begun), ~Exists(live))


class OwnerFilter(admin.SimpleListFilter):
    """Articles of one owner, also of one who has left, or of nobody."""

    title = _("owner")
    parameter_name = "owner"
    NOBODY = "nobody"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        owned = Article.objects.filter(owner=OuterRef("pk"))
        owners = get_user_model().objects.filter(Exists(owned)).order_by("username")
        named = [(str(pk), name) for pk, name in owners.values_list("pk", "username")]
        return [*named, (self.NOBODY, _("Nobody"))] if named else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        if chosen == self.NOBODY:
            return queryset.filter(owner=None)
        return queryset.filter(owner=int(chosen)) if is_id(chosen) else queryset


class StateFilter(admin.SimpleListFilter):
    """What visitors read of an article, or where its text is in review."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        states = list(Article.State.choices)
        approved = (Article.Status.APPROVED, _("Approved, waits for Publish"))
        return [*states[:2], approved, *states[2:]]

    def queryset(  # type: ignore[override]  # what it narrows are articles
        self, request: HttpRequest, queryset: ArticleQuerySet
    ) -> ArticleQuerySet:
        state, now = self.value(), timezone.now()
        if state == Article.Status.APPROVED:
            return queryset.approved()
        if state == Article.State.IN_REVIEW:
            return queryset.in_review()
        if state == Article.State.EXPIRED:
            return queryset.over(now)
        if state == Article.State.SCHEDULED:
            return held_by_schedule(queryset)
        if state not in Article.State.values:
            return queryset
        return queryset.filter(state_now=state).exclude(published__expire_at__lte=now)
