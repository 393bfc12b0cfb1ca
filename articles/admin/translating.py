"""The page of an article's translations: what there is in each locale, and a draft where there is
none. The form of a translation shows its source.

The draft has the source's text, summary, category and tags, so that a translator replaces sentence
by sentence. A translation is begun from the source, whichever article it was asked for at.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, PublishedArticle
from articles.quality import findings

from .article_list import is_about_one
from .desk import ArticleDesk
from .pages import at, require_form
from .states import badge, badges


class InLocale(NamedTuple):
    """What there is of an article in a locale; `article` is None where nobody has begun."""

    locale: str
    name: str
    article: Article | None
    state: str = ""
    is_source: bool = False
    is_behind: bool = False


class TranslatingMixin(ArticleDesk):
    """Adds the page to the admin of articles."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if not is_about_one(request):
            return articles
        source, updated = OuterRef("published__source_id"), OuterRef("published__updated_at")
        newer = PublishedArticle.objects.filter(pk=source, updated_at__gt=updated)
        versions = Article.history.filter(id=source, history_date__lte=updated)
        return articles.annotate(
            newer_source=Subquery(newer.values("pk")),
            source_then=Subquery(versions.order_by("-history_id").values("history_id")[:1]),
        )

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        article = kwargs.get("obj")
        source = article.translation_of if article else None
        if article and source and not source.deleted_at:
            source.badge = badge(source.state_now)
            context["source"] = source
            context["since"] = source_since(article)
        return super().render_change_form(request, context, *args, **kwargs)

    @at("<int:object_id>/translations/", "articles_article_translations", require_form)
    def translations_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show what there is in each locale; POST begins the draft of one."""
        article = self._article(request, object_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        source = source_of(article)
        if request.method == "POST":
            return self._begin(request, source)
        context = {
            "title": _("Translations"),
            "lines": lines(source, self.get_queryset(request)),
            "may_begin": self.has_add_permission(request),
        }
        return self._page(request, article, "admin/articles/article/translations.html", context)

    def _begin(self, request: HttpRequest, source: Article) -> HttpResponse:
        """Lead to the draft in a locale, made now when there is none."""
        locale = request.POST.get("locale", "")
        if not self.has_add_permission(request):
            raise PermissionDenied
        if locale not in settings.LOCALES or locale == source.locale:
            raise BadRequest("An article is translated into another locale of the site.")
        draft, is_new = translation(source, locale, request.user)
        if is_new:
            message = _("A draft with the text of the source. Replace it, then publish.")
        else:
            message = _("Somebody has begun this translation already.")
        self.message_user(request, message, messages.SUCCESS if is_new else messages.INFO)
        return redirect("admin:articles_article_change", draft.pk)


def source_of(article: Article) -> Article:
    """Return the article that `article` translates, over translations of translations."""
    seen = {article.pk}
    while (above := article.translation_of) and above.pk not in seen and not above.deleted_at:
        seen.add(above.pk)
        article = above
    return article


def source_since(article: Article) -> str:
    """Return where it says what changed in the source since visitors read `article`; "" if nothing.

    Before its oldest version, which an import may have made later, that is the source itself.
    """
    if not (source := article.newer_source):
        return ""
    if then := article.source_then:
        return reverse(
            "admin:articles_article_difference", args=[source], query={"from": then, "to": "live"}
        )
    return reverse("admin:articles_article_change", args=[source])


def lines(source: Article, articles) -> list[InLocale]:
    """Return what there is of `source` in each locale of the site; one query."""
    translations = articles.filter(Q(pk=source.pk) | Q(pk__in=Article.objects.of_source(source)))
    by_locale = {article.locale: article for article in translations.order_by("-pk")}
    since = by_locale[source.locale].live_updated if source.locale in by_locale else None
    lines = []
    for locale, name in settings.LANGUAGES:
        article = by_locale.get(locale)
        updated = article and article.live_updated
        lines.append(
            InLocale(
                locale,
                name,
                article,
                badges(article) if article else "",
                is_source=locale == source.locale,
                is_behind=bool(since and updated and since > updated),
            )
        )
    return lines


@transaction.atomic
def translation(source: Article, locale: str, owner) -> tuple[Article, bool]:
    """Return the translation of `source` into `locale`, and whether it was made now.

    Two people who begin at once get the same draft.
    """
    Article.objects.select_for_update().get(pk=source.pk)
    if draft := Article.objects.in_locale(locale).of_source(source).first():
        return draft, False
    draft = Article(
        locale=locale,
        translation_of=source,
        title=source.title,
        summary=source.summary,
        body=source.body,
        category=source.category,
        owner=owner,
    )
    draft.slug = draft.free_slug(source.slug)
    draft.save_version(_("Begun from “%s”") % source.title[:60])
    draft.set_tags(list(source.tags.names()))
    findings.keep([draft.pk])
    return draft, True
