"""What visitors say of the articles, for staff to read: on an article's form and as two reports."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import AnswerVotes, Article, Deed, VoteReason, VoteTotal, audit

from .article_list import is_about_one
from .desk import ArticleDesk
from .numbers import number_column
from .read_only import ReadOnlyAdmin

REASONS_SHOWN, ANSWERS_SHOWN = 5, 10


class Reason(NamedTuple):
    """What somebody missed, in the answer to a `question` or anywhere."""

    day: date
    text: str
    question: str


class Votes(NamedTuple):
    """What visitors said of one article, and the newest reasons.

    `answers` have the question, helpful and unhelpful of each answer inside it.
    """

    helpful: int
    unhelpful: int
    answers: list[dict[str, Any]]
    reasons: list[Reason]

    @property
    def share(self) -> int:
        return share(self)


def share(votes: Votes | VoteTotal) -> int:
    """Return how many of a hundred voters an article helped."""
    return round(100 * votes.helpful / max(1, votes.helpful + votes.unhelpful))


class VotesMixin(ArticleDesk):
    """The votes on the form of an article, read together with the article."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if not is_about_one(request):
            return articles
        reasons = VoteReason.objects.filter(article=OuterRef("pk")).order_by("-day", "-pk")
        as_json = reasons.values(entry=JSONObject(day="day", text="text", question="question"))
        answers = AnswerVotes.objects.filter(article=OuterRef("pk"))
        counted = answers.order_by("-unhelpful", "pk").values(
            entry=JSONObject(question="question", helpful="helpful", unhelpful="unhelpful")
        )
        return articles.annotate(
            helpful=F("vote_total__helpful"),
            unhelpful=F("vote_total__unhelpful"),
            reasons=ArraySubquery(as_json[:REASONS_SHOWN]),
            answers=ArraySubquery(counted[:ANSWERS_SHOWN]),
        )

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        article = kwargs.get("obj")
        if article is not None and hasattr(article, "reasons"):
            context["votes"] = _votes(article)
        return super().render_change_form(request, context, *args, **kwargs)


def _votes(article: Any) -> Votes:
    """Return what the query of the form read along with an article."""
    reasons = [
        Reason(**fields | {"day": date.fromisoformat(fields["day"])}) for fields in article.reasons
    ]
    return Votes(article.helpful or 0, article.unhelpful or 0, article.answers, reasons)


class ReportAdmin(ReadOnlyAdmin):
    """A list that whoever may see articles may read."""

    search_fields = ["article__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave deleted articles out until they are brought back."""
        rows = super().get_queryset(request).filter(article__deleted_at=None)
        return rows.annotate(title=F("article__title"))

    @admin.display(description=_("article"), ordering="article__title")
    def article_link(self, row: VoteTotal | VoteReason) -> str:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.title)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        user = request.user
        return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")


@admin.register(VoteTotal)
class VoteTotalAdmin(ReportAdmin):
    """Which articles help and which do not, those with most Noes first."""

    list_display = ["article_link", "helpful_label", "unhelpful_label", "share_label"]
    ordering = ["-unhelpful", "helpful", "pk"]
    nothing_yet = _(
        "Nobody has voted yet. “Was this helpful?” stands at the foot of every article."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoteTotal]:
        voters = NullIf(F("helpful") + F("unhelpful"), 0)
        return super().get_queryset(request).annotate(helped=Cast("helpful", FloatField()) / voters)

    helpful_label = number_column("helpful", _("helpful"))
    unhelpful_label = number_column("unhelpful", _("not helpful"))

    @admin.display(description=_("helped"), ordering="helped")
    def share_label(self, total: VoteTotal) -> str:
        return f"{share(total)} %"


@admin.register(VoteReason)
class VoteReasonAdmin(ReportAdmin):
    """What visitors missed, the newest first. Who may delete reasons may take abuse away."""

    list_display = ["text", "article_link", "question", "day"]
    search_fields = ["text", "article__title"]
    list_filter = ["day"]
    ordering = ["-day", "-pk"]
    nothing_yet = _("Nobody has said yet what was missing. Whoever votes No is asked.")
    actions = ["delete_selected"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("articles.delete_votereason")

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[VoteReason]) -> Any:
        """Note the articles, not the words: they are deleted because nobody should read them."""
        articles = [reason.article for reason in queryset.select_related("article")]
        audit.note_all(Deed.REMOVED, articles, comment=str(_("A reason why it did not help")))
        return super().log_deletions(request, queryset)
