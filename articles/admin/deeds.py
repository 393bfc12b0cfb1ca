"""What staff do to an article beside writing: the buttons of its form."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

# What the form says was done.
DONE = {
    "submit": gettext_lazy("Submitted for review."),
    "withdraw": gettext_lazy("Withdrawn from review."),
    "approve": gettext_lazy("Approved."),
    "return": gettext_lazy("Returned to the author, with your comment."),
}


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


def done_message(deed: str, article: Article) -> str:
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
    return f"{DONE.get(deed, _('Saved.'))} {_what_visitors_get(article)}".strip()


def _what_visitors_get(article: Article) -> str:
    """Say when visitors see what was saved. The form itself says what keeps it from them."""
    if not article.publish_at:
        is_live = article.state == Article.State.LIVE
        later = _("Visitors see no change until it is published.")
        return _("Visitors read exactly this.") if is_live else later
    if article.hindrance():
        return ""
    return _("It is published by itself at %s.") % day_and_time(article.publish_at)


def tell(request: HttpRequest, deed: str, articles: Iterable[Article], comment: str = "") -> None:
    """Send mail to those who should know of a deed."""
    if deed in TOLD:
        mail.tell(TOLD[deed], articles, person(request), comment, absolute.origin(request))
