"""The list of articles is searched by the site's own search: staff find what visitors find, first.

Behind those come the articles whose working copy holds the words as they were typed: drafts, and
live articles that were changed since. And staff read what visitors asked.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin import ArticleAdmin
from articles.models import Article

from . import bounded, results
from .models import AskedQuestion

# Beyond these, nobody reads on; an unsorted rest would only slow the list down.
RANKED = 200


def answers(text: str) -> list[int]:
    """Return the ids of the published articles that answer `text` in any locale, best first.

    Two SQL statements for each locale of the site; none of its answers when they took too long.
    """
    try:
        hits = [
            hit for locale, _name in settings.LANGUAGES for hit in results.find(text, locale).hits
        ]
    except bounded.TookTooLong:
        return []
    best = sorted(hits, key=lambda hit: -hit.score)[:RANKED]
    return [hit.article_id for hit in best]


def by_relevance(ids: list[int]) -> Func:
    """Return an expression for the place of an article in `ids`; null for one that is not there."""
    ranked = Value(ids, output_field=ArrayField(BigIntegerField()))
    return Func(ranked, F("pk"), function="array_position", output_field=IntegerField())


admin.site.unregister(Article)


@admin.register(Article)
class SearchedArticleAdmin(ArticleAdmin):
    """The articles' page with the site's own search in its search box."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Narrow to what was asked for; ordered by relevance unless a column was chosen."""
        if not search_term.strip():
            return queryset, False
        ranked = answers(search_term)
        written, _repeats = super().get_search_results(request, Article.objects.all(), search_term)
        found = queryset.filter(Q(pk__in=ranked) | Q(pk__in=written.values("pk")))
        if ORDER_VAR not in request.GET:
            found = found.order_by(by_relevance(ranked).asc(nulls_last=True), "-edited_at", "-pk")
        return found, False


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
    actions = None

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
