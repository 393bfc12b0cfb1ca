"""What the form of an article refuses of a deed, so that whoever asked for it reads why.

The buttons of the form do something beside saving: publish, unpublish, submit, withdraw, approve,
return. Nothing is saved when the deed cannot be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Article
from .schedule import held_until, with_sets
from .templatetags.formats import day_and_time

DEEDS = ("publish", "unpublish", "submit", "withdraw", "approve", "return")
# Those of them that take the comment along.
OF_REVIEW = ("submit", "withdraw", "approve", "return")
COMMENT_LENGTH = 2000


def deed_asked(data: Mapping[str, Any]) -> str:
    """Return what the pressed button asks for beside saving; nothing when it only saves."""
    return next((deed for deed in DEEDS if f"_{deed}" in data), "")


class CommentField(forms.CharField):
    """What somebody says about the text; it is no part of the article."""

    widget = forms.Textarea(attrs={"rows": 3, "maxlength": COMMENT_LENGTH})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ReviewForm(forms.ModelForm):
    """Part of the form of an article: the comment, and the rules for deeds.

    `may_publish` is whether the user may; the admin sets it.
    """

    comment = CommentField(label=_("Comment"), required=False, max_length=COMMENT_LENGTH)
    may_publish = False

    def refuse_deed(self) -> None:
        """Add an error when what the button asks for cannot be done."""
        deed, kept = deed_asked(self.data), self._kept()
        if deed == "return" and not self.cleaned_data.get("comment"):
            self.add_error("comment", _("Say what should change."))
        if kept is not None:
            self._refuse_in_this_state(deed, kept)
            self._refuse_to_change_what_is_held(deed, kept)
        if settings.REVIEW_REQUIRED:
            self._refuse_unapproved(deed, kept)

    def _kept(self) -> Article | None:
        """Return the article as it is kept now; the instance is what it was opened with."""
        return with_sets(Article.objects.filter(pk=self.instance.pk)).first()

    def _refuse_in_this_state(self, deed: str, kept: Article) -> None:
        is_in_review = kept.status == Article.Status.IN_REVIEW
        if deed in ("approve", "return", "withdraw") and not is_in_review:
            self.add_error(None, _("Nothing is saved: this article is not in review any more."))
        if deed == "submit" and is_in_review:
            self.add_error(None, _("Nothing is saved: this article is in review already."))
        if deed == "submit" and kept.state_now == Article.State.LIVE and not self.text_changed:
            self.add_error(None, _("Visitors read exactly this: there is nothing to review."))

    @property
    def text_changed(self) -> list[str]:
        """The fields of the article that differ from what the form was opened with."""
        return [name for name in self.changed_data if name != "version"]

    def _refuse_to_change_what_is_held(self, deed: str, kept: Article) -> None:
        """What goes live by itself was chosen by somebody who may publish; it stays as it is."""
        until = held_until(kept)
        if until and (self.text_changed or deed == "submit") and not self.may_publish:
            self.add_error(
                None,
                _(
                    "Nothing is saved. This article is scheduled: until %s, only those who may"
                    " publish can change it."
                )
                % day_and_time(until),
            )

    def _refuse_unapproved(self, deed: str, kept: Article | None) -> None:
        goes_live = self.cleaned_data.get("publish_at") and deed != "approve"
        if not (goes_live or deed == "publish") or deed == "unpublish":
            return
        text = tuple(self.cleaned_data.get(name) for name in ("title", "summary", "body"))
        if kept is None or text not in kept.known_texts():
            field = None if deed == "publish" else "publish_at"
            self.add_error(
                field, _("This text is not approved: submit it for review, then publish it.")
            )
