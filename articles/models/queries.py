"""What staff and commands ask about working copies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from .published import PublishedArticle
from .review import Reviewed


class ArticleQuerySet(models.QuerySet):
    """Articles as staff write them; visitors' pages never ask here."""

    model: Any  # Article, which has this for its manager

    def in_locale(self, locale: str) -> ArticleQuerySet:
        return self.filter(locale=locale)

    def live(self) -> ArticleQuerySet:
        return self.filter(published__isnull=False)

    def of_source(self, source: Any) -> ArticleQuerySet:
        """Translations of `source`, also those made from another translation of it."""
        return self.filter(Q(translation_of=source) | Q(translation_of__translation_of=source))

    def due(self, now: datetime) -> ArticleQuerySet:
        """Articles whose time to go live has come."""
        return self.filter(publish_at__lte=now)

    def scheduled(self) -> ArticleQuerySet:
        """Articles that have a time to go live; visitors may read an earlier text until then."""
        return self.filter(publish_at__isnull=False)

    def expired(self, now: datetime) -> ArticleQuerySet:
        """Live articles whose time is over."""
        return self.live().filter(expire_at__lte=now)

    def over(self, now: datetime) -> ArticleQuerySet:
        """Articles whose time is over, also those that `publish_due` has not taken off yet."""
        pages = PublishedArticle.objects.filter(expire_at__lte=now).values("article")
        return self.filter(Q(state_now=self.model.State.EXPIRED) | Q(pk__in=pages))

    def locked(self) -> ArticleQuerySet:
        """Let nobody else save these before the transaction ends.

        Always in one order, so that two who lock the same articles never wait for each other.
        """
        return self.order_by("pk").select_for_update()

    def in_review(self) -> ArticleQuerySet:
        return self.filter(status=Reviewed.Status.IN_REVIEW)

    def approved(self) -> ArticleQuerySet:
        """Approved articles that wait for Publish; what is scheduled waits for its time."""
        approved = self.filter(status=Reviewed.Status.APPROVED, publish_at=None)
        return approved.exclude(state_now=self.model.State.LIVE)
