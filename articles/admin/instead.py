"""Which article takes another one's place: chosen by title or address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.linking import target
from articles.models import Article

SUGGESTED = 8


def live_articles(gone: Iterable[int]):
    """Return the live articles that could take the place of `gone` (ids)."""
    live = Article.objects.live().exclude(pk__in=gone).select_related("published")
    return live.defer("body", "summary", "published__body", "published__html")


class InsteadForm(forms.Form):
    """An article by its address, slug or title; cleans to a live article, or None when empty.

    `gone` leaves the site, and `also` (ids) with it; an address may be relative to that of `gone`.
    """

    instead = forms.CharField(
        label=_("Lead its visitors to"),
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={"list": "instead-articles", "autocomplete": "off", "class": "vTextField"}
        ),
        help_text=_(
            "The title or address of a live article. Every address that this one has or had leads "
            "there for good. Left empty, they answer “no longer available”."
        ),
    )

    def __init__(self, *args: Any, gone: Article, also: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone, self.leaving = gone, {gone.pk, *also}

    def suggested(self) -> list[Article]:
        """Return some live articles of the same category and locale, the last updated first."""
        near = self._staying().filter(category=self.gone.category_id, locale=self.gone.locale)
        return list(near.order_by("-published__updated_at")[:SUGGESTED])

    def clean_instead(self) -> Article | None:
        typed = " ".join(self.cleaned_data["instead"].split())
        if not typed:
            return None
        matches = list(self._at(typed) or self._titled(typed))
        if not matches:
            raise ValidationError(
                _("No other live article has the title or address “%(typed)s”."),
                params={"typed": typed},
            )
        if len(matches) > 1:
            raise ValidationError(_("Several articles have this title. Give the address."))
        return matches[0]

    def _staying(self):
        return live_articles(self.leaving)

    def _at(self, typed: str):
        destination = target(typed, self.gone.locale, self.gone.slug)
        locale, slug = self.gone.locale, typed
        if destination:
            locale, slug = destination.locale, destination.slug
        return self._staying().filter(published__locale=locale, published__slug=slug)[:1]

    def _titled(self, typed: str):
        here = self._staying().filter(published__title__iexact=typed)
        return here.filter(locale=self.gone.locale)[:2] or here[:2]
