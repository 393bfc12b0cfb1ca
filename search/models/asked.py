"""What visitors asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedQuestion(models.Model):
    """How often a question was asked on one day; nothing says by whom."""

    locale = models.CharField(max_length=10)
    day = models.DateField()
    text = models.CharField(_("question"), max_length=200)
    times = models.PositiveIntegerField()
    results = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "text", "day"], name="one_row_per_question_and_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["locale", "text"],
                opclasses=["varchar_ops", "varchar_pattern_ops"],
                name="questions_by_beginning",
            ),
            models.Index(fields=["-day", "-times"], name="questions_by_day"),
        ]

    def __str__(self) -> str:
        return self.text
