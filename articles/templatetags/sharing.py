"""What stands in the head of a page for other sites: how it is shared, its feeds and its data."""

from __future__ import annotations

import html
from collections.abc import Iterable

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from articles import absolute, branding, paths, structured_data
from articles.reading import ArticlePage, CategoryNode
from articles.sharing import Picture, open_graph_locale, picture_of, site_picture

register = template.Library()

SHARE = "_share.html"


@register.filter
def properties(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Return an OpenGraph tag for each (property, content) that says something.

    A template takes ten times as long, and every article has fifteen.
    """
    return mark_safe(
        "\n".join(
            f'<meta property="{name}" content="{html.escape(content)}">'
            for name, content in pairs
            if content
        )
    )


def _open_graph(
    kind: str, url: str, title: str, about: str, locales: Iterable[str], picture: Picture | None
) -> list[tuple[str, str]]:
    """Return what every page says of itself; `locales` are those in which it is, too."""
    locale = get_language()
    picture = picture or site_picture(branding.current().name)
    size = (picture.width, picture.height) if picture.width and picture.height else ("", "")
    alternates = [open_graph_locale(code) for code in locales if code != locale]
    return [
        ("og:type", kind),
        ("og:site_name", branding.current().name),
        ("og:title", title),
        ("og:description", about),
        ("og:url", url),
        ("og:locale", open_graph_locale(locale)),
        *(("og:locale:alternate", other) for other in alternates),
        ("og:image", absolute.joined(url, picture.src)),
        ("og:image:alt", picture.alt),
        ("og:image:width", str(size[0])),
        ("og:image:height", str(size[1])),
    ]


@register.inclusion_tag(SHARE, takes_context=True)
def share_article(context: template.Context, article: ArticlePage) -> dict[str, object]:
    """An article: its own picture where it has one, its dates, its feed and its Markdown."""
    request: HttpRequest = context["request"]
    url = absolute.address(request, article.url)
    picture = picture_of(article.html)
    picture = picture and picture._replace(alt=picture.alt or article.title)
    locales = [other.locale for other in article.translations]
    return {
        "properties": [
            *_open_graph("article", url, article.title, article.summary, locales, picture),
            ("article:published_time", article.published_at.isoformat()),
            ("article:modified_time", article.updated_at.isoformat()),
            ("article:section", article.category_name),
            *(("article:tag", name) for name in article.tag_names),
        ],
        "feed": paths.to("articles:feed_of_article")(article.slug),
        "feed_title": gettext("Changes of this article"),
        "twin": paths.to("articles:twin")(article.slug),
        "data": structured_data.script(structured_data.of_article(request, article)),
    }


@register.inclusion_tag(SHARE, takes_context=True)
def share_list(context: template.Context, category: CategoryNode | None) -> dict[str, object]:
    """The list of a category, or of all articles, which is home."""
    request: HttpRequest = context["request"]
    keys = [node.key for node in (category and category.parent and category.tab, category) if node]
    route = ("feed", "feed_of_tab", "feed_of_category")[len(keys)]
    title = category.name if category else branding.current().name
    about = (
        category.description if category else gettext("Answers to your questions, step by step.")
    )
    url = absolute.here(request)
    return {
        "properties": _open_graph("website", url, title, about, settings.LOCALES, None),
        "feed": reverse(f"articles:{route}", args=keys),
        "feed_title": category.name if category else gettext("All articles"),
        "data": structured_data.script(structured_data.of_list(request, category)),
    }


@register.inclusion_tag(SHARE, takes_context=True)
def share_tag(context: template.Context, tag: str) -> dict[str, object]:
    """The articles that carry a tag; its slug is the last part of the path."""
    request: HttpRequest = context["request"]
    slug = request.path.rstrip("/").rpartition("/")[2]
    return {
        "properties": _open_graph("website", absolute.here(request), tag, "", (), None),
        "feed": reverse("articles:feed_of_tag", args=[slug]),
        "feed_title": tag,
    }
