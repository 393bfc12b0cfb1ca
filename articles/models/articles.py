"""Articles and their publishing: the working copy on one side, what visitors read on the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from .. import relating
from ..quality import findings
from . import audit
from .audit import Deed
from .change_notes import ChangeNote, NextChange
from .old_paths import OldPath
from .published import PublishedArticle
from .queries import ArticleQuerySet
from .review import VERSION_REASON_MAX_LENGTH, Reviewed
from .trash import Deletable, Deleted, Undeleted
from .versions import VersionManager, VersionTags

# Why a version exists; staff read it in the history.
PUBLISHED, UNPUBLISHED, EXPIRED = "Published", "Unpublished", "Expired"
# What visitors read exactly as it was written; tags are compared apart.
PUBLISHED_AS_WRITTEN = (
    "title", "slug", "summary", "body", "category_id", "translation_of_id", "pinned",
    "published_at", "updated_at",
)  # fmt: skip
# A change of these is an update of the article, unless it is called a minor edit.
TEXT = ("title", "summary", "body")


class Article(Deletable, Reviewed, NextChange):  # type: ignore[django-manager-missing]  # taggit
    """A working copy that visitors may come to read."""

    class State(models.TextChoices):
        """What an article is to staff.

        Nobody writes an article at the moment at which it expires: a live one whose time is over
        is expired to whoever looks (`ArticleQuerySet.over`), and kept as expired once `publish_due`
        has taken it off the site.
        """

        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        SCHEDULED = "scheduled", _("Scheduled")
        LIVE = "live", _("Live")
        CHANGED = "changed", _("Changed since published")
        EXPIRED = "expired", _("Expired")

    published_at = models.DateTimeField(
        _("published on"), null=True, blank=True, help_text=_("Set by the first Publish.")
    )
    updated_at = models.DateTimeField(
        _("updated on"), null=True, blank=True, help_text=_("Set when changed text is published.")
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    expire_at = models.DateTimeField(null=True, blank=True)
    # Triggers write it (migrations 0005 and 0017), whoever writes the article, its tags or
    # its page; what an instance holds is as old as the instance, and saving it changes nothing.
    state_now = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)

    # What queries read along, and the desk notes, where it shows many articles.
    live_slug: str | None
    newer_source: int | None
    source_then: int | None
    live_until: datetime | None
    set_name: str | None
    set_at: datetime | None
    set_deed: str | None
    views_now: int
    days: list[dict]
    review_entries: list[dict]
    last_review_deed: str | None
    badge: str
    category_name: str
    days_left: int

    history = HistoricalRecords(
        bases=[VersionTags],
        history_manager=VersionManager,
        excluded_fields=[
            "edited_at",
            "state_now",
            "approved_version",
            "deleted_at",
            "deleted_by_name",
            "was_live",
        ],
        history_change_reason_field=models.CharField(
            max_length=VERSION_REASON_MAX_LENGTH, null=True
        ),
    )
    save_without_historical_record: Callable[[], None]
    objects = Undeleted.from_queryset(ArticleQuerySet)()
    deleted = Deleted.from_queryset(ArticleQuerySet)()
    with_deleted = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "slug"],
                condition=Q(deleted_at=None),
                name="one_article_per_slug",
            ),
            models.CheckConstraint(
                condition=Q(expire_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(expire_at__gt=F("publish_at")),
                name="expires_after_it_is_published",
                violation_error_message=_("An article must expire after it is published."),
            ),
        ]
        indexes = [
            # The list of staff, of all articles and of one state: 50 rows without a sort.
            models.Index(F("edited_at").desc(), F("id").desc(), name="last_edited"),
            models.Index(
                F("state_now"), F("edited_at").desc(), F("id").desc(), name="last_edited_of_a_state"
            ),
            models.Index(
                F("status"), F("edited_at").desc(), F("id").desc(), name="last_edited_in_review"
            ),
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="scheduled_articles",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="deleted_articles",
            ),
        ]
        permissions = [
            ("publish_article", "Can publish and unpublish articles"),
            ("review_article", "Can approve articles and return them"),
            ("remove_article", "Can delete articles for good"),
        ]

    def set_tags(self, names: list[str]) -> None:
        """Replace the tags and write them to the newest version, so that a restore has them."""
        self.tags.set(names)
        newest = self.history.order_by("-history_id").values("history_id")[:1]
        self.history.filter(history_id__in=newest).update(tag_names=sorted(self.tags.names()))

    @property
    def is_live(self) -> bool:
        return hasattr(self, "published")

    @property
    def state(self) -> State:
        """What this instance is to staff, saved or not; `state_now` is what the database says."""
        if self.is_live:
            return self.State.CHANGED if self.differs_from_published() else self.State.LIVE
        if self.publish_at:
            return self.State.SCHEDULED
        if self.is_over():
            return self.State.EXPIRED
        in_review = self.status == self.Status.IN_REVIEW
        return self.State.IN_REVIEW if in_review else self.State.DRAFT

    def is_over(self) -> bool:
        """Return whether the article's time on the site has ended."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def differs_from_published(self) -> bool:
        """Return whether publishing now would change what visitors read."""
        live = self.published
        return any(
            getattr(live, field) != getattr(self, field) for field in PUBLISHED_AS_WRITTEN
        ) or sorted(live.tag_names) != sorted(tag.name for tag in self.tags.all())

    @transaction.atomic
    def publish(
        self, now: datetime | None = None, reason: str = PUBLISHED, unreviewed: bool = False
    ) -> PublishedArticle:
        """Make the working copy what visitors read: page, passages and vectors in one transaction.

        `now` is the time of the deed (default: this moment); its version says `reason`. "Updated
        on" moves only when the text that visitors read changes and that is no minor edit; then the
        change note is kept for them. Raises ValidationError when another live article has the
        address, and when the text needs an approval that it has not; `unreviewed` is for texts that
        come from elsewhere, by an operator's command.
        """
        now = now or timezone.now()
        self._lock()
        live = PublishedArticle.objects.filter(article=self).first()
        self._refuse_publish(unreviewed)
        was_read = self.published_at or self.updated_at
        self._set_dates(live or (self.last_published() if was_read else None), now)
        note = self._take_change_note(live)
        self.publish_at = None
        self.status = self.Status.DRAFT  # a publisher has decided
        self.save_version(reason)
        if note:
            self._tell_readers(note, self.updated_at or now)
        if live and live.slug != self.slug:
            self._leave_redirect(live)
        page = self.go_live(live)
        relating.relate([page.pk])
        findings.keep_of(self, page.rendered)
        findings.addresses_changed(self._every_slug())
        audit.note(Deed.PUBLISHED, self)
        return page

    def go_live(self, live: PublishedArticle | None) -> PublishedArticle:
        """Copy the saved working copy over `live`, the page that visitors read, or make that page.

        Staff publish; an import, whose new articles are saved once and nobody else can touch yet,
        calls this alone and relates all of them at the end. The dates must be set.
        """
        OldPath.objects.filter(locale=self.locale, slug=self.slug).delete()
        live = live or PublishedArticle(article=self, locale=self.locale)
        self.copy_over(live)
        live.write_page()
        self.published = live
        return live

    def copy_over(self, live: PublishedArticle) -> None:
        """Write over `live` what staff wrote; nothing is rendered or saved."""
        for field in PUBLISHED_AS_WRITTEN:
            setattr(live, field, getattr(self, field))
        live.expire_at = self.expire_at
        live.tag_names, live.tag_slugs = [], []
        for name, slug in self.tags.order_by("name").values_list("name", "slug"):
            live.tag_names.append(name)
            live.tag_slugs.append(slug)
        live.category = self.category

    def hindrance(self) -> str:
        """Return why Publish would be refused at this moment; nothing when it would not."""
        try:
            self._refuse_publish()
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    def _refuse_publish(self, unreviewed: bool = False) -> None:
        self._refuse_taken_address()
        if not unreviewed:
            self._refuse_unapproved()

    def _refuse_taken_address(self) -> None:
        """A renamed article keeps its old address until it is published under the new one."""
        here = PublishedArticle.objects.filter(locale=self.locale, slug=self.slug)
        if title := here.exclude(article=self).values_list("title", flat=True).first():
            raise ValidationError(_("“%s” is live at this address.") % title)

    def _set_dates(self, read: Any | None, now: datetime) -> None:
        """Move "Published on" and "Updated on", unless staff or an import moved them by hand.

        `read` is what visitors read until now, or read last.
        """
        self.published_at = self.published_at or now
        text_changed = self._is_an_update(read)
        is_untouched = read is not None and self.updated_at == read.updated_at
        if self.updated_at is None or (text_changed and is_untouched):
            self.updated_at = now if text_changed else self.published_at

    def _is_an_update(self, read: Any | None) -> bool:
        return read is not None and not self.is_minor_edit and self.text_differs_from(read)

    def text_differs_from(self, read: Any) -> bool:
        """Return whether readers of `read`, a page or a version, would read another text now."""
        return any(getattr(read, field) != getattr(self, field) for field in TEXT)

    def _take_change_note(self, live: PublishedArticle | None) -> str:
        """Return what to tell readers of `live`, and make room for the next change's note.

        Note and tick are of this Publish, also when it changed no text: kept, they would speak for
        whatever is published next.
        """
        note = self.change_note if self._is_an_update(live) else ""
        self.change_note, self.is_minor_edit = "", False
        return note

    def _tell_readers(self, note: str, changed_at: datetime) -> None:
        newest = self.history.order_by("-history_id").values_list("history_user_id", flat=True)
        ChangeNote.objects.create(
            article=self, changed_at=changed_at, text=note, by_id=newest.first()
        )

    @transaction.atomic
    def unpublish(self, instead: Article | None = None) -> None:
        """Take the article off the site; the working copy, views and history stay.

        Its addresses lead to `instead` from now on; without it, nowhere until it is published
        again.
        """
        if instead:
            self.hand_over_addresses(instead)
        self._lock()
        self.leave_site()
        self.save_version(UNPUBLISHED)
        audit.note(Deed.UNPUBLISHED, self)

    @transaction.atomic
    def expire(self) -> None:
        """Take the article off the site because its time is over; staff still see when that was."""
        self._lock()
        self._take_page_away()
        self.save_version(EXPIRED)
        audit.note(Deed.EXPIRED, self)

    def leave_site(self) -> None:
        """Take the page away, if there is one, and what was scheduled; the caller saves."""
        self._take_page_away()
        self.status = self.Status.DRAFT
        self.publish_at = self.expire_at = None

    def _take_page_away(self) -> None:
        live = PublishedArticle.objects.filter(article=self).first()
        if live:
            # Leads nowhere until the article is published again, or where it was handed over to.
            here = {"locale": live.locale, "slug": live.slug}
            OldPath.objects.get_or_create(**here, defaults={"article": self, "title": live.title})
            live.delete()
            findings.addresses_changed(self._every_slug() | {live.slug})
        self._state.fields_cache.pop("published", None)

    @transaction.atomic
    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Delete the article; links to its addresses lead nowhere from now on."""
        slugs = self._every_slug()
        deleted = super().delete(*args, **kwargs)
        findings.addresses_changed(slugs)
        return deleted

    @transaction.atomic
    def hand_over_addresses(self, to: Article) -> None:
        """Let every address that this article has and had lead to `to`, for good.

        Its own page, while it has one, still answers at its address. Raises ValidationError when
        `to` is this article or not live: its addresses would lead nowhere.
        """
        list(Article.objects.filter(pk__in=[self.pk, to.pk]).locked())
        if to.pk == self.pk:
            raise ValidationError(_("An article cannot take its own place."))
        if not PublishedArticle.objects.filter(article=to).exists():
            raise ValidationError(_("“%s” is not live: nobody could read it there.") % to.title)
        OldPath.objects.filter(article=self).update(article=to)
        if live := PublishedArticle.objects.filter(article=self).first():
            to._leave_redirect(live)
        audit.note(Deed.REDIRECTED, self, comment=to.title)

    def _every_slug(self) -> set[str]:
        """Return the slugs that lead to this article, or would."""
        return {self.slug, *self.old_paths.values_list("slug", flat=True)}

    def _leave_redirect(self, live: PublishedArticle) -> None:
        OldPath.objects.update_or_create(
            locale=live.locale, slug=live.slug, defaults={"article": self, "title": live.title}
        )


@receiver(pre_create_historical_record, sender=Article.history.model)
def _remember_tags(instance: Article, history_instance: VersionTags, **kwargs: object) -> None:
    """Every version knows its tags, whoever saves; `set_tags` corrects the newest one."""
    is_new = history_instance.history_type == "+"  # nothing can be tagged before it has an id
    history_instance.tag_names = [] if is_new else sorted(instance.tags.names())
