"""Review: an author submits a text, a reviewer approves it or returns it with a comment.

An approval is of a text (title, summary and body), not of an article: `approved_version` names the
version that was approved, and a trigger (migration 0017) takes the approval back from any other
text, whoever writes it. A text in review may still be written at; a reviewer approves what the form
shows, and the form refuses when there is a newer one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit
from .audit import Deed
from .published import PublishedArticle
from .working_copy import WorkingCopy

# Why a version exists; staff read it in the history.
SUBMITTED, WITHDRAWN = "Submitted for review", "Withdrawn from review"
APPROVED, RETURNED = "Approved", "Returned to the author"
# A reason names the deed and carries the writer's note.
VERSION_REASON_MAX_LENGTH = 150
VERSION_NOTE_MAX_LENGTH = 100


class Reviewed(WorkingCopy):
    """A working copy, and where it stands in review."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        IN_REVIEW = "in_review", gettext_lazy("In review")
        APPROVED = "approved", gettext_lazy("Approved")

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    approved_version = models.BigIntegerField(null=True, editable=False)
    history: Any  # of the versions; simple-history, which makes it, has no types
    # What the writer says about the change at hand; the version that it becomes keeps it.
    note = ""

    class Meta:
        abstract = True

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and say on the record when an approved text became another one."""
        approved = self.Status.APPROVED
        seemed = self.pk is not None and self.status == approved
        was_approved = seemed and self._kept().filter(status=approved).exists()
        super().save(*args, **kwargs)
        if seemed:
            self.refresh_from_db(fields=["status"])
        if was_approved and self.status != approved:
            audit.note(Deed.REOPENED, self)

    def _kept(self) -> models.QuerySet:
        return type(self)._default_manager.filter(pk=self.pk)

    @property
    def text(self) -> tuple[str, str, str]:
        """What a reviewer reads."""
        return self.title, self.summary, self.body

    def approved_text(self) -> tuple[str, str, str] | None:
        """Return the text that a reviewer approved, if the article still counts as approved."""
        if self.status != self.Status.APPROVED:
            return None
        version = self.history.filter(history_id=self.approved_version)
        return version.values_list("title", "summary", "body").first()

    def last_published(self) -> Any | None:
        """Return the version that was published last; None when none ever was."""
        deeds = audit.AuditEntry.objects.filter(article_id=self.pk, deed=Deed.PUBLISHED)
        return self.history.filter(history_id__in=deeds.values("version")[:1]).first()

    def known_texts(self) -> list[tuple[str, str, str] | None]:
        """Return the texts that need no approval any more: the approved one, and the one that
        visitors read or, of an article that was taken off the site, read last.
        """
        live = PublishedArticle.objects.filter(article=self.pk).first()
        read = live or self.last_published()
        return [self.approved_text(), read and (read.title, read.summary, read.body)]

    def lacks_approval(self) -> bool:
        """Return whether the text needs an approval, REVIEW_REQUIRED being set, and has none."""
        return settings.REVIEW_REQUIRED and self.text not in self.known_texts()

    def _refuse_unapproved(self) -> None:
        """Only a text that lacks no approval goes live, whoever publishes it."""
        if self.lacks_approval():
            raise ValidationError(_("This text is not approved."))

    @transaction.atomic
    def submit(self, comment: str = "") -> audit.AuditEntry:
        """Ask reviewers to read the text as it stands."""
        self._lock()
        self.status = self.Status.IN_REVIEW
        self.save_version(SUBMITTED)
        return audit.note(Deed.SUBMITTED, self, comment=comment)

    @transaction.atomic
    def withdraw(self, comment: str = "") -> audit.AuditEntry:
        """Take back a submission. Raises ValidationError when it is not in review."""
        self._lock(in_review=True)
        self.status = self.Status.DRAFT
        self.save_version(WITHDRAWN)
        return audit.note(Deed.WITHDRAWN, self, comment=comment)

    @transaction.atomic
    def approve(self, comment: str = "") -> audit.AuditEntry:
        """Approve the text as it stands. Raises ValidationError when it is not in review.

        A reviewer may approve what they submitted themselves; the record shows that it was one.
        """
        self._lock(in_review=True)
        self.save_version(APPROVED)
        newest = self.history.order_by("-history_id").values_list("history_id", flat=True)
        self.status, self.approved_version = self.Status.APPROVED, newest.first()
        self._kept().update(status=self.status, approved_version=self.approved_version)
        return audit.note(Deed.APPROVED, self, comment=comment)

    @transaction.atomic
    def send_back(self, comment: str) -> audit.AuditEntry:
        """Return the text to its author. Raises ValidationError when it is not in review."""
        self._lock(in_review=True)
        self.status = self.Status.DRAFT
        self.save_version(RETURNED)
        return audit.note(Deed.RETURNED, self, comment=comment)

    def _lock(self, in_review: bool = False) -> None:
        """Lock the row of this article, and read where it stands in review now."""
        row = self._kept().select_for_update().values_list("status", "approved_version")
        self.status, self.approved_version = row.get()
        if in_review and self.status != self.Status.IN_REVIEW:
            raise ValidationError(_("This article is not in review."))

    def save_version(self, reason: str) -> None:
        """Save, and say in the history why: `reason`, a deed or nothing, and the writer's note."""
        text = ": ".join(filter(None, [reason, self.note]))
        self._change_reason = text[:VERSION_REASON_MAX_LENGTH] or None
        try:
            self.save()
        finally:
            del self._change_reason
