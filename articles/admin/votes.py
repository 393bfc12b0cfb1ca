"""What visitors say of the articles, for staff to read: on an article's form and as two reports."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import Article, VoteReason, VoteTotal

REASONS_SHOWN = 5


def of_article(article: Article) -> dict[str, Any]:
    """Return the votes on an article and its newest reasons; two queries."""
    total = VoteTotal.objects.filter(pk=article.pk).first()
    reasons = list(article.vote_reasons.all()[:REASONS_SHOWN]) if total else []
    return {"total": total, "share": share(total) if total else None, "reasons": reasons}


def share(total: VoteTotal) -> int:
    """Return how many of a hundred voters an article helped."""
    return round(100 * total.helpful / max(1, total.helpful + total.unhelpful))


class VotesMixin:
    """The votes on the form of an article."""

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        article = kwargs.get("obj")
        if article is not None and article.pk:
            context["votes"] = of_article(article)
        return super().render_change_form(request, context, *args, **kwargs)


class ReportAdmin(admin.ModelAdmin):
    """A list that whoever may see articles may read; nothing in it can be changed."""

    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    search_fields = ["article__title"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(title=F("article__title"))

    @admin.display(description=_("article"), ordering="article__title")
    def article_link(self, row: VoteTotal | VoteReason) -> str:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.title)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        user = request.user
        return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(VoteTotal)
class VoteTotalAdmin(ReportAdmin):
    """Which articles help and which do not, those with most Noes first."""

    list_display = ["article_link", "helpful", "unhelpful", "share_label"]
    ordering = ["-unhelpful", "helpful", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoteTotal]:
        helpful = Cast("helpful", FloatField())
        return (
            super().get_queryset(request).annotate(helped=helpful / (F("helpful") + F("unhelpful")))
        )

    @admin.display(description=_("helped"), ordering="helped")
    def share_label(self, total: VoteTotal) -> str:
        return f"{share(total)} %"


@admin.register(VoteReason)
class VoteReasonAdmin(ReportAdmin):
    """What visitors missed, the newest first. Who may delete reasons may take abuse away."""

    list_display = ["text", "article_link", "day"]
    search_fields = ["text", "article__title"]
    list_filter = ["day"]
    ordering = ["-day", "-pk"]
    actions = ["delete_selected"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("articles.delete_votereason")
