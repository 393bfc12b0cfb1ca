"""What readers are told of a change: one line and the day, kept as long as the article."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

CHANGE_NOTE_MAX_LENGTH = 200


class ChangeNote(models.Model):
    """What one substantive change of the text was, in a line that readers see."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="change_notes")
    changed_at = models.DateTimeField()
    text = models.CharField(max_length=CHANGE_NOTE_MAX_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["article", "-changed_at"], name="notes_of_an_article")]

    def __str__(self) -> str:
        return self.text


class NextChange(models.Model):
    """What the next Publish will tell readers; kept with the draft, so that a schedule has it."""

    change_note = models.CharField(
        _("what changed"),
        max_length=CHANGE_NOTE_MAX_LENGTH,
        blank=True,
        help_text=_("One line that readers see, with the day, when you publish."),
    )
    is_minor_edit = models.BooleanField(
        _("minor edit"),
        default=False,
        help_text=_("Readers are not told, and “Updated on” stays."),
    )

    class Meta:
        abstract = True
