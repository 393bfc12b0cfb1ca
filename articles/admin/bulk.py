"""Bulk deeds from the list of articles: an action asks on a page of its own, then does all or none.

The page lists the articles and carries their versions. Replacing shows every place first, and does
nothing before the places of this very search were seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import bulk
from articles.models import Article
from articles.replacing import TICKED, articles_with_hits

from . import deeds
from .bulk_forms import (
    AddTagsForm,
    ApproveForm,
    BulkForm,
    MoveForm,
    OwnerForm,
    ReadAgainForm,
    RemoveTagsForm,
)
from .bulk_leaving import DeleteForm, LeavingForm, UnpublishForm
from .bulk_sets import AddToSetForm
from .bulk_texts import GoBackForm, PublishForm, ReplaceForm
from .choices import is_id
from .leaving import LeavingMixin
from .pages import at, page, require_form
from .states import badges, with_states
from .tree import category_names

# A page of 2,000 articles is half a megabyte, and nobody reads it to its end.
LISTED = 500

FORMS: dict[str, type[BulkForm]] = {
    "approve": ApproveForm,
    "publish": PublishForm,
    "unpublish": UnpublishForm,
    "move": MoveForm,
    "add_tags": AddTagsForm,
    "remove_tags": RemoveTagsForm,
    "change_owner": OwnerForm,
    "set_review": ReadAgainForm,
    "replace": ReplaceForm,
    "go_back": GoBackForm,
    "add_to_set": AddToSetForm,
    "delete": DeleteForm,
}


def _action(name: str) -> Callable:
    """Return the action of the list that begins the deed `name`."""
    form = FORMS[name]

    @admin.action(description=form.action, permissions=[form.permission])
    def begin(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        ids = list(queryset.order_by().values_list("pk", flat=True)[: bulk.MAX_ARTICLES + 1])
        if len(ids) > bulk.MAX_ARTICLES:
            message = _("Choose %d articles at most: narrow the list first.") % bulk.MAX_ARTICLES
            self.message_user(request, message, messages.ERROR)
            return None
        return self._ask(request, name, bulk.Chosen.of(ids), back=request.GET.urlencode())

    begin.__name__ = f"{name}_selected"  # what the list sends
    return begin


class BulkMixin(LeavingMixin):
    """The actions, the page on which each asks, and what it does then."""

    actions = [_action(name) for name in FORMS]

    def has_sets_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_publicationset")

    @at("bulk/<slug:name>/", "articles_article_bulk", require_form)
    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Ask again, show what would be replaced, or do it."""
        if name not in FORMS:
            raise Http404("No such deed.")
        if not getattr(self, f"has_{FORMS[name].permission}_permission")(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._to_list(request.GET.urlencode())
        try:
            chosen = bulk.Chosen.read(request.POST.get("chosen", ""))
        except ValueError as error:
            raise BadRequest(str(error)) from error
        form = self._form(request, name, chosen, request.POST)
        if form.refused:
            raise PermissionDenied
        if not form.is_valid() or "_apply" not in request.POST or _not_seen(form, request):
            return self._ask(request, name, chosen, form)
        return self._do(request, name, chosen, form)

    def _form(
        self, request: HttpRequest, name: str, chosen: bulk.Chosen, data: Any = None
    ) -> BulkForm:
        may_publish = self.has_publish_permission(request)
        return FORMS[name](data, request=request, chosen=chosen, may_publish=may_publish)

    def _do(
        self, request: HttpRequest, name: str, chosen: bulk.Chosen, form: BulkForm
    ) -> HttpResponse:
        ticked = chosen
        if isinstance(form, ReplaceForm):
            ticked = chosen.only(int(pk) for pk in request.POST.getlist("take") if is_id(pk))
        try:
            done = bulk.do(
                form.change(),
                ticked,
                publish_too=form.publish_too(),
                successor=form.successor,
            )
        except bulk.BulkRefused as refused:
            self.message_user(request, _("Nothing was changed. %s") % refused, messages.ERROR)
            # What was edited meanwhile is shown as it is now, to be looked at again.
            return self._ask(request, name, bulk.Chosen.of(chosen.versions), form)
        deeds.tell(request, name, done.articles)
        deeds.tell(request, "publish", done.published)
        self._say_done(request, form, done)
        if isinstance(form, LeavingForm) and not form.successor:
            self.warn_of_links(request, chosen.versions)
        return self._to_list(request.POST.get("back", ""))

    def _say_done(self, request: HttpRequest, form: BulkForm, done: bulk.Done) -> None:
        message = form.done(done.changed)
        if count := len(done.published):
            published = ngettext("%d of them published.", "%d of them published.", count)
            message += f" {published % count}"
        self.message_user(request, message, messages.SUCCESS)
        self._warn_of_times(request, done.articles)

    def _warn_of_times(self, request: HttpRequest, articles: list[Article]) -> None:
        """Say how many of the scheduled ones could not be published as they are now."""
        if stuck := sum(1 for article in articles if article.publish_at and article.hindrance()):
            warning = ngettext(
                "%d of them cannot be published at its time. Its form says why.",
                "%d of them cannot be published at their times. Their forms say why.",
                stuck,
            )
            self.message_user(request, warning % stuck, messages.WARNING)

    def _to_list(self, query: str) -> HttpResponse:
        """Go back to the list as it was narrowed."""
        address = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def _ask(
        self,
        request: HttpRequest,
        name: str,
        chosen: bulk.Chosen,
        form: BulkForm | None = None,
        back: str | None = None,
    ) -> HttpResponse:
        form = form or self._form(request, name, chosen)
        context = {
            "title": form.title,
            "name": name,
            "form": form,
            "chosen": str(chosen),
            "back": request.POST.get("back", "") if back is None else back,
            **self._what_happens(request, chosen, form),
        }
        return page(self, request, "admin/articles/article/bulk.html", context)

    def _what_happens(self, request: HttpRequest, chosen: bulk.Chosen, form: BulkForm) -> dict:
        articles = with_states(Article.objects.filter(pk__in=chosen.versions))
        articles = articles.order_by("title", "pk")
        if isinstance(form, ReplaceForm) and form.is_searchable():
            return {"total": len(chosen.versions), **_places(request, articles, form)}
        names = category_names(request)
        listed = list(articles.select_related("owner").defer("body", "summary")[:LISTED])
        for article in listed:
            article.badge = badges(article)
            article.category_name = names.get(article.category_id, "")
        total = articles.count()
        return {"articles": listed, "total": total, "more": total - len(listed)}


def _places(request: HttpRequest, articles: QuerySet[Article], form: ReplaceForm) -> dict:
    """Return what would be replaced; what was unticked already stays so."""
    places = articles_with_hits(form.replacement(), articles.iterator(bulk.CHUNK))
    for place in places:
        place.article.badge = badges(place.article)
    ticked = None
    if not _not_seen(form, request):
        ticked = {*request.POST.getlist("take"), *request.POST.getlist("place")}
    return {
        "places": places,
        "by_place": sum(len(place.hits) + place.more for place in places) <= TICKED,
        "seen": _search(form),
        "ticked": ticked,
        "is_other": "_apply" in request.POST and _not_seen(form, request),
    }


def _search(form: ReplaceForm) -> str:
    """Return what was searched and what would be written, to know it again."""
    return repr(form.replacement())


def _not_seen(form: BulkForm, request: HttpRequest) -> bool:
    """Return whether this replaces something else than the page showed."""
    return isinstance(form, ReplaceForm) and request.POST.get("seen") != _search(form)
