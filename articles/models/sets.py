"""Publication sets: several articles and redirects that go live together, and back together."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from .articles import Article

# Its form sends up to six fields of each item; DATA_UPLOAD_MAX_NUMBER_FIELDS is 3000.
MAX_ITEMS = 400


class PublicationSetQuerySet(models.QuerySet):
    """Questions that staff and commands ask about sets."""

    def scheduled(self) -> PublicationSetQuerySet:
        """Sets that go live by themselves."""
        return self.filter(state=PublicationSet.State.SCHEDULED)

    def due(self, now: datetime) -> PublicationSetQuerySet:
        """Sets whose time to go live has come."""
        return self.scheduled().filter(publish_at__lte=now)

    def open(self) -> PublicationSetQuerySet:
        """Sets that staff still put together."""
        return self.filter(state__in=PublicationSet.OPEN)

    def moving(self, article: int | OuterRef | None) -> PublicationSetQuerySet:
        """Sets that publish or unpublish an article (its id)."""
        return self.filter(items__article=article, items__deed__in=SetItem.MOVES)

    def moved(self) -> models.QuerySet:
        """The ids of the articles that these sets publish or unpublish."""
        items = SetItem.objects.filter(publication_set__in=self, deed__in=SetItem.MOVES)
        return items.filter(article__isnull=False).values("article")


class PublicationSet(models.Model):
    """Articles that visitors get at one moment, and how it was before."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        ROLLED_BACK = "rolled_back", _("Rolled back")

    OPEN = (State.PREPARED, State.ROLLED_BACK)

    name = models.CharField(_("name"), max_length=120)
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("For colleagues: why these together.")
    )
    state = models.CharField(max_length=12, choices=State, default=State.PREPARED, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by_name = models.CharField(_("made by"), max_length=150, default="", editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by_name = models.CharField(max_length=150, default="", editable=False)

    count_of_items: int  # where a query counts them

    objects = PublicationSetQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("publication set")
        verbose_name_plural = _("publication sets")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def version(self) -> str:
        """A value that changes with the set, its schedule or its items; one query."""
        items = self.items.values_list("pk", "deed", "article", "old_slug")
        state = repr([self.state, self.publish_at, self.done_at, *items])
        return sha256(state.encode()).hexdigest()[:16]


class SetItem(models.Model):
    """What happens to one article, or to one old address, when the set is published.

    `before` and `after` say what visitors got then (snapshots.py); both are empty until a publish.
    """

    class Deed(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        UNPUBLISH = "unpublish", _("Unpublish")
        REDIRECT = "redirect", _("Redirect an old address to")

    MOVES = (Deed.PUBLISH, Deed.UNPUBLISH)

    publication_set = models.ForeignKey(PublicationSet, models.CASCADE, related_name="items")
    deed = models.CharField(_("action"), max_length=10, choices=Deed, default=Deed.PUBLISH)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="set_items", verbose_name=_("article")
    )
    old_slug = models.CharField(
        _("old address"), max_length=200, blank=True, help_text=_("Of a redirect: /articles/old/")
    )
    before: models.JSONField[Any, Any] = models.JSONField(null=True, editable=False)
    after: models.JSONField[Any, Any] = models.JSONField(null=True, editable=False)
    badge: str  # the states of the article, where the desk shows the set

    class Meta:
        ordering = ["pk"]
        verbose_name = _("item")

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: {self.article or '—'}"

    @property
    def is_redirect(self) -> bool:
        return self.deed == self.Deed.REDIRECT

    @property
    def is_gone(self) -> bool:
        """Return whether its article was deleted, also where it can still be brought back."""
        return self.article is None or self.article.deleted_at is not None

    @property
    def target(self) -> Article:
        """The article, where it is known to exist; raises DoesNotExist when it was deleted."""
        if self.article is None:
            raise Article.DoesNotExist
        return self.article
