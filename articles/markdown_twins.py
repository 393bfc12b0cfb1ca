"""Articles for programs that read Markdown: a twin of every page, and /llms.txt that lists them.

The twin of /articles/slug/ is /articles/slug.md: the published text without our own blocks
(plain_markdown.py). Search engines are sent to the page. /llms.txt has the form of
llmstxt.org: the site's name, a sentence, and the articles by tab. One file with all texts is not
made: it would have no bound, and /api/v1/articles gives them in portions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from . import absolute, branding, page_cache, paths, reading
from .markup.text import collapsed
from .plain_markdown import plain_markdown
from .reading import ArticlePage
from .redirects import redirect_to_current

# The list is to be read at once: half a megabyte of it, whatever the number of tabs.
MAX_LISTED = 2000
MAX_OF_A_TAB = 500


def markdown(article: ArticlePage, url: str) -> str:
    """Return the text of an article as plain Markdown, seen from its page at `url`; one query."""
    return plain_markdown(reading.body(article.id), _seen_from(url))


def _seen_from(url: str) -> Callable[[str], str]:
    def address(target: str) -> str:
        if target.startswith("<") and target.endswith(">"):
            return f"<{absolute.joined(url, target[1:-1])}>"
        return absolute.joined(url, target)

    return address


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def twin(request: HttpRequest, slug: str) -> HttpResponse:
    """The Markdown twin of an article; an old address leads to the twin of today."""
    locale = get_language()
    article = reading.article(locale, slug)
    if article is None:
        return redirect_to_current("articles:twin", slug)
    url = absolute.address(request, article.url)
    head = [f"# {collapsed(article.title)}", ""]
    if article.summary:
        head += [f"> {collapsed(article.summary)}", ""]
    facts = [
        (gettext("Address"), f"<{url}>"),
        (gettext("Published"), f"{timezone.localtime(article.published_at):%Y-%m-%d}"),
        (gettext("Updated"), f"{timezone.localtime(article.updated_at):%Y-%m-%d}"),
    ]
    head += [f"- {name}: {fact}" for name, fact in facts]
    response = _text("\n".join([*head, "", markdown(article, url)]), "text/markdown")
    response.headers["Link"] = f'<{url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@conditional_page
@page_cache.cached(share=0.01)
def index(request: HttpRequest) -> HttpResponse:
    """/llms.txt: every tab with links to the Markdown twins of its articles."""
    home = absolute.address(request, reverse("articles:all"))
    about = gettext("Answers to questions, step by step.")
    site = gettext("Site")
    new = gettext("New articles")
    each = gettext("Each address is an article in Markdown; without .md it is the page for people.")
    lines = [
        f"# {collapsed(branding.current().name)}",
        "",
        f"> {about}",
        "",
        each,
        "",
        *_sections(request),
        "## Optional",  # llmstxt.org's own word for what may be skipped
        "",
        f"- [{site}]({home})",
        f"- [API]({absolute.address(request, reverse('openapi'))})",
        f"- [{new}]({absolute.address(request, reverse('articles:feed'))})",
        "",
    ]
    return _text("\n".join(lines), "text/plain")


def _sections(request: HttpRequest) -> Iterator[str]:
    locale = get_language()
    twin_at = paths.to("articles:twin")
    tabs = [tab for tab in reading.categories(locale) if tab.articles]
    most = min(MAX_OF_A_TAB, MAX_LISTED // max(1, len(tabs)))
    for tab in tabs:
        yield from (f"## {collapsed(tab.name)}", "")
        for entry in reading.latest(locale, most, category=tab):
            about = collapsed(entry.summary)
            address = absolute.address(request, twin_at(entry.slug))
            yield f"- [{_in_brackets(entry.title)}]({address})" + (f": {about}" if about else "")
        yield ""


def _in_brackets(text: str) -> str:
    return collapsed(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _text(text: str, content_type: str) -> HttpResponse:
    kind = f"{content_type}; charset=utf-8"
    return HttpResponse(text, kind, headers={"Cache-Control": "no-cache"})
