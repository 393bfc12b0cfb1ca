"""What visitors asked, and what of it needs no answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.languages import locale_choices


class AskedQuestion(models.Model):
    """How often a question was asked on one day; nothing says by whom.

    `results` and `fits` are of the last time: whether one of the best did, as fitting.py decides.
    `opened` is how many of who asked opened one of the results; None where nobody looked, and of a
    day on which the results began to fit: most who asked had nothing to open.
    """

    locale = models.CharField(max_length=10)
    day = models.DateField()
    text = models.CharField(_("question"), max_length=200)
    times = models.PositiveIntegerField()
    results = models.PositiveIntegerField()
    fits = models.BooleanField(default=True, db_default=True)
    opened = models.PositiveIntegerField(null=True)

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


class IgnoredQuestion(models.Model):
    """A question of the log that staff will not answer: gaps.py leaves it out."""

    locale = models.CharField(max_length=10, choices=locale_choices)
    text = models.CharField(_("question"), max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["locale", "text"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "text"], name="question_ignored_once")
        ]

    def __str__(self) -> str:
        return self.text
