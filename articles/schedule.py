"""Articles that their schedule holds: they go live, or leave the site, by themselves.

Those are articles with a time of their own, and those that a scheduled publication set moves. Until
then they stay as they were chosen: only those who may publish change them.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from .models import Article, PublicationSet
from .models.queries import ArticleQuerySet


def with_sets(articles: QuerySet) -> QuerySet:
    """Annotate each article with the scheduled set that moves it: its name, time and deed."""
    sets = PublicationSet.objects.scheduled().moving(OuterRef("pk")).order_by("publish_at", "pk")
    return articles.annotate(
        set_name=Subquery(sets.values("name")[:1]),
        set_at=Subquery(sets.values("publish_at")[:1]),
        set_deed=Subquery(sets.values("items__deed")[:1]),
    )


def held_by_schedule(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Return those of `articles` that go live, or leave the site, by themselves."""
    in_sets = PublicationSet.objects.scheduled().moved()
    return articles.filter(Q(publish_at__isnull=False) | Q(pk__in=in_sets))


def held_until(article: Article) -> datetime | None:
    """Return the time until which an article that was read `with_sets` is held, if it is."""
    return min(filter(None, [article.publish_at, article.set_at]), default=None)
