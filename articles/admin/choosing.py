"""What a field in which an article is chosen asks: the articles that fit what is typed."""

from __future__ import annotations

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import path
from django.views.decorators.http import require_safe

from articles.models import Article

from .choices import told_apart
from .desk import ArticleDesk
from .tree import all_branches


class ChoicesView(AutocompleteJsonView):
    """Django's own, which shows titles only."""

    def serialize_result(  # type: ignore[override]  # what is chosen are articles
        self, obj: Article, to_field_name: str
    ) -> dict[str, str]:
        names = {branch.id: branch.name for branch in all_branches(self.request)}
        obj.category_name = names.get(obj.category_id, "")
        return {"id": str(obj.pk), "text": told_apart(obj)}


class ChoosingMixin(ArticleDesk):
    """Adds its address; the list's own search decides what fits."""

    def get_urls(self) -> list:
        view = require_safe(ChoicesView.as_view(admin_site=self.admin_site))
        return [
            path("choices/", self.admin_site.admin_view(view), name="articles_article_choices"),
            *super().get_urls(),
        ]
