"""The form in which staff write an article, and what it refuses.

It decides what the model cannot: a slug that somebody else uses is an error beside the slug.
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import text_difference
from .fields import MarkdownField, TagsField
from .models import (
    TEXT,
    VERSION_NOTE_MAX_LENGTH,
    Article,
    PublicationSet,
    PublishedArticle,
    lock_slugs,
)
from .review_form import ReviewForm
from .versioned_form import VersionedForm


class ArticleForm(VersionedForm, ReviewForm):
    """An article's working copy.

    `version` is the newest one of the history that the page was made from; when there is a newer
    one, that is the `conflict`.
    """

    body = MarkdownField(label=_("Text"), required=False, strip=False)
    note = forms.CharField(
        label=_("Note for the history"), required=False, max_length=VERSION_NOTE_MAX_LENGTH
    )
    tags = TagsField(required=False, help_text=_("Separated by commas: billing, first steps"))

    overtaken = _("Nothing is saved yet: the article was saved since you opened it.")
    deleted = _("Nothing is saved: somebody deleted this article just now.")

    class Meta:
        model = Article
        fields = "__all__"  # the admin's fieldsets choose
        exclude = ["tags"]  # the field above, which the admin saves
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "translation_of": _("The article that this one says in another locale."),
            "publish_at": _("Published by itself at this time, with the text saved then."),
            "expire_at": _("Leaves the site by itself at this time."),
            "review_by": _("When somebody should read whether it is still true."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*TEXT, "change_note"} & {*self.fields}:  # each line in its own direction
            self.fields[name].widget.attrs["dir"] = "auto"
        if "body" in self.fields:  # for the editor where the locale is not among the fields
            self.fields["body"].widget.attrs["data-locale"] = self.instance.locale
        if self.instance.pk:
            self.initial["tags"] = self._tags_shown()
        self._deleted_original = self._original_in_trash()
        if self._deleted_original:
            self.initial["translation_of"] = None  # cannot be chosen, and must not be lost

    def _original_in_trash(self) -> Article | None:
        original = self.instance.translation_of
        return original if original and original.deleted_at else None

    def version_of(self, row: Article) -> str:
        if hasattr(row, "newest_version"):  # the admin reads it with the article
            return str(row.newest_version or "")
        return str(newest.history_id) if (newest := row.history.newest()) else ""

    def saved_since(self, saved: Article, version: str) -> Any:
        newest = saved.history.newest()
        return None if newest is None or str(newest.history_id) == version else newest

    def _tags_shown(self) -> list[str]:
        if hasattr(self.instance, "tags_now"):  # as above
            return self.instance.tags_now
        return list(self.instance.tags.names())

    def clean_summary(self) -> str:
        """One line: a summary stands on cards."""
        return " ".join(self.cleaned_data["summary"].split())

    def clean_published_at(self) -> datetime | None:
        return self._until_now("published_at")

    def clean_updated_at(self) -> datetime | None:
        return self._until_now("updated_at")

    def _until_now(self, name: str) -> datetime | None:
        """Refuse a day to come: the date is only shown on the page, it does not delay Publish."""
        day = self.cleaned_data[name]
        if day and name in self.changed_data and day > timezone.now():
            raise ValidationError(_("That is still to come. For a later time, fill in Publish at."))
        return day

    def clean_publish_at(self) -> datetime | None:
        """Refuse a new time beside Publish, which would forget it, and one that is over beside any
        other button: a mistyped year would show a draft to visitors within a minute."""
        goes_live = self.cleaned_data["publish_at"]
        if goes_live is None or "publish_at" not in self.changed_data:
            return goes_live
        is_over, publishes = goes_live <= timezone.now(), "_publish" in self.data
        if publishes and not is_over:
            raise ValidationError(_("Publish is for now. Press Save to publish it at this time."))
        if is_over and not publishes:
            raise ValidationError(_("That time is over. Press Publish to publish it now."))
        return goes_live

    def clean_expire_at(self) -> datetime | None:
        """Refuse a time that is over already."""
        expires = self.cleaned_data["expire_at"]
        if "expire_at" in self.changed_data and expires and expires <= timezone.now():
            raise ValidationError(_("That time is over. Unpublish the article instead."))
        return expires

    def clean_translation_of(self) -> Article | None:
        """Refuse the article itself and one in the same locale; keep a deleted one."""
        original = self.cleaned_data["translation_of"] or self._deleted_original
        if original is not None and original.pk == self.instance.pk:
            raise ValidationError(_("An article is not a translation of itself."))
        if original is not None and original.locale == self._locale():
            raise ValidationError(_("That article is in the same locale."))
        return original

    def _locale(self) -> str:
        return self.cleaned_data.get("locale") or self.instance.locale

    def clean_change_note(self) -> str:
        return " ".join(self.cleaned_data["change_note"].split())

    def clean(self) -> dict[str, Any]:
        self._keep_untouched_dates()
        self._ask_what_changed()
        # Always in this order, so that two editors never wait for each other.
        self.refuse_to_overwrite()
        self._refuse_taken_slug()
        if self.conflict is None:
            self.refuse_deed()
        return self.cleaned_data

    def _ask_what_changed(self) -> None:
        """Readers are told of a changed text, unless the change is called a minor one."""
        if "_publish" not in self.data or "change_note" not in self.fields:
            return
        live = PublishedArticle.objects.filter(article=self.instance.pk).first()
        if live is None:
            return
        has_note = self.cleaned_data.get("is_minor_edit") or self.cleaned_data.get("change_note")
        if not has_note and any(
            self.cleaned_data.get(field) != getattr(live, field) for field in TEXT
        ):
            self.add_error("change_note", _("Say what changed, or tick “Minor edit”."))

    def _keep_untouched_dates(self) -> None:
        """A date's inputs show seconds only; sending one back unchanged must not cut it."""
        for name in ("published_at", "updated_at", "publish_at", "expire_at"):
            if name in self.cleaned_data and name not in self.changed_data:
                self.cleaned_data[name] = getattr(self.instance, name)

    def written(self) -> SimpleNamespace:
        """Return what the writer sent as a version, to be compared with another."""
        fields = {field: getattr(self.instance, field) for field in text_difference.FIELDS}
        return SimpleNamespace(
            **fields,
            body=self.cleaned_data.get("body", ""),
            tag_names=self.cleaned_data.get("tags", []),
        )

    def _refuse_taken_slug(self) -> None:
        """An article that was renamed but not published again still has its old address, too.

        Those that go live together, in a set, may write down the addresses that they leave.
        """
        slug = self.cleaned_data.get("slug")
        if not slug:
            return
        lock_slugs(self._locale())
        here = {"locale": self._locale(), "slug": slug}
        written = Article.objects.filter(**here).exclude(pk=self.instance.pk).first()
        live = PublishedArticle.objects.filter(**here).exclude(pk=self.instance.pk).first()
        if live and self._goes_live_with(live.pk):
            live = None
        if other := written or live:
            self.add_error("slug", _("“%s” has this address already.") % other.title)

    def _goes_live_with(self, other: int) -> bool:
        """Return whether a set that is being put together decides where both articles will be."""
        goes_alone = "_publish" in self.data or self.cleaned_data.get("publish_at")
        sets = PublicationSet.objects.open().moving(self.instance.pk).moving(other)
        return not goes_alone and sets.exists()
