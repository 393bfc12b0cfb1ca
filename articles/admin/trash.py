"""Deleting from the admin, which can be undone for 30 days, and the page of what was deleted.

Deleting and bringing back need the permission to delete; removing for good one of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import trash
from articles.models import Article

from .choices import is_id
from .desk import person
from .pages import at, page, require_form
from .tree import category_names
from .unsaved import UnsavedMixin

PER_PAGE = 50
PAGE = "admin:articles_article_trash"


def days_left(article: Article) -> int:
    """Return the days until a deleted article is removed for good, the begun one included."""
    now = timezone.now()
    left = (article.deleted_at or now) + trash.KEPT - now
    return max(0, -(-left // timedelta(days=1)))


def with_the_way_back(message: str) -> SafeString:
    """Return what is said of deleted articles, and where they can be brought back."""
    link = format_html('<a href="{}">{}</a>', reverse(PAGE), _("Deleted articles"))
    return format_html("{} {} {}", message, _("Kept for 30 days:"), link)


def chosen(values: list[str]) -> list[int]:
    """Return the ids among what a form sent."""
    return [int(value) for value in values if is_id(value)]


class TrashMixin(UnsavedMixin):
    """Delete moves to the trash; its page lists what is there and brings it back."""

    # Deleting -----------------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Deleting a live article takes it off the site, so it needs both permissions."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or self.has_publish_permission(request) or not obj.is_live)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Name the articles only, not their hundreds of passages, visits and counts."""
        articles = list(objs)
        refused = {
            self.opts.verbose_name
            for article in articles
            if not self.has_delete_permission(request, article)
        }
        return (
            [str(article) for article in articles],
            {self.opts.verbose_name_plural: len(articles)},
            refused,
            [],
        )

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        trash.delete(obj.pk, person(request))

    def response_delete(
        self, request: HttpRequest, obj_display: str, obj_id: int
    ) -> HttpResponseRedirect:
        message = with_the_way_back(_("“%s” was deleted.") % obj_display)
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:articles_article_changelist")

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Say of a deleted article who deleted it, and lead to where it can be brought back."""
        ids = chosen([object_id])
        deleted = Article.deleted.filter(pk__in=ids).first()
        if deleted is None or not self.has_view_or_change_permission(request):
            return super()._get_obj_does_not_exist_redirect(  # type: ignore[misc]  # private
                request, opts, object_id
            )
        who = deleted.deleted_by_name or _("Somebody")
        self.message_user(
            request,
            _("%(who)s deleted “%(title)s”.") % {"who": who, "title": deleted.title},
            messages.WARNING,
        )
        may_change = self.has_change_permission(request)
        if request.method == "POST" and may_change and self.keep_sent(request, deleted):
            self.message_user(
                request,
                _("What you wrote is kept: once the article is restored, it is offered to you."),
                messages.WARNING,
            )
        may_see = self.has_delete_permission(request)
        return redirect(PAGE if may_see else "admin:articles_article_changelist")

    # What was deleted ---------------------------------------------------------------------------

    @at("trash/", "articles_article_trash")
    def trash_view(self, request: HttpRequest) -> HttpResponse:
        """What can be brought back, the last deleted first; `q` narrows by the title."""
        self._may_delete(request)
        words = request.GET.get("q", "").replace("\0", "").strip()
        stretch = Paginator(self._in_trash(words), PER_PAGE).get_page(request.GET.get("page"))
        names = category_names(request)
        for article in stretch.object_list:
            article.days_left = days_left(article)
            article.category_name = names.get(article.category_id, "")
        return page(
            self,
            request,
            "admin/articles/article/trash.html",
            {
                "title": _("Deleted articles"),
                "page": stretch,
                "asked": words,
                "may_remove": self._may_remove(request),
            },
        )

    @at("trash/restore/", "articles_article_bring_back", require_POST)
    def bring_back_view(self, request: HttpRequest) -> HttpResponse:
        """Make deleted articles drafts again: one, the chosen, or all that the list shows."""
        self._may_delete(request)
        if single := request.POST.get("one"):
            ids = chosen([single])
        elif "all" in request.POST:
            words = request.POST.get("q", "").replace("\0", "").strip()
            ids = list(self._in_trash(words).values_list("pk", flat=True))
        else:
            ids = chosen(request.POST.getlist("article"))
        with transaction.atomic():
            slugs = dict(Article.deleted.filter(pk__in=ids).values_list("pk", "slug"))
            back = [article for pk in sorted(ids) if (article := trash.bring_back(pk))]
            for article in back:
                self.log_change(request, article, _("Brought back from the deleted articles."))
        self._say_back(request, back, slugs)
        if len(back) == 1:
            return redirect("admin:articles_article_change", back[0].pk)
        return redirect(PAGE)

    def _say_back(self, request: HttpRequest, back: list[Article], slugs: dict[int, str]) -> None:
        if not back:
            self.message_user(request, _("Nothing was chosen."), messages.WARNING)
            return
        message = ngettext(
            "%d article is a draft again. Visitors see it when it is published.",
            "%d articles are drafts again. Visitors see them when they are published.",
            len(back),
        )
        self.message_user(request, message % len(back), messages.SUCCESS)
        self._say_missed(request, back)
        for article in back:
            if article.slug != slugs.get(article.pk):
                warning = _(
                    "Another article has the address of “%(title)s” by now; it is at %(slug)s."
                )
                self.message_user(
                    request,
                    warning % {"title": article.title, "slug": article.get_absolute_url()},
                    messages.WARNING,
                )

    def _say_missed(self, request: HttpRequest, back: list[Article]) -> None:
        """Say what visitors can no longer read, and to those who may publish, how to show it."""
        missed = [article for article in back if article.was_live]
        if not missed:
            return
        message = ngettext(
            "Visitors could read “%(title)s” until it was deleted.",
            "Visitors could read %(count)d of them until they were deleted.",
            len(missed),
        ) % {"title": missed[0].title, "count": len(missed)}
        if self.has_publish_permission(request):
            drafts = reverse("admin:articles_article_changelist") + "?state=draft"
            link = format_html('<a href="{}">{}</a>', drafts, _("Publish from the list of drafts"))
            how = link if len(back) > 1 else _("Press Publish to show it again.")
            message = format_html("{} {}", message, how)
        self.message_user(request, message, messages.WARNING)

    @at("trash/<int:object_id>/remove/", "articles_article_remove", require_form)
    def remove_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask whether to remove a deleted article for good, then do."""
        if not self._may_remove(request):
            raise PermissionDenied
        with transaction.atomic():
            waiting = Article.deleted.select_for_update()
            article = waiting.filter(pk__in=chosen([str(object_id)])).first()
            if article is None:
                raise Http404("Not in the trash.")
            if request.method == "POST":
                self.log_deletions(request, [article])  # type: ignore[arg-type]  # a list will do
                trash.remove(article)
                self.message_user(
                    request, _("“%s” was removed for good.") % article, messages.SUCCESS
                )
                return redirect(PAGE)
        article.days_left = days_left(article)
        return page(
            self,
            request,
            "admin/articles/article/remove.html",
            {"title": _("Remove for good"), "article": article},
        )

    def _in_trash(self, words: str) -> QuerySet[Article]:
        titled = Q(title__icontains=words) if words else Q()
        return Article.deleted.filter(titled).defer("body").order_by("-deleted_at", "-pk")

    def _may_delete(self, request: HttpRequest) -> None:
        if not self.has_delete_permission(request):
            raise PermissionDenied

    def _may_remove(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.remove_article")
