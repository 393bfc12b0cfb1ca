"""What staff do to an article beside writing: the buttons of its form."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import absolute, bulk_changes, mail
from articles.models import Article, Deed
from articles.templatetags.formats import day_and_time

from .desk import person

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


def do(deed: str, article: Article, comment: str) -> None:
    """Do what a button of the form asks for; the article is saved."""
    {
        "publish": lambda: bulk_changes.put_live(article),
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
    if not deed and article.publish_at:
        return _("Saved. It is published by itself at %s.") % day_and_time(article.publish_at)
    if not deed and article.state == Article.State.LIVE:
        return _("Saved. Visitors read exactly this.")
    return {
        "submit": _("Submitted for review. Visitors see no change until somebody publishes it."),
        "withdraw": _("Withdrawn from review."),
        "approve": _("Approved. Visitors see no change until somebody publishes it."),
        "return": _("Returned to the author, with your comment."),
    }.get(deed) or _("Saved. Visitors see no change until it is published.")


def tell(request: HttpRequest, deed: str, articles: Iterable[Article], comment: str = "") -> None:
    """Send mail to those who should know of a deed."""
    if deed in TOLD:
        mail.tell(TOLD[deed], articles, person(request), comment, absolute.origin(request))
