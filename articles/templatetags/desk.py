"""The start of the admin: what waits for a reviewer or to be published, and what changed lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.contrib.admin.models import LogEntry
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.template import Context

from articles import overdue
from articles.admin.states import badges, with_states
from articles.models import Article, Deed, audit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

register = template.Library()

SHOWN = 8
State = Article.State


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def desk(context: Context) -> dict[str, object]:
    """Short lists for whoever starts to work; five queries, for a reviewer six.

    One more for each list that is cut.
    """
    user = context["request"].user
    may_review = user.has_perm("articles.review_article")
    overdue_in_all, overdue_of_mine = overdue.counts(user.pk)
    return {
        "overdue": overdue_in_all,
        "overdue_of_mine": overdue_of_mine,
        "may_write": user.has_perm("articles.add_article"),
        "may_order": user.has_perm("articles.add_category"),
        "returned": returned(user),
        "may_review": may_review,
        "to_review": ShortList(Article.objects.in_review()) if may_review else None,
        "approved": ShortList(Article.objects.approved()),
        "written": written(),
        "lately": lately(),
    }


@register.inclusion_tag("admin/_recent.html", takes_context=True)
def recent(context: Context) -> dict[str, object]:
    """The last thing that the user did to each object; whoever writes saves one many times."""
    did = context["log_entries"].filter(user=context["request"].user)
    once: dict[tuple, LogEntry] = {}
    for entry in did[: 10 * SHOWN]:
        once.setdefault((entry.content_type_id, entry.object_id), entry)
    return {"entries": list(once.values())[:SHOWN]}


def lately() -> list:
    """Return the newest version of each of the articles that were changed last."""
    newest = (
        Article.history.filter(id__in=Article.objects.values("pk"))
        .order_by("-history_id")
        .annotate(who=Coalesce(F("history_user__username"), F("history_user_name")))
        .only("id", "title", "history_date")
    )
    once = {version.id: version for version in reversed(newest[: 5 * SHOWN])}
    return sorted(once.values(), key=lambda version: -version.history_id)[:SHOWN]


def returned(user: User) -> list[Article]:
    """Return the articles of `user` whose text a reviewer wants changed."""
    waits = Article.objects.filter(
        owner=user, status=Article.Status.DRAFT, state_now__in=[State.DRAFT, State.CHANGED]
    )
    return listed(waits.filter(Exact(audit.last_review_deed(), Deed.RETURNED)))


def written() -> list[Article]:
    """Return the articles that are not live as they stand, without approved ones."""
    unpublished = [State.DRAFT, State.CHANGED, State.SCHEDULED, State.IN_REVIEW]
    articles = Article.objects.filter(state_now__in=unpublished)
    return listed(articles.exclude(status=Article.Status.APPROVED, publish_at=None))


class ShortList:
    """The first of the articles that wait for somebody, and how many there are in all."""

    def __init__(self, articles: QuerySet) -> None:
        self.articles = listed(articles)
        is_cut = len(self.articles) == SHOWN
        self.count = articles.count() if is_cut else len(self.articles)


def listed(articles: QuerySet) -> list[Article]:
    """Return the first of `articles`, the last edited first, each with its badges."""
    stated = with_states(articles).defer("body", "summary")
    first: list[Article] = list(stated.order_by("-edited_at")[:SHOWN])
    for article in first:
        article.badge = badges(article)
    return first
