"""What a page says to machines about itself: schema.org in JSON-LD.

Decides which kinds: an article is an Article; questions inside of it that stand by themselves
(faq.py) make its page an FAQPage, too; every page below home has its BreadcrumbList; home is the
WebSite. The answers are the passages that publishing cut, so nothing is computed here but their
length. Browsers take such a script for data and never run it, so the content security policy has
no say; what could end the script early is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from . import absolute, branding, paths
from .passages import spans
from .reading import ArticlePage, CategoryNode
from .sharing import SITE_PICTURE, picture_of

Data = dict[str, Any]

# Other search engines are told of so many answers; an article about everything has hundreds.
MAX_QUESTIONS = 30
LONGEST_HEADLINE = 110
LONGEST_ANSWER = 1_000
ENDS_A_SCRIPT = re.compile("[<>&\u2028\u2029]")
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def script(things: Sequence[Data]) -> SafeString:
    """Return the text of a JSON-LD script that says `things`; nothing in it can end the script."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = _encoder.encode(graph)
    return mark_safe(ENDS_A_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def of_article(request: HttpRequest, article: ArticlePage) -> list[Data]:
    """Return what an article's page says."""
    site, url = absolute.origin(request), absolute.address(request, article.url)
    things = [
        _article(site, url, article),
        _breadcrumbs(site, [*article.trail, (article.title, article.url)]),
    ]
    return [*things, _faq(url, article)] if article.questions else things


def of_list(request: HttpRequest, category: CategoryNode | None) -> list[Data]:
    """Return what the list of a category says; that of all articles is the site itself."""
    site = absolute.origin(request)
    if category is None:
        return [_site(site)]
    return [_breadcrumbs(site, category.trail)]


def _article(site: str, url: str, article: ArticlePage) -> Data:
    picture = picture_of(article.html)
    image = absolute.joined(url, picture.src) if picture else _logo(site)
    properties = {
        "@type": "Article",
        "@id": url,
        "mainEntityOfPage": url,
        "url": url,
        "headline": article.title[:LONGEST_HEADLINE],
        "description": article.summary,
        "inLanguage": get_language(),
        "datePublished": article.published_at.isoformat(timespec="seconds"),
        "dateModified": article.updated_at.isoformat(timespec="seconds"),
        "articleSection": article.category_name,
        "keywords": article.tag_names,
        "image": [image],
        "author": _organization(site),
        "publisher": _organization(site) | {"logo": _logo(site)},
    }
    return {name: value for name, value in properties.items() if value}


def _organization(site: str) -> Data:
    url = site + paths.home(settings.LANGUAGE_CODE)
    return {"@type": "Organization", "name": branding.current().name, "url": url}


def _logo(site: str) -> str:
    logo = branding.current().logo
    return absolute.joined(site, logo.src if logo else static(SITE_PICTURE))


def _faq(url: str, article: ArticlePage) -> Data:
    return {
        "@type": "FAQPage",
        "@id": f"{url}#faq",
        "inLanguage": get_language(),
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "url": f"{url}#{anchor}",
                "acceptedAnswer": {"@type": "Answer", "text": _shortened(answer)},
            }
            for question, anchor, answer in article.questions[:MAX_QUESTIONS]
        ],
    }


def _shortened(answer: str) -> str:
    """Return the whole sentences of an answer that fit LONGEST_ANSWER, at least the first."""
    if len(answer) <= LONGEST_ANSWER:
        return answer
    ends = [end for _start, end in spans(answer)]
    return answer[: max((end for end in ends if end <= LONGEST_ANSWER), default=ends[0])]


def _breadcrumbs(site: str, steps: Sequence[tuple[str, str]]) -> Data:
    home = (gettext("Home"), paths.home(get_language()))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": site + path}
            for position, (name, path) in enumerate([home, *steps], 1)
        ],
    }


def _site(site: str) -> Data:
    return {
        "@type": "WebSite",
        "@id": site + paths.home(settings.LANGUAGE_CODE),
        "url": site + paths.home(get_language()),
        "name": branding.current().name,
        "inLanguage": get_language(),
        "publisher": _organization(site) | {"logo": _logo(site)},
    }
