"""Review in the form of an article: what was said of the text, and the buttons that fit."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from articles.models import Article, AuditEntry, Deed
from articles.models.audit import REVIEW
from articles.review_form import OF_REVIEW, ReviewForm, deed_asked

from .article_list import is_about_one
from .desk import ArticleDesk

# What was said before the last publishing is in the history.
SHOWN = 8


def since_published(article: Article) -> list[AuditEntry]:
    """Return what was said of the text since it was last published, the newest first.

    That is nothing where visitors read it as it stands, unless it is in review again.
    """
    if article.state_now == Article.State.LIVE and article.status != Article.Status.IN_REVIEW:
        return []
    entries = [
        AuditEntry(**entry | {"at": parse_datetime(entry["at"])})
        for entry in article.review_entries
    ]
    published = (i for i, entry in enumerate(entries) if entry.deed == Deed.PUBLISHED)
    return entries[: next(published, SHOWN)]


def _place(article: Article | None) -> str:
    """Return under which name a session keeps the comment that was not sent yet."""
    return f"comment_on_{article.pk if article else None}"


class ReviewMixin(ArticleDesk):
    """Part of the form of an article; what was said is read together with the article."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if not is_about_one(request):
            return articles
        entries = AuditEntry.objects.filter(article_id=OuterRef("pk"), deed__in=REVIEW)
        fields = ("at", "deed", "user_id", "user_name", "comment")
        as_json = entries.values(entry=JSONObject(**{name: name for name in fields}))
        return articles.annotate(review_entries=ArraySubquery(as_json[:SHOWN]))

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, ReviewForm):
            form.may_publish = self.has_publish_permission(request)
        return form

    def keep_comment(self, request: HttpRequest, article: Article) -> bool:
        """Keep what was said of the text for the next form, unless a button of the review took it.

        Returns whether anything was said that went to nobody.
        """
        comment = request.POST.get("comment", "").strip()
        if comment and deed_asked(request.POST) not in OF_REVIEW:
            request.session[_place(article)] = comment
            return True
        request.session.pop(_place(article), None)
        return False

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        article = kwargs.get("obj")
        may_write = self.has_change_permission(request, article)
        is_held = self._is_held(request, article)
        in_review = article is not None and article.status == Article.Status.IN_REVIEW
        entries = since_published(article) if article is not None and article.pk else []
        may_review = in_review and may_write and self.has_review_permission(request)
        may_say = may_write and (in_review or not is_held)
        context |= {
            "review": entries,
            "comment": context["adminform"].form["comment"] if may_say else "",
            "in_review": in_review,
            "may_submit": may_write and not in_review,
            "may_withdraw": may_write and in_review,
            "may_review": may_review,
            "is_own": may_review and bool(entries) and entries[0].user_id == request.user.pk,
            "is_held": is_held,
        }
        if kept := request.session.get(_place(article)):
            context["adminform"].form.initial.setdefault("comment", kept)
        # Without the place that a link led to, "#review": what is said then stands at the top.
        kwargs["form_url"] = request.get_full_path()
        return super().render_change_form(request, context, *args, **kwargs)
