"""What the editor's link picker asks: which articles fit some words, and where a link can lead.

Drafts are among them and say so. Who may not see articles gets 403.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import Http404, HttpRequest, JsonResponse

from articles import markup, paths
from articles.models import Article, PublishedArticle

from .desk import ArticleDesk
from .pages import at
from .tree import category_names

OFFERED = 12
LONGEST_QUESTION = 200


class LinkPickerMixin(ArticleDesk):
    """Two addresses below the list of articles; the list's own search decides what fits."""

    @at("picker/", "articles_article_picker")
    def picker_view(self, request: HttpRequest) -> JsonResponse:
        """Articles that answer `?q=`, those of `?locale=` first; without words its last edited."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = markup.only_text(request.GET.get("q", ""))[:LONGEST_QUESTION]
        locale = markup.only_text(request.GET.get("locale", "")) or settings.LANGUAGE_CODE
        listed = self.get_queryset(request).order_by("-edited_at", "-pk")
        if not words:
            listed = listed.filter(locale=locale)
        matches, _repeats = self.get_search_results(request, listed, words)
        own_first = Case(When(locale=locale, then=0), default=1)
        matches = matches.order_by(own_first, *matches.query.order_by)
        articles = matches.only("title", "slug", "locale", "category", "state_now")[:OFFERED]
        names = category_names(request)
        targets = [_target(article, names) for article in articles]
        return JsonResponse({"articles": targets}, headers={"Cache-Control": "no-store"})

    @at("picker/<int:object_id>/", "articles_article_places")
    def places_view(self, request: HttpRequest, object_id: int) -> JsonResponse:
        """The headings, accordions and tabs of an article: as visitors read it, else as written."""
        article = self.get_object(request, str(object_id))
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404("No such article.")
        live = PublishedArticle.objects.filter(article=article).only("body").first()
        url = _url(article)
        places = [
            {"title": place.text, "url": f"{url}#{place.anchor}", "level": place.level}
            for place in markup.anchors((live or article).body)
        ]
        return JsonResponse({"places": places}, headers={"Cache-Control": "no-store"})


def _target(article: Article, categories: dict[int, str]) -> dict[str, object]:
    """Return what the picker shows of an article, and the address that a link to it has."""
    several = len(settings.LANGUAGES) > 1
    return {
        "id": article.pk,
        "title": article.title,
        "url": _url(article),
        "about": categories.get(article.category_id, ""),
        "state": article.state_now,
        "state_name": str(Article.State(article.state_now).label),
        "locale_name": article.locale if several else "",
    }


def _url(article: Article) -> str:
    """Return the address at which visitors read it, or will: a rename moves it when published."""
    return paths.article(article.live_slug or article.slug, article.locale)
