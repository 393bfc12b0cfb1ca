"""How staff see what an article is: in words and in colour.

The state is what visitors read of it; a mark beside it says where the working copy is in review.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import format_html, format_html_join

from articles.models import Article

State, Status = Article.State, Article.Status


def shown_state(article: Article) -> Article.State:
    """Return what an article of the list (`live_until` is the end of its page) is at this moment.

    Nobody writes an article when its time is over, so the kept state cannot tell.
    """
    is_over = article.live_until is not None and article.live_until <= timezone.now()
    return State.EXPIRED if is_over else State(article.state_now)


def mark(article: Article, state: str) -> str:
    """Return where the article is in review, where its state does not say so."""
    if article.status == Status.IN_REVIEW and state != State.IN_REVIEW:
        return Status.IN_REVIEW
    if article.status == Status.APPROVED and state != State.LIVE:
        return Status.APPROVED
    return ""


def badge(state: str) -> str:
    """Return the label that shows `state`, a value of `Article.State`."""
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)


def badges(article: Article) -> str:
    """Return the labels of an article: its state, and its mark where it has one."""
    state = shown_state(article)
    marked = [m for m in [mark(article, state)] if m]
    marks = ((m, Status(m).label) for m in marked)
    return badge(state) + format_html_join("", ' <span class="state mark-{}">{}</span>', marks)
