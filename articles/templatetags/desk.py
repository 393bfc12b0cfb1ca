"""The start of the admin: what waits for a reviewer or to be published, and what changed lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
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
    """Short lists for whoever starts to work; four queries, for a reviewer six."""
    user = context["request"].user
    may_review = user.has_perm("articles.review_article")
    in_review = Article.objects.in_review()
    overdue_in_all, overdue_of_mine = overdue.counts(user.pk)
    return {
        "overdue": overdue_in_all,
        "overdue_of_mine": overdue_of_mine,
        "may_write": user.has_perm("articles.add_article"),
        "returned": returned(user),
        "may_review": may_review,
        "to_review": listed(in_review) if may_review else [],
        "to_review_count": in_review.count() if may_review else 0,
        "waiting": waiting(),
        "lately": lately(),
    }


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
    return listed(waits.filter(Exact(audit.last_said(), Deed.RETURNED)))


def waiting() -> list[Article]:
    """Return the articles that wait for a publisher or for their time, the last edited first."""
    others = [State.DRAFT, State.CHANGED, State.SCHEDULED, State.IN_REVIEW]
    return listed(Article.objects.filter(state_now__in=others))


def listed(articles: QuerySet) -> list[Article]:
    """Return the first of `articles`, the last edited first, each with its badges."""
    stated = with_states(articles).defer("body", "summary")
    found: list[Article] = list(stated.order_by("-edited_at")[:SHOWN])
    for article in found:
        article.badge = badges(article)
    return found
