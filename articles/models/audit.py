"""The audit log: every deed done to an article and to the site's settings, by whom, when and why.

It is written and never changed: triggers of the database (migration 0008) refuse to update, delete
or truncate it. So that it outlives what it tells of, it names articles and people in words; their
ids are plain numbers, no foreign keys that would have to be set to null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Deed(models.TextChoices):
    """What can be done to an article or, the last three, to anything else.

    A new one needs no migration.
    """

    SUBMITTED = "submitted", _("Submitted for review")
    WITHDRAWN = "withdrawn", _("Withdrawn from review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned to the author")
    REOPENED = "reopened", _("Changed after the approval")
    PUBLISHED = "published", _("Published")
    UNPUBLISHED = "unpublished", _("Unpublished")
    SCHEDULED = "scheduled", _("Scheduled")
    UNSCHEDULED = "unscheduled", _("Taken off the schedule")
    EXPIRED = "expired", _("Expired")
    RESTORED = "restored", _("Restored a version")
    MOVED = "moved", _("Moved to another category")
    TAGGED = "tagged", _("Tagged")
    CONFIRMED = "confirmed", _("Found still true")
    RESCHEDULED = "rescheduled", _("Given another day to be read again")
    REASSIGNED = "reassigned", _("Given to another owner")
    REPLACED = "replaced", _("Text replaced")
    MERGED = "merged", _("Merged into another article")
    ROLLED_BACK = "rolled_back", _("Rolled back")
    SHARED = "shared", _("Preview link made")
    UNSHARED = "unshared", _("Preview links withdrawn")
    REDIRECTED = "redirected", _("Addresses handed over")
    DELETED = "deleted", _("Deleted")
    UNDELETED = "undeleted", _("Brought back")
    PURGED = "purged", _("Deleted for good")
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")


# What is said of a text until visitors read it.
REVIEW = (
    Deed.SUBMITTED, Deed.WITHDRAWN, Deed.APPROVED, Deed.RETURNED, Deed.REOPENED, Deed.PUBLISHED,
)  # fmt: skip


def deed_choices() -> list[tuple[str, StrPromise]]:
    """Return the deeds; a callable, so that a migration does not list them."""
    return Deed.choices


class AuditEntry(models.Model):
    """One deed."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    deed = models.CharField(_("action"), max_length=20, choices=deed_choices)
    article_id = models.BigIntegerField(null=True)
    locale = models.CharField(_("locale"), max_length=10, blank=True)
    title = models.CharField(_("article"), max_length=200, blank=True)
    version = models.BigIntegerField(null=True, help_text="The version in the history.")
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(_("who"), max_length=150, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ["view"]
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log entries")
        indexes = [models.Index(fields=["article_id", "-id"], name="deeds_of_an_article")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: {self.title}"


def last_review_deed() -> models.Subquery:
    """Return an expression: the newest deed of REVIEW that was done to an article."""
    deeds = AuditEntry.objects.filter(article_id=models.OuterRef("pk"), deed__in=REVIEW)
    return models.Subquery(deeds.values("deed")[:1])


def note(deed: str, article: Any, user: User | None = None, comment: str = "") -> AuditEntry:
    """Write into the audit log what was done to `article`; return the entry.

    `deed` is a `Deed`; `user` is whoever did it (default: whoever is signed in to the current
    request; outside of one, the site itself). Call it in the transaction of the deed, after the
    article was saved and before it is deleted. Raises ValueError for an unknown deed.
    """
    return note_all(deed, [article], user, comment)[0]


def note_all(
    deed: str, articles: Iterable[Any], user: User | None = None, comment: str = ""
) -> list[AuditEntry]:
    """Write one entry for each of `articles`, as `note` does; two queries, however many."""
    articles, common = list(articles), _common_fields(deed, user, comment)
    versions: dict[int, int] = {}
    if articles:
        versions = type(articles[0]).history.newest_ids(article.pk for article in articles)
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            article_id=article.pk,
            locale=article.locale,
            title=article.title,
            version=versions.get(article.pk),
            **common,
        )
        for article in articles
    )


def note_thing(
    deed: str, thing: models.Model, user: User | None = None, comment: str = ""
) -> AuditEntry:
    """Write into the audit log what was done to `thing`, which is no article; as `note` does."""
    kind, name = capfirst(thing._meta.verbose_name), str(thing)
    title = name if name == kind else f"{kind}: {name}"
    return AuditEntry.objects.create(title=title[:200], **_common_fields(deed, user, comment))


def taken_off(article: Any) -> AuditEntry | None:
    """Return the deed by which staff took `article` off the site; None once it is live again."""
    moved = [Deed.PUBLISHED, Deed.UNPUBLISHED, Deed.MERGED]
    newest = AuditEntry.objects.filter(article_id=article.pk, deed__in=moved).first()
    return newest if newest and newest.deed != Deed.PUBLISHED else None


def _common_fields(deed: str, user: User | None, comment: str) -> dict[str, Any]:
    user = user or _signed_in()
    return {
        "deed": Deed(deed),
        "user_id": user.pk if user else None,
        "user_name": user.get_username() if user else "",
        "comment": comment.replace("\x00", ""),
    }


def _signed_in() -> User | None:
    """Return the user of the current request, whom the history names, too."""
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user if user is not None and user.is_authenticated else None
