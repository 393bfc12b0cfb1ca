"""The bulk deeds that take articles away: they tell what links there, and ask where visitors go."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import bulk, bulk_changes
from articles.models import Article
from articles.quality.inbound import linked_from
from articles.templatetags import formats

from .bulk_forms import BulkForm
from .desk import person
from .instead import InsteadForm
from .trash import with_the_way_back

LINKING_SHOWN = 10


class LeavingForm(BulkForm, InsteadForm):
    """One article can take the place of all that leave."""

    def __init__(self, *args: Any, chosen: bulk.Chosen, **kwargs: Any) -> None:
        articles = Article.objects.filter(pk__in=chosen.versions).order_by("title", "pk")
        first = articles.first() or Article()
        super().__init__(*args, chosen=chosen, gone=first, also=chosen.versions, **kwargs)
        self.fields["instead"].label = _("Lead their visitors to")
        self.fields["instead"].help_text = _(
            "The title or address of a live article that stays. Every address that these have or "
            "had leads there for good. Left empty, they answer “no longer available”."
        )
        if first.pk is None:
            del self.fields["instead"]

    @cached_property
    def inbound(self) -> dict[str, Any]:
        """The live articles that link to those that leave: how many, and the first of them."""
        count, first = linked_from(self.chosen.versions, LINKING_SHOWN)
        return {"count": count, "first": first}

    @property
    def successor(self) -> Article | None:  # type: ignore[override]  # known once it is cleaned
        return self.cleaned_data.get("instead")

    def _with_the_way_on(self, message: str, changed: int) -> str:
        if not (self.successor and changed):
            return message
        return f"{message} {_('Their addresses lead to “%s”.') % self.successor.published.title}"


class UnpublishForm(LeavingForm):
    permission = "publish"
    action, title = _("Unpublish"), _("Unpublish articles")
    explains = _("Visitors no longer find them. Their texts, views and history stay.")
    button = _("Unpublish")

    def change(self) -> bulk_changes.Change:
        return bulk_changes.unpublish(self.successor)

    def done(self, changed: int) -> str:
        message = gettext("%s unpublished.") % formats.articles(changed)
        return self._with_the_way_on(message, changed)


class DeleteForm(LeavingForm):
    permission = "delete"
    action, title = _("Delete"), _("Delete articles")
    explains = _(
        "They leave the site and its searches at once. For 30 days they can be brought back with "
        "everything that belongs to them; then they are removed for good."
    )
    button = _("Delete")
    is_dangerous = True

    def __init__(self, *args: Any, chosen: bulk.Chosen, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, chosen=chosen, may_publish=may_publish, **kwargs)
        if not may_publish and Article.objects.live().filter(pk__in=chosen.versions).exists():
            self.refused = gettext("Some of these are live. Only who may publish can delete them.")

    def change(self) -> bulk_changes.Change:
        return bulk_changes.delete(person(self.request), self.successor)

    def done(self, changed: int) -> str:
        said = gettext("%s deleted.") % formats.articles(changed)
        return with_the_way_back(self._with_the_way_on(said, changed))
