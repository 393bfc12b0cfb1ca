"""How it is found: below the text of an article, its cards for real questions before it is live."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from articles.admin.choices import is_id
from articles.admin.desk import ArticleDesk
from articles.markup.text import only_text, unix_lines
from articles.models import Article, Category, PublishedArticle
from search import drafts
from search.questions import clean

# Rendering and splitting more takes longer than anybody waits for; cards show the best passage.
LONGEST_BODY = 100_000
LENGTHS = {"title": 200, "summary": 500, "body": LONGEST_BODY}


class FoundMixin(ArticleDesk):
    """The fold in the form, and what it asks."""

    change_form_template = "admin/search/article_form.html"

    @property
    def media(self) -> forms.Media:
        script = forms.Script("helpcenter/admin/found.js", type="module")
        return super().media + forms.Media(
            js=[script],  # type: ignore[list-item]  # the stubs know paths only
            css={"all": ["helpcenter/admin/found.css"]},
        )

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.found_view))
        return [path("found/", view, name="articles_article_found"), *super().get_urls()]

    def found_view(self, request: HttpRequest) -> HttpResponse:
        """Cards of the text that is sent, or else of the saved one; in the public stylesheet."""
        article = self._written(request)
        draft = read_draft(request, article)
        question = clean(request.POST.get("question", ""))
        context = {
            "foreseen": drafts.foresee(draft, question) if draft else [],
            "draft": draft,
            "locale": draft.locale if draft else settings.LANGUAGE_CODE,
            "days": drafts.DAYS,
            "names_category": True,
        }
        answer = render(request, "admin/search/found.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _written(self, request: HttpRequest) -> Article | None:
        """Return the article that is being edited, None for a new one; only for who may edit it."""
        if not (number := request.POST.get("article", "")):
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.get_object(request, only_text(number))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if article is None:
            raise Http404("No such article.")
        return article


def read_draft(request: HttpRequest, article: Article | None) -> PublishedArticle | None:
    """Return the page that publishing the form now would make; None when there is nothing yet.

    What the form does not send is as it was saved. Nothing is refused: a title may be missing yet.
    """
    texts = {name: _text(request, article, name)[:length] for name, length in LENGTHS.items()}
    category = _category(request, article)
    if category is None or not any(text.strip() for text in texts.values()):
        return None
    live = PublishedArticle.objects.filter(article=article).first() if article else None
    is_same = live is not None and all(getattr(live, name) == texts[name] for name in LENGTHS)
    tags = _tags(request, article)
    now = timezone.now().replace(second=0, microsecond=0)
    return PublishedArticle(
        article_id=article.pk if article else 0,
        locale=_locale(request, article, live),
        category=category,
        slug=(article.slug if article else slugify(texts["title"], allow_unicode=True)) or "-",
        tag_names=tags,
        tag_slugs=[slugify(tag, allow_unicode=True) for tag in tags],
        published_at=(article and article.published_at) or now,
        updated_at=live.updated_at if live and is_same else now,
        **texts,
    )


def _text(request: HttpRequest, article: Article | None, name: str) -> str:
    """Return a field's text with one kind of line end, as saving it would (articles/fields.py)."""
    written = request.POST.get(name, getattr(article, name, ""))
    return only_text(unix_lines(written))


def _category(request: HttpRequest, article: Article | None) -> Category | None:
    """Return the chosen category; the saved one or any until one is chosen."""
    chosen = request.POST.get("category", "")
    category = Category.objects.filter(pk=int(chosen)).first() if is_id(chosen) else None
    return category or (article.category if article else Category.objects.first())


def _locale(request: HttpRequest, article: Article | None, live: PublishedArticle | None) -> str:
    chosen = request.POST.get("locale", "")
    if live is None and chosen in settings.LOCALES:
        return chosen
    return article.locale if article else settings.LANGUAGE_CODE


def _tags(request: HttpRequest, article: Article | None) -> list[str]:
    if "tags" not in request.POST:
        return sorted(article.tags.names()) if article else []
    names = (" ".join(name.split())[:100] for name in only_text(request.POST["tags"]).split(","))
    return sorted(set(filter(None, names)))[:50]
