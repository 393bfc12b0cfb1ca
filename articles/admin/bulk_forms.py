"""What each bulk deed asks before it is done, and what it says will happen.

`permission` is one of the admin's (has_..._permission). A deed that changes what is published can
publish the change, too, when who does it may publish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import bulk, bulk_changes
from articles.fields import TagsField
from articles.models import Article, Category
from articles.schedule import held_by_schedule
from articles.templatetags import formats

from .desk import possible_owners
from .tree import all_branches

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


TAGS_SHOWN = 30  # thousands of articles have thousands of tags


class BulkForm(forms.Form):
    """The deed of one action. `may_publish` offers to publish the change, too.

    `refused` says why the user may not do it to these articles, `warning` what may surprise them.
    The cursor stands in the field that `begins_at` names, unless there is more to read first.
    """

    permission: ClassVar[str] = "change"
    action: ClassVar[StrPromise]
    title: ClassVar[StrPromise]
    explains: ClassVar[StrPromise]
    button: ClassVar[StrPromise]
    changes_the_page: ClassVar[bool] = False
    is_dangerous: ClassVar[bool] = False
    begins_at: ClassVar[str] = ""
    refused: str = ""
    warning: str = ""
    successor: Article | None = None  # takes the place of those that leave

    def __init__(self, *args: Any, request: HttpRequest, chosen: bulk.Chosen, may_publish: bool,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.request, self.chosen = request, chosen
        if self.begins_at:
            self.fields[self.begins_at].widget.attrs["autofocus"] = True
        articles = Article.objects.filter(pk__in=chosen.versions)
        if self.permission == "change" and not may_publish and held_by_schedule(articles).exists():
            self.refused = gettext(
                "Some of these are scheduled. Only who may publish can change them."
            )
        if self.changes_the_page and may_publish:
            self.fields["publish_too"] = forms.BooleanField(
                required=False,
                label=_("Publish the change, too"),
                help_text=_(
                    "Only where visitors read the article as it stands now. Articles with other "
                    "unpublished changes keep this one as a draft."
                ),
            )

    def change(self) -> bulk_changes.Change:
        raise NotImplementedError

    def done(self, changed: int) -> str:
        """Say how many articles were changed."""
        return gettext("%s changed.") % formats.articles(changed)

    def publish_too(self) -> bulk_changes.ReaderNote | None:
        """Return what to tell readers when the change is published, too; None when it is not."""
        return bulk_changes.ReaderNote() if self.cleaned_data.get("publish_too") else None


class MoveForm(BulkForm):
    action, title = _("Move to a category"), _("Move articles")
    explains = _("The articles stand in the new category as soon as they are published.")
    button = _("Move")
    changes_the_page = True
    begins_at = "category"

    category = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = all_branches(self.request)
        choices = [("", "")] + [(b.id, b.label) for b in branches]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]  # it offers some

    def change(self) -> bulk_changes.Change:
        return bulk_changes.move(Category.objects.get(pk=self.cleaned_data["category"]))


class AddTagsForm(BulkForm):
    action, title = _("Add tags"), _("Add tags")
    explains = _("Articles that have a tag already stay as they are.")
    button = _("Add")
    changes_the_page = True
    begins_at = "tags"

    tags = TagsField(label=_("Tags"), help_text=_("Separated by commas: billing, first steps"))

    def change(self) -> bulk_changes.Change:
        return bulk_changes.add_tags(self.cleaned_data["tags"])


class RemoveTagsForm(BulkForm):
    """The most common tags of the articles are ticked; where there are many, the rest is typed."""

    action, title = _("Remove tags"), _("Remove tags")
    explains = _("The tags themselves stay, on other articles.")
    button = _("Remove")
    changes_the_page = True

    tags = forms.MultipleChoiceField(
        required=False, label=_("Tags"), widget=forms.CheckboxSelectMultiple
    )
    others = TagsField(
        required=False,
        label=_("Other tags"),
        help_text=_("Those that most of the articles have stand above. Separated by commas."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carried = Article.tags.through.objects.filter(content_object__in=self.chosen.versions)
        counted = carried.values_list("tag__name").annotate(articles=Count("pk"))
        self.carried = dict(counted.order_by("-articles", "tag__name"))
        choices = [(name, f"{name} ({count})") for name, count in self.carried.items()]
        self.fields["tags"].choices = choices[:TAGS_SHOWN]  # type: ignore[attr-defined]  # it offers some
        if len(choices) <= TAGS_SHOWN:
            del self.fields["others"]

    def clean_others(self) -> list[str]:
        """Take each as the articles have it, whatever its case."""
        there = {name.casefold(): name for name in self.carried}
        typed = self.cleaned_data["others"]
        for name in typed:
            if name.casefold() not in there:
                raise forms.ValidationError(_("None of the articles has “%s”.") % name)
        return [there[name.casefold()] for name in typed]

    def clean(self) -> None:
        super().clean()
        if not (self.errors or self._names()):
            self.add_error("tags", _("Choose at least one tag."))

    def change(self) -> bulk_changes.Change:
        return bulk_changes.remove_tags(self._names())

    def _names(self) -> list[str]:
        return self.cleaned_data["tags"] + self.cleaned_data.get("others", [])


class OwnerForm(BulkForm):
    action, title = _("Change owner"), _("Change owner")
    explains = _("The owner is who reads an article again when it is due.")
    button = _("Change owner")
    begins_at = "owner"

    owner = forms.ModelChoiceField(
        queryset=possible_owners(), required=False, label=_("New owner"), empty_label=_("Nobody")
    )

    def change(self) -> bulk_changes.Change:
        return bulk_changes.give_to(self.cleaned_data["owner"])


class ReadAgainForm(BulkForm):
    action, title = _("Set the day to read again"), _("Set the day to read again")
    explains = _("On that day the articles come into the list of what is to be read again.")
    button = _("Set")
    begins_at = "review_by"

    review_by = forms.DateField(
        required=False,
        label=_("Read again on"),
        help_text=_("Left empty, the articles have no day of their own."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def change(self) -> bulk_changes.Change:
        return bulk_changes.set_review_by(self.cleaned_data["review_by"])


class ApproveForm(BulkForm):
    permission = "review"
    action, title = _("Approve"), _("Approve articles")
    explains = _("Those in review are approved as they stand. The others stay as they are.")
    button = _("Approve")

    def change(self) -> bulk_changes.Change:
        return bulk_changes.approve

    def done(self, changed: int) -> str:
        return gettext("%s approved.") % formats.articles(changed)
