"""What staff do to articles beside writing: by the form's buttons, and to many at once.

A bulk deed is one transaction: all of the chosen articles or, when one cannot be, none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import mail
from articles.models import Article, Deed

# The permission that a button needs beside that to change the article.
NEEDED = {
    "publish": "articles.publish_article", "unpublish": "articles.publish_article",
    "approve": "articles.review_article", "return": "articles.review_article",
}  # fmt: skip
# What others are told of by mail.
TOLD = {
    "publish": Deed.PUBLISHED, "submit": Deed.SUBMITTED,
    "approve": Deed.APPROVED, "return": Deed.RETURNED,
}  # fmt: skip


class Refused(Exception):
    """An article stood in the way of a bulk deed; the message names it."""


def put_live(article: Article) -> None:
    """Publish at a person's word: an end that is over does not take the article away again."""
    if article.is_over():
        article.expire_at = None
    article.publish()


def do(deed: str, article: Article, comment: str) -> None:
    """Do what a button of the form asks for; the article is saved."""
    {
        "publish": lambda: put_live(article),
        "unpublish": article.unpublish,
        "submit": lambda: article.submit(comment),
        "withdraw": lambda: article.withdraw(comment),
        "approve": lambda: article.approve(comment),
        "return": lambda: article.send_back(comment),
    }[deed]()


def said(deed: str, article: Article) -> str:
    """Return what the form says once a deed is done."""
    if deed == "publish":
        return format_html(
            '{} <a href="{}">{}</a>',
            _("Published."), article.get_absolute_url(), _("View on site"),
        )  # fmt: skip
    if deed == "unpublish":
        return format_html(
            '{} <a href="{}">{}</a>',
            _("Unpublished: visitors no longer find this article."),
            reverse("admin:articles_article_leave", args=[article.pk]),
            _("Lead its visitors to another article"),
        )
    return {
        "submit": _("Submitted for review. Visitors see no change until somebody publishes it."),
        "withdraw": _("Withdrawn from review."),
        "approve": _("Approved. Visitors see no change until somebody publishes it."),
        "return": _("Returned to the author, with your comment."),
    }.get(deed) or _("Saved. Visitors see no change until you publish.")


def tell(request: HttpRequest, deed: str, articles: Iterable[Article], comment: str = "") -> None:
    """Tell those whom it concerns by mail."""
    if deed in TOLD:
        site = request.build_absolute_uri("/").rstrip("/")
        mail.tell(TOLD[deed], articles, request.user, comment, site)


@transaction.atomic
def _each(articles: Iterable[Article], deed: Callable[[Article], object]) -> list[Article]:
    done = []
    for article in articles:
        try:
            deed(article)
        except Article.DoesNotExist:
            continue  # somebody deleted it at this moment
        except ValidationError as error:
            raise Refused(f"{article.title}: {' '.join(error.messages)}") from error
        done.append(article)
    return done


def publish_all(ids: Iterable[int]) -> list[Article]:
    """Publish those of the articles that visitors cannot read as they stand; return them.

    Raises Refused, and publishes none, when one of them cannot be published.
    """
    chosen = Article.objects.filter(pk__in=list(ids)).order_by("pk")
    over = Article.objects.over(timezone.now()).values("pk")
    return _each(
        chosen.exclude(state_now=Article.State.LIVE) | chosen.filter(pk__in=over), put_live
    )


def unpublish_all(ids: Iterable[int]) -> list[Article]:
    """Take those of the articles off the site that are on it; return them."""
    return _each(Article.objects.filter(pk__in=list(ids)).live().order_by("pk"), Article.unpublish)


def approve_all(ids: Iterable[int]) -> list[Article]:
    """Approve those of the articles that are in review, as they stand; return them."""
    return _each(
        Article.objects.filter(pk__in=list(ids)).in_review().order_by("pk"), Article.approve
    )


class DeedsMixin:
    """The bulk actions of the list, each for those who have the permission."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.review_article")

    @admin.action(description=gettext_lazy("Approve"), permissions=["review"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Approve the chosen articles that are in review; the others are left alone."""
        done = approve_all(queryset.values_list("pk", flat=True))
        tell(request, "approve", done)
        said = ngettext("%d article approved.", "%d articles approved.", len(done)) % len(done)
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Publish the chosen articles; those that are live as they stand are left alone."""
        try:
            done = publish_all(queryset.values_list("pk", flat=True))
        except Refused as refused:
            self._say_refused(request, refused)
            return
        tell(request, "publish", done)
        said = ngettext("%d article published.", "%d articles published.", len(done)) % len(done)
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Unpublish"), permissions=["publish"])
    def unpublish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Take the chosen articles off the site; their texts stay."""
        self.warn_of_links(request, queryset)
        done = len(unpublish_all(queryset.values_list("pk", flat=True)))
        said = ngettext("%d article unpublished.", "%d articles unpublished.", done) % done
        self.message_user(request, said, messages.SUCCESS)

    def _say_refused(self, request: HttpRequest, refused: Refused) -> None:
        self.message_user(request, _("Nothing was published. %s") % refused, messages.ERROR)
