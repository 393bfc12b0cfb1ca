"""Golden queries: the list says of each whether it is green or red at this moment."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.choices import choice_label
from articles.admin.tree import with_category_name
from articles.models import Article
from search.golden import Verdict, check_within, titles
from search.models import GoldenQuery

from .locales import LocaleAdmin, search_link

# A search takes milliseconds; when the database is slow the rest of the page is left unchecked.
SECONDS_FOR_A_PAGE = 5.0
SECONDS_FOR_A_CHECK = 20.0
NAMED = 10


class CheckedChangeList(ChangeList):
    """The list with a verdict for each golden query of the shown page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        verdicts = check_within(self.result_list, SECONDS_FOR_A_PAGE)
        for golden, verdict in zip(self.result_list, verdicts, strict=True):
            golden.verdict = verdict  # type: ignore[attr-defined]


@admin.register(GoldenQuery)
class GoldenQueryAdmin(LocaleAdmin):
    """Where the support team says which answers must not get lost."""

    list_display = ["question", "verdict", "rank", "limit", "title", "locale_label", "results"]
    list_per_page = 25
    list_max_show_all = 100
    search_fields = ["question", "article__title"]
    search_help_text = gettext_lazy("A question, or the title of the article that it must find")
    fields = ["locale", "question", "article", "within"]
    autocomplete_fields = ["article"]
    actions = ["check_now"]
    nothing_yet = gettext_lazy(
        "No golden query yet. Add a question and the article that it must find: the line turns red "
        "when an edit, a synonym or a pin loses the answer."
    )

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        # The page after an action is shown by a redirect; checking before it would be for nothing.
        return ChangeList if request.method == "POST" else CheckedChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoldenQuery]:
        articles = with_category_name(Article.with_deleted.defer("body", "summary"))
        return super().get_queryset(request).prefetch_related(Prefetch("article", articles))

    @admin.display(description=gettext_lazy("now"))
    def verdict(self, golden: GoldenQuery) -> str:
        """Green or red, in words and in colour."""
        verdict = getattr(golden, "verdict", None)
        if verdict is None:
            return format_html('<span class="state state-draft">{}</span>', _("Not checked"))
        if verdict.is_green:
            return format_html('<span class="state state-live">{}</span>', _("Green"))
        return format_html('<span class="state state-red">{}</span>', _("Red"))

    @admin.display(description=gettext_lazy("place"))
    def rank(self, golden: GoldenQuery) -> str:
        verdict = getattr(golden, "verdict", None)
        return place(verdict) if verdict else ""

    @admin.display(description=gettext_lazy("within"), ordering="within")
    def limit(self, golden: GoldenQuery) -> int:
        return golden.within

    @admin.display(description=gettext_lazy("article"), ordering="article__title")
    def title(self, golden: GoldenQuery) -> str:
        return choice_label(golden.article) if golden.article else _("deleted")

    @admin.display(description=gettext_lazy("results"))
    def results(self, golden: GoldenQuery) -> str:
        return search_link(golden.question, golden.locale)

    @admin.action(description=gettext_lazy("Check now"), permissions=["view"])
    def check_now(self, request: HttpRequest, queryset: QuerySet[GoldenQuery]) -> None:
        """Say how many of the chosen are green, and of each red one what stands before it."""
        checked = list(check_within(queryset, SECONDS_FOR_A_CHECK))
        verdicts = [verdict for verdict in checked if verdict]
        red = [verdict for verdict in verdicts if not verdict.is_green]
        counts = {"green": len(verdicts) - len(red), "red": len(red)}
        message = _("%(green)s green, %(red)s red.") % counts
        if unchecked := len(checked) - len(verdicts):
            message += " " + ngettext(
                "%d was not checked: that took too long.",
                "%d were not checked: that took too long.",
                unchecked,
            ) % unchecked  # fmt: skip
        self.message_user(
            request, message, messages.WARNING if red or unchecked else messages.SUCCESS
        )
        named = titles(article for verdict in red[:NAMED] for article in verdict.before)
        for verdict in red[:NAMED]:
            self.message_user(request, _sentence(verdict, named), messages.ERROR)


def place(verdict: Verdict) -> str:
    """Return the place of the article in words for a narrow column."""
    if verdict.timed_out:
        return _("took too long")
    return str(verdict.rank) if verdict.rank else _("not found")


def _sentence(verdict: Verdict, named: dict[int, str]) -> str:
    before = ", ".join(f"“{named.get(article, '?')}”" for article in verdict.before)
    values = {"question": verdict.golden.question, "place": place(verdict), "before": before}
    if before:
        return _("“%(question)s”: %(place)s, behind %(before)s.") % values
    return _("“%(question)s”: %(place)s.") % values
