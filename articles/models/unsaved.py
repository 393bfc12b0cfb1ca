"""What staff have open and not saved: never a version, and never seen by anybody else."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .articles import Article

KEY_LENGTH = 16


class UnsavedText(models.Model):
    """What somebody typed into a form of an article and has not saved.

    `key` names the opened form: two forms of one article, or of two new ones, keep a text each.
    Without `data` it is settled, which means saved or discarded: what arrives late is not kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    typed: str  # when, as the desk says it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_unsaved_text_per_form")
        ]
        indexes = [models.Index(fields=["user", "article", "saved_at"], name="unsaved_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.data.get('title', '')}"


class Presence(models.Model):
    """Somebody has an article open in the form, as of `seen_at`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_presence_per_article")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.article_id}"
