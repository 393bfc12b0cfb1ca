"""What a page says about languages: the menu of locales, names of languages, what is not in ours.

A page of a list is the same list in every locale, an article leads to its translation; where there
is none, to the page of that locale that shows the text it has. Any other page leads home, and so
does an article whose address belongs to something else there.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from articles import absolute, paths
from articles.languages import cldr_locale, is_right_to_left
from articles.reading import ArticlePage

from .formats import number

register = template.Library()

# Pages whose path is the same in all locales, and what of their query is, too.
SAME_IN_ALL = {
    "articles:all", "articles:tab", "articles:category", "articles:tag", "articles:feeds",
    "search:results", "widget",
}  # fmt: skip
SAME_QUERY = ("q", "tab")


@register.simple_tag(takes_context=True)
def path_in(context: template.Context, locale: str) -> str:
    """Return the path in `locale` of what this page shows."""
    request: HttpRequest = context["request"]
    route = request.resolver_match and request.resolver_match.view_name
    article = context.get("article")
    if route == "articles:detail" and isinstance(article, ArticlePage):
        slugs = {article.locale: article.slug} | dict(article.translations)
        if locale not in slugs and locale in article.taken_in:
            return paths.home(locale)
        return paths.article(slugs.get(locale, article.slug), locale)
    if route not in SAME_IN_ALL or context.get("is_error"):
        return paths.home(locale)
    below = request.path[len(paths.home(get_language())) :]
    parameters = [(name, request.GET[name]) for name in SAME_QUERY if request.GET.get(name)]
    query = f"?{urlencode(parameters)}" if parameters and route == "search:results" else ""
    return paths.home(locale) + escape_uri_path(below) + query


@register.inclusion_tag("_locales.html", takes_context=True)
def locale_menu(context: template.Context) -> dict[str, object]:
    """The locales of the site, each with this page in it; nothing on a site with one."""
    here = get_language()
    if len(settings.LANGUAGES) < 2 or "request" not in context:
        return {}
    links = [(code, name, path_in(context, code)) for code, name in settings.LANGUAGES]
    return {"links": links, "locale": here, "name": dict(settings.LANGUAGES).get(here, here)}


@register.simple_tag(takes_context=True)
def alternates(context: template.Context, article: ArticlePage) -> list[tuple[str, str]]:
    """Return (hreflang, address) of an article in each locale that has it, and "x-default".

    Nothing for an article in one locale. Whoever speaks none of them gets the default locale's, or
    that of the first that there is.
    """
    if not article.translations:
        return []
    site = absolute.origin(context["request"])
    slugs = dict([(article.locale, article.slug), *article.translations])
    addresses = [
        (code, site + paths.article(slugs[code], code))
        for code in settings.LOCALES
        if code in slugs
    ]
    return [*addresses, ("x-default", addresses[0][1])] if addresses else []


@lru_cache(maxsize=1024)
def _language(locale: str, reader: str) -> str:
    spoken, understood = cldr_locale(locale), cldr_locale(reader)
    if spoken.language == understood.language:
        return str(spoken.get_display_name(understood) or locale)
    return str(spoken.get_language_name(understood) or locale)


@register.filter
def language(locale: str) -> str:
    """Return what readers of the active locale call the language: `German`, with the country where
    both speak the same language: `English (United States)`.
    """
    return _language(locale, get_language())


@register.simple_tag
def spoken(locale: str) -> SafeString | str:
    """Return the attributes of an element whose text is in `locale`, where the page is not."""
    if locale == get_language():
        return ""
    direction = "rtl" if is_right_to_left(locale) else "ltr"
    return format_html(' lang="{}" dir="{}"', locale, direction)


@register.filter
def articles_in(count: int, locale: str) -> str:
    """Return `12 articles in English`; without a locale `12 articles in other languages`."""
    if not locale:
        words = ngettext(
            "%(number)s article in another language",
            "%(number)s articles in other languages",
            count,
        )
        return words % {"number": number(count)}
    words = ngettext(
        "%(number)s article in %(language)s", "%(number)s articles in %(language)s", count
    )
    return words % {"number": number(count), "language": language(locale)}


@register.filter
def not_yet_in(locale: str) -> str:
    """Return `Not yet in German`."""
    return gettext("Not yet in %(language)s") % {"language": language(locale)}
