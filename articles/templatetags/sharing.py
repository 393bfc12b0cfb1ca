"""What stands in the head of a page for other sites: how it is shared, its feeds and its data."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from articles import absolute, paths, structured_data
from articles.reading import ArticlePage, CategoryNode
from articles.sharing import Picture, open_graph_locale, picture_of, site_picture

register = template.Library()

SHARE = "_share.html"


def _shared(request: HttpRequest, **more: object) -> dict[str, object]:
    picture = more.pop("picture", None) or site_picture(settings.SITE_NAME)
    url = str(more["url"])
    return {
        "site_name": settings.SITE_NAME,
        "kind": "website",
        "locale": open_graph_locale(get_language()),
        "picture": picture._replace(src=absolute.joined(url, picture.src)),
        **more,
    }


def _other_locales(locales: Sequence[str]) -> list[str]:
    return [open_graph_locale(code) for code in locales if code != get_language()]


@register.inclusion_tag(SHARE, takes_context=True)
def share_article(context: template.Context, article: ArticlePage) -> dict[str, object]:
    """An article: its own picture where it has one, its dates, its feed and its Markdown."""
    request: HttpRequest = context["request"]
    picture: Picture | None = picture_of(article.html)
    return _shared(
        request,
        kind="article",
        article=article,
        title=article.title,
        description=article.summary,
        url=absolute.address(request, article.url),
        picture=picture and picture._replace(alt=picture.alt or article.title),
        other_locales=_other_locales([other.locale for other in article.translations]),
        feed=reverse("articles:feed_of_article", args=[article.slug]),
        feed_title=gettext("Changes of this article"),
        twin=paths.to("articles:twin")(article.slug),
        data=structured_data.script(structured_data.of_article(request, article)),
    )


@register.inclusion_tag(SHARE, takes_context=True)
def share_list(context: template.Context, category: CategoryNode | None) -> dict[str, object]:
    """The list of a category, or of all articles, which is home."""
    request: HttpRequest = context["request"]
    parameters = [category.tab.key, category.key] if category and category.parent else (
        [category.key] if category else [])  # fmt: skip
    route = ("feed", "feed_of_tab", "feed_of_category")[len(parameters)]
    about = gettext("Answers to your questions, step by step.")
    return _shared(
        request,
        title=category.name if category else settings.SITE_NAME,
        description=category.description if category else about,
        url=absolute.address(request, request.path),
        other_locales=_other_locales(settings.LOCALES),
        feed=reverse(f"articles:{route}", args=parameters),
        feed_title=category.name if category else gettext("All articles"),
        data=structured_data.script(structured_data.of_list(request, category)),
    )


@register.inclusion_tag(SHARE, takes_context=True)
def share_tag(context: template.Context, tag: str) -> dict[str, object]:
    """The articles that carry a tag; its slug is the last part of the path."""
    request: HttpRequest = context["request"]
    slug = request.path.rstrip("/").rpartition("/")[2]
    return _shared(
        request,
        title=tag,
        url=absolute.address(request, request.path),
        feed=reverse("articles:feed_of_tag", args=[slug]),
        feed_title=tag,
    )
