"""What visitors asked, for staff to read, and what of it is answered by nothing yet."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.downloads import Column, DownloadMixin, download
from articles.admin.filters import LocaleFilter
from articles.admin.locales import LocaleColumnMixin
from articles.admin.numbers import number_column
from articles.admin.pages import at, page
from articles.admin.read_only import ReadOnlyAdmin
from articles.markup import only_text
from articles.templatetags.formats import number
from search import gaps
from search.address import results_path
from search.models import AskedQuestion, IgnoredQuestion

MAX_WORDINGS = gaps.MAX_WORDINGS


GAP_COLUMNS = [
    Column("Question", lambda gap: gap.text),
    Column("Also asked as", lambda gap: " · ".join(gap.others)),
    Column("Locale", lambda gap: gap.locale),
    Column(f"Asked in {gaps.DAYS} days", lambda gap: gap.lately),
    Column(f"In the {gaps.DAYS} days before", lambda gap: gap.before),
    Column("Finds at best", lambda gap: gap.answer),
    Column("Nobody opened a result", lambda gap: _yes_or_no(gap.is_unopened)),
    Column("No article says", lambda gap: ", ".join(gap.missing)),
    Column("Answered now", lambda gap: _yes_or_no(gap.is_closed) if gap.is_checked else ""),
]


class FoundFilter(admin.SimpleListFilter):
    """Questions without an answer are what to write about next."""

    title = gettext_lazy("results")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [
            ("nothing", _("Found nothing")),
            ("weak", _("Found nothing that fits")),
            ("something", _("Found something")),
            ("unopened", _("Found something, nobody opened it")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AskedQuestion]
    ) -> QuerySet[AskedQuestion]:
        chosen = {
            "nothing": Q(results=0),
            "weak": Q(results__gt=0, fits=False),
            "something": Q(results__gt=0),
            "unopened": Q(results__gt=0, opened=0),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(AskedQuestion)
class AskedQuestionAdmin(LocaleColumnMixin, DownloadMixin, ReadOnlyAdmin):
    """What visitors asked, day by day."""

    list_display = ["text", "day", "times_label", "found", "led_on", "locale_label", "answer"]
    list_filter = [FoundFilter, "day", LocaleFilter]
    search_fields = ["text"]
    ordering = ["-day", "-times", "text"]
    change_list_template = "admin/search/asked.html"
    nothing_yet = gettext_lazy(
        "Nobody has asked anything yet. What visitors search for stands here, day by day, "
        "with how much it found."
    )

    times_label = number_column("times", gettext_lazy("times"))

    @admin.display(description=gettext_lazy("results"), ordering="results")
    def found(self, asked: AskedQuestion) -> str:
        weak, results = asked.results and not asked.fits, number(asked.results)
        return _("%s, none fits") % results if weak else results

    @admin.display(description=gettext_lazy("opened a result"), ordering="opened", empty_value="–")
    def led_on(self, asked: AskedQuestion) -> str | None:
        """How many of who asked opened what was found."""
        if asked.opened is None or not asked.results:
            return None
        return number(asked.opened)

    @admin.display(description=gettext_lazy("answer"))
    def answer(self, asked: AskedQuestion) -> str:
        """Return a link to what the site answers now."""
        address = f"{results_path(asked.locale)}?{urlencode({'q': asked.text})}"
        return format_html('<a href="{}">{}</a>', address, _("Ask again"))

    def csv_columns(self, request: HttpRequest) -> list[Column]:
        return [
            Column("Question", lambda asked: asked.text),
            Column("Day", lambda asked: asked.day),
            Column("Times", lambda asked: asked.times),
            Column("Results", lambda asked: asked.results),
            Column("One fits", lambda asked: _yes_or_no(asked.results and asked.fits)),
            Column("Opened a result", lambda asked: asked.opened if asked.results else None),
            Column("Locale", lambda asked: asked.locale),
        ]

    @at("gaps/", "search_askedquestion_gaps")
    def gaps_view(self, request: HttpRequest) -> HttpResponse:
        """What visitors asked of late that no article answers, in all locales or in one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        locale = _chosen(request)
        locales = _locales(locale)
        share, share_before = gaps.shares(locales)
        context = {
            "title": _("Unanswered questions"),
            "days": gaps.DAYS,
            "locale": locale,
            "locales": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else [],
            "gaps": gaps.gaps(locales),
            "share": share,
            "share_before": share_before,
            "ignored": IgnoredQuestion.objects.filter(locale__in=locales),
            "may_ignore": self.has_ignore_permission(request),
        }
        return page(self, request, "admin/search/gaps.html", context)

    @at("gaps/csv/", "search_askedquestion_gaps_csv")
    def gaps_csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """The questions of `gaps_view` as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return download("unanswered-questions", GAP_COLUMNS, gaps.gaps(_locales(_chosen(request))))

    @at("gaps/ignore/", "search_askedquestion_ignore", require_POST)
    def ignore_view(self, request: HttpRequest) -> HttpResponse:
        """Leave a gap out from now on, or with `again` no more."""
        if not self.has_ignore_permission(request):
            raise PermissionDenied
        locale = request.POST.get("locale", "")
        texts = [only_text(text)[:200] for text in request.POST.getlist("text")[:MAX_WORDINGS]]
        if locale not in settings.LOCALES or not any(texts):
            raise BadRequest("No question of a locale of the site.")
        again = "again" in request.POST
        (gaps.heed if again else gaps.ignore)(locale, texts)
        message = _("“%s” is shown again.") if again else _("“%s” is left out from now on.")
        self.message_user(request, message % texts[0], messages.SUCCESS)
        narrowed = {"locale": locale} if request.POST.get("narrowed") else {}
        return HttpResponseRedirect(reverse("admin:search_askedquestion_gaps", query=narrowed))

    def has_ignore_permission(self, request: HttpRequest) -> bool:
        """Whoever teaches search may also say that a question needs no answer."""
        return self.has_view_permission(request) and request.user.has_perm("search.add_synonymset")


def _chosen(request: HttpRequest) -> str:
    """Return the locale that the page of unanswered questions is narrowed to, if it is."""
    locale = request.GET.get("locale", "")
    return locale if locale in settings.LOCALES else ""


def _locales(locale: str) -> list[str]:
    return [locale] if locale else [*settings.LOCALES]


def _yes_or_no(fact: object) -> str:
    return _("yes") if fact else _("no")
