"""The list of articles is searched by the site's own search: staff find what visitors find, first.

Behind those come the articles whose working copy holds the words as they were typed: drafts, and
live articles that were changed since.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, Value
from django.http import HttpRequest

from articles.admin import ArticleAdmin
from articles.models import Article
from search import bounded, results

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
