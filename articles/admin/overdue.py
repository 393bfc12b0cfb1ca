"""The queue of what should be read again: still true, or somebody else's to look at."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import bulk_changes, overdue
from articles.models import Article
from articles.schedule import held_by_schedule, with_sets

from .desk import ArticleDesk, person, possible_owners
from .pages import at, page

PER_PAGE = 25


class Queue:
    """The queue as a paginator reads it: counted before, and a page at a time."""

    def __init__(self, owner: int | None, size: int) -> None:
        self.owner, self.size = owner, size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, stretch: slice) -> list[overdue.Overdue]:
        limit = stretch.stop - stretch.start
        return overdue.queue(self.owner, limit, stretch.start)


class OverdueMixin(ArticleDesk):
    """Adds the queue and the two deeds that take an article out of it."""

    @at("overdue/", "articles_article_overdue")
    def overdue_view(self, request: HttpRequest) -> HttpResponse:
        """What is overdue: everything, or what the user owns."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        is_mine = request.GET.get("owner") == "me"
        me = person(request).pk
        all_of_it, mine = overdue.counts(me)
        entries = Queue(me, mine) if is_mine else Queue(None, all_of_it)
        pages: Paginator[overdue.Overdue] = Paginator(
            entries,  # type: ignore[arg-type]  # it is asked for its length and slices only
            PER_PAGE,
        )
        stretch = pages.get_page(request.GET.get("page"))
        listed = list(stretch.object_list)
        context = {
            "title": _("To be read again"),
            "is_mine": is_mine,
            "all": all_of_it,
            "mine": mine,
            "page": stretch,
            "entries": listed,
            "held": self._held_of(request, listed),
            "owners": list(possible_owners()),
            "may_change": self.has_change_permission(request),
        }
        return page(self, request, "admin/articles/article/overdue.html", context)

    @at("<int:object_id>/still-true/", "articles_article_still_true", require_POST)
    def still_true_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Note that the article was read and is still true."""
        message = _("“%(title)s” is still true. It comes back here on %(day)s.")
        day = date_format(overdue.next_day(), "DATE_FORMAT")
        return self._do_to_one(request, object_id, overdue.confirm, message, day=day)

    @at("<int:object_id>/give-to/", "articles_article_give_to", require_POST)
    def give_to_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Make somebody else the owner."""
        chosen = request.POST.get("owner", "")
        owners = {str(user.pk): user for user in possible_owners()}
        if chosen and chosen not in owners:
            raise BadRequest("Nobody of the staff.")
        who = owners[chosen].get_username() if chosen else _("nobody")
        message = _("“%(title)s” belongs to %(who)s now.")
        change = bulk_changes.give_to(owners.get(chosen))
        return self._do_to_one(request, object_id, change, message, who=who)

    def _do_to_one(
        self,
        request: HttpRequest,
        object_id: int,
        deed: Callable[[Article], object],
        message: str,
        **values: str,
    ) -> HttpResponse:
        """Do `deed` to the article, which is locked meanwhile; refuse it for one that is held."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            rows = with_sets(Article.objects.select_for_update())
            article = get_object_or_404(rows, pk=object_id)
            if is_held := self._is_held(request, article):
                message = _("“%(title)s” is scheduled. Only who may publish can change it.")
            else:
                deed(article)
        level = messages.ERROR if is_held else messages.SUCCESS
        self.message_user(request, message % {"title": article.title, **values}, level)
        return self._back(request)

    def _held_of(self, request: HttpRequest, entries: list[overdue.Overdue]) -> set[int]:
        """Return which of `entries` only others may change."""
        if self.has_publish_permission(request):
            return set()
        articles = Article.objects.filter(pk__in=[entry.id for entry in entries])
        return set(held_by_schedule(articles).values_list("pk", flat=True))

    def _back(self, request: HttpRequest) -> HttpResponse:
        """Go back to the same stretch of the queue."""
        query = "owner=me" if request.POST.get("mine") else ""
        address = reverse("admin:articles_article_overdue")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
