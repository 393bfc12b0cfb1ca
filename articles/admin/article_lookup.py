"""What a field in which an article is chosen asks: the articles that fit what is typed.

A form that belongs to a locale offers what it would save: pins and golden queries the articles of
this locale, an article as its original those of the others. The form still refuses the rest, which
were chosen before the locale was.
"""

from __future__ import annotations

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from articles.models import Article

from .choices import choice_label
from .desk import ArticleDesk
from .pages import at
from .tree import category_names


class LookupView(AutocompleteJsonView):
    """Django's own, which shows titles only. `?locale=` is that of the form, which may change."""

    def get_queryset(self) -> QuerySet[Article]:
        articles = super().get_queryset()
        if not (locale := self.request.GET.get("locale", "")):
            return articles
        if self.source_field.model is Article:  # the original of a translation
            return articles.exclude(locale=locale)
        return articles.filter(locale=locale)

    def serialize_result(  # type: ignore[override]  # what is chosen are articles
        self, obj: Article, to_field_name: str
    ) -> dict[str, str]:
        names = category_names(self.request)
        obj.category_name = names.get(obj.category_id, "")
        return {"id": str(obj.pk), "text": choice_label(obj)}


class LookupMixin(ArticleDesk):
    """The list's own search decides what fits."""

    @at("choices/", "articles_article_choices")
    def choices_view(self, request: HttpRequest) -> HttpResponseBase:
        """The articles that fit `?term=`, as the field shows them."""
        return LookupView.as_view(admin_site=self.admin_site)(request)
