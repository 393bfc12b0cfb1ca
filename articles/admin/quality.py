"""What is wrong with articles: while one is written, and as a report over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import BODY_MAX_LENGTH, Article, Finding
from articles.quality import examining
from articles.quality.overview import Overview, ShownProblem, of_examined, of_saved, shown_problem
from articles.quality.problems import ERROR, HINT, RULES, SEVERITIES, WARNING

from .choices import is_id
from .desk import ArticleDesk
from .pages import at, page
from .states import badge
from .tree import Branch, all_branches

PER_PAGE = 50
# More would push the next article out of sight; its form shows all.
PROBLEMS_SHOWN = 6


@dataclass
class ReportedArticle:
    """An article in the report, with its first problems."""

    article: Article
    badge: str
    errors: int
    warnings: int
    hints: int
    problems: list[ShownProblem]

    @property
    def more(self) -> int:
        return self.errors + self.warnings + self.hints - len(self.problems)


@dataclass(frozen=True)
class Asked:
    """What the report is narrowed to; an unknown value narrows nothing."""

    rule: str
    tab: Branch | None
    locale: str
    by_number: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        query = request.GET
        tabs = {str(branch.id): branch for branch in all_branches(request) if not branch.depth}
        locale = query.get("locale", "")
        return cls(
            query.get("rule", "") if query.get("rule") in RULES else "",
            tabs.get(query.get("tab", "")),
            locale if locale in settings.LOCALES else "",
            query.get("order") == "number",
        )

    def findings(self, request: HttpRequest) -> QuerySet[Finding]:
        """The findings in the chosen tab and locale, of every rule."""
        findings = Finding.objects.order_by()
        if self.tab:
            below = [b.id for b in all_branches(request) if self.tab.id in b.path]
            findings = findings.filter(article__category__in=below)
        return findings.filter(article__locale=self.locale) if self.locale else findings


class QualityMixin(ArticleDesk):
    """The list of problems under the editor, and the report."""

    # While writing ------------------------------------------------------------------------------

    def overview(self, request: HttpRequest, article: Article, form: Any) -> Overview:
        """Return what the form says, and give the editor its list of problems."""
        overview = of_saved(article.pk)
        if "body" in form.fields:
            widget = form.fields["body"].widget
            widget.overview, widget.may_merge = overview, self.has_publish_permission(request)
        return overview

    @at("problems/", "articles_article_problems", require_POST)
    def problems_view(self, request: HttpRequest) -> HttpResponse:
        """Look at the text in the editor; nothing is kept of it."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        (examined,) = examining.examine([_unsaved(request)])
        ids = {problem.other for problem in examined.problems if problem.other}
        titles = dict(Article.objects.filter(pk__in=ids).values_list("pk", "title"))
        overview = of_examined(examined, titles)
        return TemplateResponse(
            request,
            "admin/articles/article/_problems.html",
            {
                "overview": overview,
                "article_id": overview.article,
                "may_merge": self.has_publish_permission(request),
            },
            headers={"Cache-Control": "no-store"},
        )

    # The report ---------------------------------------------------------------------------------

    @at("quality/", "articles_article_quality")
    def quality_view(self, request: HttpRequest) -> HttpResponse:
        """Articles with problems, the worst first; nine statements, however many articles."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        asked = Asked.of(request)
        findings = asked.findings(request)
        narrowed = findings.filter(rule=asked.rule) if asked.rule else findings
        worst = Paginator(_worst_first(narrowed, asked), PER_PAGE)
        stretch = worst.get_page(request.GET.get("page"))
        context = {
            "title": _("Quality"),
            "asked": asked,
            "rules": _counts(findings),
            "tabs": [branch for branch in all_branches(request) if not branch.depth],
            "locales": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else [],
            "page": stretch,
            "rows": _rows(list(stretch.object_list), narrowed),
            "never_checked": Article.objects.filter(checkup=None).count(),
        }
        return page(self, request, "admin/articles/article/quality.html", context)


def _unsaved(request: HttpRequest) -> Article:
    """Return the article in the form, saved or not, as it is written at this moment."""
    typed = {name: request.POST.get(name, "") for name in ("title", "slug", "summary", "body")}
    locale, pk = request.POST.get("locale", ""), request.POST.get("article", "")
    source = request.POST.get("translation_of", "")
    return Article(
        pk=int(pk) if is_id(pk) else None,
        title=typed["title"][:200],
        slug=slugify(typed["slug"][:200], allow_unicode=True),
        summary=typed["summary"],
        body=typed["body"][:BODY_MAX_LENGTH],
        locale=locale if locale in settings.LOCALES else settings.LANGUAGE_CODE,
        translation_of_id=int(source) if is_id(source) else None,
    )


def _worst_first(narrowed: QuerySet[Finding], asked: Asked) -> QuerySet:
    """Return one row per article: its id and how many problems it has of each severity."""
    counted = narrowed.values("article").annotate(
        errors=Count("pk", filter=Q(severity=ERROR)),
        warnings=Count("pk", filter=Q(severity=WARNING)),
        hints=Count("pk", filter=Q(severity=HINT)),
    )
    if asked.by_number:
        return counted.order_by((F("errors") + F("warnings") + F("hints")).desc(), "article")
    return counted.order_by("-errors", "-warnings", "-hints", "article")


def _counts(findings: QuerySet[Finding]) -> list[tuple[str, str, int, str]]:
    """Return (rule, name, number of articles, severity) of the rules that are broken."""
    counts = dict(findings.values_list("rule").annotate(Count("article", distinct=True)))
    return [
        (key, str(rule.name), counts[key], str(SEVERITIES[rule.severity]))
        for key, rule in RULES.items()
        if key in counts
    ]


def _rows(counted: list[dict], narrowed: QuerySet[Finding]) -> list[ReportedArticle]:
    """Return the articles of one page with their problems; two statements."""
    numbers = {row.pop("article"): row for row in counted}
    articles = Article.objects.defer("body", "summary").in_bulk(numbers)
    shown: dict[int, list[ShownProblem]] = {pk: [] for pk in numbers}
    wanted = narrowed.filter(article__in=numbers).order_by("-severity", "line", "pk")
    columns = ("article", "rule", "line", "detail", "other", "other__title")
    for pk, *problem in wanted.values_list(*columns).iterator():
        if len(shown[pk]) < PROBLEMS_SHOWN:
            shown[pk].append(shown_problem(*problem))
    return [
        ReportedArticle(article, badge(article.state_now), problems=shown[pk], **counts)
        for pk, counts in numbers.items()
        if (article := articles.get(pk))
    ]
