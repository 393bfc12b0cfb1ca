"""How staff see what an article is: in words and in colour.

The state is what visitors read of it; marks beside it say where the working copy is in review, and
that it goes live at a time, by itself or with a publication set.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, QuerySet, TextChoices
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Deed, SetItem, audit
from articles.schedule import with_sets
from articles.templatetags.formats import day_and_time

State, Status = Article.State, Article.Status


class Mark(TextChoices):
    """What is true of a working copy beside its state."""

    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    SCHEDULED = "scheduled", _("Scheduled")
    WAS_DUE = "was_due", _("Was due")
    COMES = "comes", _("Goes live in a set")
    LEAVES = "leaves", _("Leaves in a set")


def with_states(articles: QuerySet) -> QuerySet:
    """Annotate `articles` with what their labels show."""
    return with_sets(articles).annotate(
        live_until=F("published__expire_at"), last_review_deed=audit.last_review_deed()
    )


def shown_state(article: Article) -> Article.State:
    """Return what an article that was read `with_states` is at this moment.

    Nobody writes an article when its time is over, so the kept state cannot tell.
    """
    is_over = article.live_until is not None and article.live_until <= timezone.now()
    return State.EXPIRED if is_over else State(article.state_now)


def is_returned(article: Article, state: str) -> bool:
    """Return whether a reviewer wants something else of a text that visitors do not read yet."""
    waits = article.status == Status.DRAFT and state in (State.DRAFT, State.CHANGED)
    return waits and article.last_review_deed == Deed.RETURNED


def marks(article: Article, state: str) -> Iterator[Mark]:
    """Yield what is true of the article and not said by its state."""
    if article.status == Status.IN_REVIEW and state != State.IN_REVIEW:
        yield Mark.IN_REVIEW
    if article.status == Status.APPROVED and state != State.LIVE:
        yield Mark.APPROVED
    if is_returned(article, state):
        yield Mark.RETURNED
    if article.publish_at and article.publish_at <= timezone.now():
        yield Mark.WAS_DUE
    elif article.publish_at and state != State.SCHEDULED:
        yield Mark.SCHEDULED
    if article.set_deed:
        yield Mark.COMES if article.set_deed == SetItem.Deed.PUBLISH else Mark.LEAVES


def trouble(article: Article) -> str:
    """Return what keeps a scheduled article from being published, at its time or ever since."""
    if article.publish_at is None:
        return ""
    values = {"when": day_and_time(article.publish_at), "why": article.hindrance()}
    if article.publish_at > timezone.now():
        return values["why"] and gettext("On %(when)s it cannot be published: %(why)s") % values
    if not values["why"]:
        return gettext("It was due on %(when)s and is not published yet.") % values
    return gettext("It was due on %(when)s and could not be published: %(why)s") % values


def badge(state: str) -> str:
    """Return the label that shows `state`, a value of `Article.State`."""
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)


def badges(article: Article) -> str:
    """Return the labels of an article: its state and its marks."""
    state = shown_state(article)
    marked = ((mark, mark.label) for mark in marks(article, state))
    return badge(state) + format_html_join("", ' <span class="state mark-{}">{}</span>', marked)
