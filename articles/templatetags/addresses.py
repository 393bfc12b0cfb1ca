"""Where the links around an article lead: home pages, tags, the same page in another locale."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from articles import absolute, paths
from articles.reading import ArticlePage

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
    article = context.get("article")
    if isinstance(article, ArticlePage):  # its own page, also where another locale shows its text
        return absolute.address(request, article.url)
    page = context.get("page")
    query = f"?page={page.number}" if page and page.number > 1 else ""
    return f"{absolute.here(request)}{query}"


@register.simple_tag(takes_context=True)
def contact_about(context: template.Context, title: str = "", question: str = "") -> str:
    """Return the contact link with what it is about: this page, named `title`, or a question.

    A page gets `?article=<address>&question=<words>`, a mail its subject and first lines.
    """
    url = str(context["contact_url"])
    page = canonical(context) if title else ""
    if url.startswith("mailto:"):
        about = {"subject": title or question, "body": page}
    else:
        about = {"article": page, "question": question}
    query = urlencode({name: value for name, value in about.items() if value}, quote_via=quote)
    address, hash, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{query}{hash}{fragment}" if query else url
