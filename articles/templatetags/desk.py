"""The start of the admin: what waits to be published and what changed lately."""

from __future__ import annotations

from django import template
from django.db.models import F
from django.template import Context

from articles.admin.states import badge
from articles.models import Article

register = template.Library()

SHOWN = 8


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def desk(context: Context) -> dict[str, object]:
    """Two short lists for whoever starts to work; two queries."""
    return {
        "may_write": context["request"].user.has_perm("articles.add_article"),
        "waiting": waiting(),
        "lately": lately(),
    }


def lately() -> list:
    """Return the newest version of each of the articles that were changed last."""
    newest = (
        Article.history.filter(id__in=Article.objects.values("pk"))
        .order_by("-history_id")
        .annotate(who=F("history_user__username"))
        .only("id", "title", "history_date")
    )
    once = {version.id: version for version in reversed(newest[: 5 * SHOWN])}
    return sorted(once.values(), key=lambda version: -version.history_id)[:SHOWN]


def waiting() -> list[Article]:
    """Return the articles that visitors cannot read as they stand, the last edited first."""
    others = [state for state in Article.State.values if state != Article.State.LIVE]
    articles = Article.objects.filter(state_now__in=others).defer("body", "summary")
    found = list(articles.order_by("-edited_at")[:SHOWN])
    for article in found:
        article.badge = badge(article.state_now)
    return found
