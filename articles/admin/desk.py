"""What the parts of the admin of articles stand on: who may do what, an article, its own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Article
from articles.schedule import held_until

from .pages import PagesMixin, page

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def person(request: HttpRequest) -> User:
    """Return who sits at the desk; the admin lets nobody in without a name."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def possible_owners() -> QuerySet[User]:
    """Return the staff who can own an article, by name."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")


class ArticleDesk(PagesMixin):
    """Every part of the admin of articles is one of these; `ArticleAdmin` puts them together."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.review_article")

    def _is_held(self, request: HttpRequest, article: Article | None) -> bool:
        """What goes live by itself is changed only by those who may publish."""
        until = article and held_until(article)
        return until is not None and not self.has_publish_permission(request)

    def _is_read_only(self, request: HttpRequest, article: Article | None) -> bool:
        """Whether the form shows what is held as a text, so that nobody types in vain.

        What was typed before somebody scheduled the article must not be lost with the refusal.
        """
        return self._is_held(request, article) and "body" not in request.POST

    def _article(self, request: HttpRequest, object_id: str | int) -> Article:
        article = self.get_object(request, str(object_id))
        if article is None:
            raise Http404("No such article.")
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _article_to_change(self, request: HttpRequest, object_id: str | int) -> Article:
        article = self._article(request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(
        self, request: HttpRequest, article: Article, template: str, context: dict
    ) -> HttpResponse:
        """Return a page about one article."""
        return page(self, request, template, {"object": article, **context})
