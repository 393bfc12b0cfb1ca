"""How staff see what an article is: in words and in colour.

The state is what visitors read of it; marks beside it say where the working copy is in review, and
that it goes live at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Article

State, Status = Article.State, Article.Status


class Mark(TextChoices):
    """What is true of a working copy beside its state."""

    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")


def shown_state(article: Article) -> Article.State:
    """Return what an article of the list (`live_until` is the end of its page) is at this moment.

    Nobody writes an article when its time is over, so the kept state cannot tell.
    """
    is_over = article.live_until is not None and article.live_until <= timezone.now()
    return State.EXPIRED if is_over else State(article.state_now)


def marks(article: Article, state: str) -> Iterator[Mark]:
    """Yield what is true of the article and not said by its state."""
    if article.status == Status.IN_REVIEW and state != State.IN_REVIEW:
        yield Mark.IN_REVIEW
    if article.status == Status.APPROVED and state != State.LIVE:
        yield Mark.APPROVED
    if article.publish_at and state != State.SCHEDULED:
        yield Mark.SCHEDULED


def badge(state: str) -> str:
    """Return the label that shows `state`, a value of `Article.State`."""
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)


def badges(article: Article) -> str:
    """Return the labels of an article: its state and its marks."""
    state = shown_state(article)
    marked = ((mark, mark.label) for mark in marks(article, state))
    return badge(state) + format_html_join("", ' <span class="state mark-{}">{}</span>', marked)
