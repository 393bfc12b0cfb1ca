"""Publishing and unpublishing from the admin: by the form's buttons and for many articles at once.

A bulk deed is one transaction: all of the chosen articles or, when one cannot be, none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article


class Refused(Exception):
    """An article stood in the way of a bulk deed; the message names it."""


@transaction.atomic
def _each(articles: Iterable[Article], deed: Callable[[Article], object]) -> int:
    done = 0
    for article in articles:
        try:
            deed(article)
        except Article.DoesNotExist:
            continue  # somebody deleted it at this moment
        except ValidationError as error:
            raise Refused(f"{article.title}: {' '.join(error.messages)}") from error
        done += 1
    return done


def publish_all(ids: Iterable[int]) -> int:
    """Publish those of the articles that visitors cannot read as they stand; return how many.

    Raises Refused, and publishes none, when one of them cannot be published.
    """
    waiting = Article.objects.filter(pk__in=list(ids)).order_by("pk")
    return _each(waiting.exclude(state_now=Article.State.LIVE), Article.publish)


def unpublish_all(ids: Iterable[int]) -> int:
    """Take those of the articles off the site that are on it; return how many."""
    return _each(Article.objects.filter(pk__in=list(ids)).live().order_by("pk"), Article.unpublish)


class DeedsMixin:
    """The bulk actions of the list; both need the permission to publish."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Publish the chosen articles; those that are live as they stand are left alone."""
        try:
            done = publish_all(queryset.values_list("pk", flat=True))
        except Refused as refused:
            self._say_refused(request, refused)
            return
        self.message_user(
            request,
            ngettext("%d article published.", "%d articles published.", done) % done,
            messages.SUCCESS,
        )

    @admin.action(description=gettext_lazy("Unpublish"), permissions=["publish"])
    def unpublish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Take the chosen articles off the site; their texts stay."""
        done = unpublish_all(queryset.values_list("pk", flat=True))
        self.message_user(
            request,
            ngettext("%d article unpublished.", "%d articles unpublished.", done) % done,
            messages.SUCCESS,
        )

    def _say_refused(self, request: HttpRequest, refused: Refused) -> None:
        self.message_user(request, _("Nothing was published. %s") % refused, messages.ERROR)
