"""Notices: a line above every page about what many would ask today, such as an outage."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .branding import validate_link


class NoticeQuerySet(models.QuerySet):
    """Questions that pages ask about notices."""

    def shown(self) -> NoticeQuerySet:
        """What visitors see now, the newest first; by the clock that begins editions of pages.

        Where ours is behind the database's, a page would be kept as it was before the moment.
        """
        begun = Q(starts_at=None) | Q(starts_at__lte=Now())
        return self.filter(begun, Q(ends_at=None) | Q(ends_at__gt=Now())).order_by("-pk")


class Notice(models.Model):
    """What visitors of one locale or of all read above every page, until its time is over."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        SOLVED = "solved", _("Solved")

    text = models.CharField(
        _("text"), max_length=200, help_text=_("One sentence: what is the matter, and for whom.")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.INFORMATION)
    address = models.CharField(
        _("where “Read more” leads"), max_length=500, blank=True, validators=[validate_link],
        help_text=_("An article (/articles/...), or a page about the state of your services."),
    )  # fmt: skip
    locale = models.CharField(_("locale"), max_length=10, blank=True)
    starts_at = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("At once when empty.")
    )
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Until it is deleted when empty.")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_notice_ends_after_it_starts",
                violation_error_message=_("“Shown until” must be later than “Shown from”."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse a new notice whose time is over; one that is shown may end at this moment."""
        if self._state.adding and self.ends_at and self.ends_at <= timezone.now():
            raise ValidationError({"ends_at": _("That time is over: nobody would see the notice.")})
