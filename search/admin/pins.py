"""Pinned results: a question, and up to three articles that come first."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from search.models import PinnedQuestion
from search.models.pins import PLACES

from .locales import LocaleAdmin, search_link
from .way_back import LeadsBackMixin

# What the list needs of each article.
FIELDS = ("title", "deleted_at", "published__slug")


def _unseen(article: Article) -> Promise:
    """Return why visitors cannot see an article."""
    return _("deleted") if article.deleted_at else _("not published")


@admin.register(PinnedQuestion)
class PinnedQuestionAdmin(LeadsBackMixin, LocaleAdmin):
    """Where the support team says which articles answer a question best."""

    list_display = ["question", "pinned", "in_longer", "locale_label", "results"]
    search_fields = ["question", *(f"{place}__title" for place in PLACES)]
    search_help_text = _("A question, or the title of an article that is pinned")
    fields = ["locale", "question", "contains", *PLACES]
    autocomplete_fields = PLACES
    nothing_yet = _(
        "Nothing is pinned yet. Add a question and up to three articles that answer it best: "
        "they come first, whatever else is found."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PinnedQuestion]:
        wanted = [f"{place}__{field}" for place in PLACES for field in FIELDS]
        return (
            super()
            .get_queryset(request)
            .select_related(*PLACES, *(f"{place}__published" for place in PLACES))
            .only(*(field.name for field in self.opts.fields if field.name not in PLACES), *wanted)
        )

    @admin.display(description=_("shown first"))
    def pinned(self, row: PinnedQuestion) -> str:
        """The titles in their order; of those that visitors cannot see it is said."""
        titles = (
            (article.title, "" if article.is_live else f" ({_unseen(article)})")
            for article in row.articles
        )
        pinned = format_html_join("", "<li>{}{}</li>", titles)
        return (
            format_html("<ol>{}</ol>", pinned) if pinned else str(_("Nothing: they were deleted."))
        )

    @admin.display(
        description=_("also within longer questions"), ordering="contains", empty_value=""
    )
    def in_longer(self, row: PinnedQuestion) -> str:
        """In a word: a red cross looks like something that is wrong."""
        return gettext("Yes") if row.contains else ""

    @admin.display(description=_("results"))
    def results(self, row: PinnedQuestion) -> str:
        return search_link(row.question, row.locale)
