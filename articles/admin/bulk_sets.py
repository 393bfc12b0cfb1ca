"""The bulk deed that puts articles into a publication set; it changes none of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import bulk, bulk_changes
from articles.models import Article, PublicationSet, SetItem, audit
from articles.models.sets import MAX_ITEMS

from .bulk_forms import BulkForm
from .desk import person


class AddToSetForm(BulkForm):
    permission = "sets"
    action, title = _("Add to a publication set"), _("Add to a publication set")
    explains = _("They go live or leave the site together, when the set is published.")
    button = _("Add")
    begins_at = "set"

    set = forms.ModelChoiceField(
        queryset=PublicationSet.objects.open(),
        required=False,
        label=_("Set"),
        empty_label=_("A new one, named below"),
    )
    name = forms.CharField(
        max_length=120, required=False, label=_("Name of the new set"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("When the set is published"),
        choices=[
            (SetItem.Deed.PUBLISH, _("publish them")),
            (SetItem.Deed.UNPUBLISH, _("unpublish them")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("set") and not self.cleaned_data.get("name"):
            self.add_error("name", _("Choose a set, or name a new one."))
        if self._items_then() > MAX_ITEMS:
            self.add_error(None, _("A set holds %d items at most.") % MAX_ITEMS)
        return self.cleaned_data

    def _items_then(self) -> int:
        """Return how many items the set will have."""
        items = SetItem.objects.filter(publication_set=self.cleaned_data.get("set"))
        moved = items.exclude(deed=SetItem.Deed.REDIRECT).filter(article__in=self.chosen.versions)
        return items.count() + len(self.chosen.versions) - moved.count()

    @cached_property
    def _set(self) -> PublicationSet:
        """Return the chosen set, or a new one; called when the transaction has locked the articles.

        Publishing locks a set first and its articles then: to wait for a locked set here would be a
        deadlock, so it is refused.
        """
        if not (chosen := self.cleaned_data["set"]):
            name, who = self.cleaned_data["name"], person(self.request).get_username()
            made = PublicationSet.objects.create(name=name, made_by_name=who)
            return self._noted(audit.Deed.ADDED, made)
        unclaimed = PublicationSet.objects.open().select_for_update(skip_locked=True)
        if not (publication_set := unclaimed.filter(pk=chosen.pk).first()):
            raise bulk.BulkRefused(gettext("Somebody publishes or changes “%s” just now.") % chosen)
        return self._noted(audit.Deed.CHANGED, publication_set)

    def _noted(self, deed: str, publication_set: PublicationSet) -> PublicationSet:
        titles = Article.objects.filter(pk__in=self.chosen.versions).order_by("title")
        names = ", ".join(titles.values_list("title", flat=True))
        what = SetItem.Deed(self.cleaned_data["what"]).label
        audit.note_thing(deed, publication_set, comment=f"{what}: {names}")
        return publication_set

    def change(self) -> bulk_changes.Change:
        def add(article: Article) -> bool:
            what = self.cleaned_data["what"]
            items = self._set.items.exclude(deed=SetItem.Deed.REDIRECT)
            if not items.filter(article=article).update(deed=what):
                self._set.items.create(article=article, deed=what)
            return True

        return add

    def done(self, changed: int) -> str:
        text = ngettext("%d article is in the set.", "%d articles are in the set.", changed)
        message = text % changed
        if not changed:
            return message
        address = reverse("admin:articles_publicationset_check", args=[self._set.pk])
        return format_html('{} <a href="{}">{}</a>', message, address, gettext("Check and publish"))
