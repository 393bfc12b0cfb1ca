"""The list of articles: its columns, what it asks the database, and what its search box finds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, TaggedArticle
from articles.templatetags import formats

from . import views_chart
from .desk import ArticleDesk
from .filters import (
    CategoryFilter,
    LocaleFilter,
    OwnerFilter,
    StateFilter,
    TabFilter,
    TranslationFilter,
)
from .locales import LocaleColumnMixin
from .states import State, badges, shown_state, with_states
from .tree import category_names

SEARCHED_WORDS = 10


def holding(word: str) -> Q:
    """Return a condition: `word` stands in the title, the slug, a tag, or in the text of an article
    that visitors cannot read as it stands. Looking through all texts takes seconds at 30,000
    articles, and the site's own search does it better.
    """
    tagged = TaggedArticle.objects.filter(tag__name__icontains=word).values("content_object")
    return (
        Q(title__icontains=word)
        | Q(slug__icontains=word)
        | Q(pk__in=tagged)
        | (~Q(state_now=Article.State.LIVE) & Q(body__icontains=word))
    )


FILTERS = (StateFilter, OwnerFilter, TabFilter, CategoryFilter, LocaleFilter, TranslationFilter)


class ArticleChangeList(ChangeList):
    """The list: never the texts of the articles, and category names from one query."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Article]:
        return super().get_queryset(request, exclude_parameters).defer("body", "summary")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        names = category_names(request)
        self.result_list = list(self.result_list)
        for article in self.result_list:
            article.category_name = names.get(article.category_id, "")


def is_about_one(request: HttpRequest) -> bool:
    """Return whether a page is about one article: then it reads all of it that it shows at once."""
    return getattr(request, "is_about_one_article", False)


class ArticleListMixin(LocaleColumnMixin, ArticleDesk):
    """What the list shows, and how it stays quick at 30,000 articles."""

    locale_column = "locale"
    list_display = ["title", "state_label", "category_label", "locale", "updated_on", "views"]
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 500
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # 3 s at 30,000 articles
    nothing_yet = gettext_lazy(
        "No article yet. Add a category and write the first one in it, or bring a folder of "
        "Markdown in by import_articles."
    )
    search_fields = ["title"]  # shows the box; get_search_results decides

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The address asks by the list's own filters, never by the fields of the database."""
        return lookup in {narrowed.parameter_name for narrowed in FILTERS}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Article | None:
        vars(request)["is_about_one_article"] = True
        return super().get_object(request, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if is_about_one(request):
            tagged = TaggedArticle.objects.filter(content_object=OuterRef("pk"))
            articles = articles.select_related("translation_of").annotate(
                days=views_chart.counted_days(),
                tags_now=ArraySubquery(tagged.values("tag__name")),
            )
        return with_states(articles).annotate(
            live_slug=F("published__slug"),
            live_since=F("published__published_at"),
            live_updated=F("published__updated_at"),
            views_now=Coalesce("view_total__views", Value(0), output_field=BigIntegerField()),
        )

    @admin.display(description=gettext_lazy("state"), ordering="state_now")
    def state_label(self, article: Article) -> str:
        """The state, its mark, and one click away what would change for visitors."""
        if shown_state(article) != State.CHANGED:
            return badges(article)
        return format_html(
            '{} <a class="state-difference" href="{}">{}</a>',
            badges(article),
            reverse("admin:articles_article_difference", args=[article.pk]),
            _("Difference"),
        )

    @admin.display(description=gettext_lazy("category"), ordering="category__position")
    def category_label(self, article: Article) -> str:
        return article.category_name

    @admin.display(description=gettext_lazy("updated on"), ordering="updated_at", empty_value="")
    def updated_on(self, article: Article) -> str:
        """The day, as visitors read it."""
        return formats.day(article.updated_at) if article.updated_at else ""

    @admin.display(description=gettext_lazy("views"), ordering="views_now", empty_value="")
    def views(self, article: Article) -> str:
        return formats.number(article.views_now) if article.views_now else ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Narrow to the articles that hold every word as it was typed."""
        for word in search_term.split()[:SEARCHED_WORDS]:
            queryset = queryset.filter(holding(word))
        return queryset, False
