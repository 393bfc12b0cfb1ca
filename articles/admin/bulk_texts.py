"""The bulk deeds that change what readers read: they ask once, for all, what readers are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import bulk, bulk_changes
from articles.models import CHANGE_NOTE_MAX_LENGTH, TEXT, Article
from articles.replacing import ADDRESSES, Replacement
from articles.restoring import go_back_to
from articles.templatetags import formats

from .bulk_forms import BulkForm


class ReaderNoteForm(BulkForm):
    """Asks once for all what readers are told."""

    change_note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=CHANGE_NOTE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("One line that readers of changed articles see."),
    )
    is_minor_edit = forms.BooleanField(
        label=_("Minor edit"),
        required=False,
        help_text=_("Readers are not told, and “Updated on” stays."),
    )

    def clean_change_note(self) -> str:
        return " ".join(self.cleaned_data["change_note"].split())

    def reader_note(self) -> bulk_changes.ReaderNote:
        said = self.cleaned_data
        return bulk_changes.ReaderNote(said["change_note"], said["is_minor_edit"])

    def ask_what_changed(self) -> None:
        if not self.cleaned_data.get("change_note") and not self.cleaned_data.get("is_minor_edit"):
            self.add_error("change_note", _("Say what changed, or tick “Minor edit”."))


class PublishForm(ReaderNoteForm):
    permission = "publish"
    action, title = _("Publish"), _("Publish articles")
    explains = _("Visitors read them as they stand now. Those that are live already stay.")
    button = _("Publish")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_silent_updates = silent_updates(self.chosen)
        if not self.has_silent_updates:
            del self.fields["change_note"], self.fields["is_minor_edit"]
        if scheduled := Article.objects.scheduled().filter(pk__in=self.chosen.versions).count():
            self.warning = (
                ngettext(
                    "%d of them is scheduled. It goes live now, and not at its time.",
                    "%d of them are scheduled. They go live now, and not at their times.",
                    scheduled,
                )
                % scheduled
            )

    def clean(self) -> dict[str, Any]:
        if self.has_silent_updates:
            self.ask_what_changed()
        return self.cleaned_data

    def change(self) -> bulk_changes.Change:
        return bulk_changes.publish(
            self.reader_note() if self.has_silent_updates else bulk_changes.ReaderNote()
        )

    def done(self, changed: int) -> str:
        return gettext("%s published.") % formats.articles(changed)


class TextForm(ReaderNoteForm):
    """Changes texts, and asks what readers are told where the change is published, too."""

    changes_the_page = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "publish_too" not in self.fields:
            del self.fields["change_note"], self.fields["is_minor_edit"]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("publish_too"):
            self.ask_what_changed()
        return self.cleaned_data

    def publish_too(self) -> bulk_changes.ReaderNote | None:
        return self.reader_note() if self.cleaned_data.get("publish_too") else None


class GoBackForm(TextForm):
    action, title = _("Go back in time"), _("Go back in time")
    explains = _(
        "Title, summary, text, category and tags become what they were. Articles that did not "
        "change since then, or did not exist yet, stay as they are."
    )
    button = _("Go back")
    begins_at = "moment"

    moment = forms.DateTimeField(
        help_text=_("The history of each article says when it was changed."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    field_order = ["moment", "publish_too"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].label = _("As they were at (%s)") % timezone.localtime().tzname()

    def change(self) -> bulk_changes.Change:
        return go_back_to(self.cleaned_data["moment"])


class ReplaceForm(TextForm):
    action, title = _("Find and replace"), _("Find and replace")
    explains = _("Plain text, in the working copies. You see every place before anything changes.")
    button = _("Replace what is ticked")
    begins_at = "find"
    NAMES = {
        "title": _("Titles"), "summary": _("Summaries"), "body": _("Texts"),
        ADDRESSES: _("Addresses of links, pictures and mail"),
    }  # fmt: skip

    find = forms.CharField(max_length=200, strip=False, label=_("Find"))
    instead = forms.CharField(
        max_length=500, strip=False, required=False, label=_("Replace with"),
        help_text=_("Left empty, what was found is taken out."),
    )  # fmt: skip
    match_case = forms.BooleanField(required=False, label=_("Match capital and small letters"))
    whole_words = forms.BooleanField(required=False, label=_("Whole words only"))
    where = forms.MultipleChoiceField(
        choices=list(NAMES.items()), initial=list(TEXT), label=_("Where"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the words that the list was searched for."""
        super().__init__(*args, **kwargs)
        self.initial["find"] = self.request.POST.get("find", "")

    field_order = ["find", "instead", "where", "match_case", "whole_words", "publish_too"]

    def replacement(self) -> Replacement:
        said = self.cleaned_data
        return Replacement(
            said["find"], said["instead"], said["match_case"], said["whole_words"],
            tuple(place for place in self.NAMES if place in said["where"]),
        )  # fmt: skip

    def is_searchable(self) -> bool:
        """Return whether its places can be shown, also while readers are told nothing yet."""
        return self.is_bound and not self.errors.keys() - {"change_note"}

    def change(self) -> bulk_changes.Change:
        """Replace the ticked places of an article; all, where the page had no tick for each."""
        sent = self.request.POST
        ticked = set(sent.getlist("place")) if "by_place" in sent else None
        return self.replacement().change(ticked)


def silent_updates(chosen: bulk.Chosen) -> bool:
    """Return whether one of the chosen would change a text without a word to its readers."""
    changed = Article.objects.filter(
        pk__in=chosen.versions, state_now=Article.State.CHANGED, change_note="", is_minor_edit=False
    ).select_related("published")
    return any(article.text_differs_from(article.published) for article in changed.iterator())
