"""The site as a search engine that a browser can add (OpenSearch 1.1), with its suggestions."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from articles import absolute, branding
from articles.markup.text import only_text

from . import throttling
from .suggestions import offered

LONGEST_NAME = 16  # of a ShortName, by the specification
DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<LongName>{long_name}</LongName>
<Description>{about}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>{locale}</Language>
{icon}
<Url type="text/html" method="get" template={results}/>
<Url type="application/x-suggestions+json" method="get" template={completions}/>
<Url type="application/opensearchdescription+xml" rel="self" template={itself}/>
</OpenSearchDescription>
"""


def _icon(site: str, favicon: str) -> str:
    """Return the element of the site's icon; ours where it has none."""
    if not favicon:
        address = absolute.joined(site, static("helpcenter/favicon.svg"))
        return f'<Image width="32" height="32" type="image/svg+xml">{escape(address)}</Image>'
    return f"<Image>{escape(absolute.joined(site, favicon))}</Image>"


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """How a browser asks this site a question, in the locale of the address."""
    brand = branding.current()
    name = only_text(brand.name)
    words = "?q={searchTerms}"
    text = DESCRIPTION.format(
        name=escape(name[:LONGEST_NAME].strip()),
        long_name=escape(name[:48].strip()),
        about=escape(gettext("Search %(name)s") % {"name": name}),
        locale=get_language(),
        icon=_icon(absolute.origin(request), brand.favicon),
        results=quoteattr(absolute.address(request, reverse("search:results") + words)),
        completions=quoteattr(absolute.address(request, reverse("search:completions") + words)),
        itself=quoteattr(absolute.here(request)),
    )
    return HttpResponse(text, "application/opensearchdescription+xml; charset=utf-8")


@require_safe
@throttling.limit_lookups
def completions(request: HttpRequest) -> JsonResponse:
    """The suggestions for `?q=` as a browser's address bar wants them.

    [what is typed, texts, what each is, where each leads].
    """
    typed = request.GET.get("q", "")
    suggestions, cache_control = offered(typed, get_language())
    texts = ["".join(text for text, _matches in line.parts) for line in suggestions]
    sections = [line.section for line in suggestions]
    leads_to = [absolute.address(request, line.url) for line in suggestions]
    return JsonResponse(
        [only_text(typed), texts, sections, leads_to],
        safe=False,
        content_type="application/x-suggestions+json",
        headers={"Cache-Control": cache_control, "X-Robots-Tag": "noindex"},
    )
