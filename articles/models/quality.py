"""What the last look at an article found wrong, and what other sites answered.

`articles.quality` decides what is wrong; here it is only kept, so that the report over all articles
reads rows instead of texts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..linking import HREF_LENGTH
from ..quality.problems import DETAIL_LENGTH


class Checkup(models.Model):
    """The last look at an article's working copy, with a sample of what it says."""

    article = models.OneToOneField(
        "Article", models.CASCADE, primary_key=True, related_name="checkup"
    )
    checked_at = models.DateTimeField(default=timezone.now)
    locale = models.CharField(max_length=10)
    reading_ease = models.SmallIntegerField(null=True)
    sketch = ArrayField(models.BigIntegerField(), default=list)
    marks = ArrayField(models.BigIntegerField(), default=list, help_text="First of the sketch.")

    class Meta:
        indexes = [GinIndex(fields=["marks"], name="articles_saying_the_same")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.checked_at}"


class Finding(models.Model):
    """A problem of an article as it was last looked at.

    The database does not check that the articles exist: it would lock the row of the one for what
    is found of the other, and two editors who publish at once would wait for each other.
    """

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="findings", db_constraint=False
    )
    rule = models.CharField(max_length=20)
    severity = models.PositiveSmallIntegerField()
    line = models.PositiveIntegerField(default=0)
    detail = models.CharField(max_length=DETAIL_LENGTH, blank=True)
    other = models.ForeignKey(
        "Article", models.CASCADE, null=True, related_name="+", db_constraint=False,
        help_text="Which it is about, too.",
    )  # fmt: skip

    class Meta:
        ordering = ["-severity", "line", "pk"]
        indexes = [models.Index(fields=["rule", "article"], name="findings_of_a_rule")]

    def __str__(self) -> str:
        return f"{self.rule} in line {self.line}"


class ExternalAddressQuerySet(models.QuerySet):
    """Questions about addresses on other sites."""

    def dead(self) -> ExternalAddressQuerySet:
        return self.filter(failures__gte=ExternalAddress.DEAD_AFTER)

    def due(self, now: datetime, days: float) -> ExternalAddressQuerySet:
        """Those that nobody asked for `days`; one that failed is asked again after a day."""
        return self.filter(
            Q(checked_at=None)
            | Q(checked_at__lte=now - timedelta(days=days))
            | Q(failures__gt=0, checked_at__lte=now - timedelta(days=min(days, 1)))
        ).order_by(F("checked_at").asc(nulls_first=True), "pk")


class ExternalAddress(models.Model):
    """An address on another site that articles link to, and what it answered when last asked."""

    # A site may be down for an evening; asked once a day, this one is gone.
    DEAD_AFTER = 3

    url = models.CharField(max_length=HREF_LENGTH, unique=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status of the answer.")
    error = models.CharField(max_length=200, blank=True, help_text="Why there was none.")
    moved_to = models.CharField(max_length=HREF_LENGTH, blank=True, help_text="For good.")
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")

    objects = ExternalAddressQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["checked_at"], name="addresses_by_last_check")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.failures >= self.DEAD_AFTER
