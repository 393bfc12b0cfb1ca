"""Where the links around an article lead: home pages, tags, the same page in another locale."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from articles import absolute, paths

register = template.Library()


@register.filter
def home_in(locale: str) -> str:
    """Return the path of the home page of `locale`."""
    return paths.home(locale)


@register.simple_tag(takes_context=True)
def same_page_in_each_locale(context: template.Context) -> list[tuple[str, str]]:
    """Return (locale, address) of this page in every locale.

    Only for pages whose path is the same in all of them, such as home, tabs and categories.
    """
    request: HttpRequest = context["request"]
    site = absolute.origin(request)
    below_home = request.path[len(paths.home(translation.get_language())) :]
    return [
        (locale, f"{site}{paths.home(locale)}{below_home}") for locale, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """Return the one address of this page: no query except a page number after the first."""
    request: HttpRequest = context["request"]
    page = context.get("page")
    query = f"?page={page.number}" if page and page.number > 1 else ""
    return f"{absolute.here(request)}{query}"
