"""What an address in an article means: a page of this site, a file, a place, or another site.

An article is known by locale and slug. Which of them exist is not asked here but where it matters
(`articles.quality.reach`), so what is noted of a link stays true whatever is renamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.encoding import iri_to_uri

from . import paths
from .markup import Outgoing
from .markup.links import scheme
from .markup.text import only_text

if TYPE_CHECKING:
    from .models import PublishedArticle

# PostgreSQL indexes at most 2,700 bytes of a text, and an address is ASCII here.
HREF_LENGTH = 2000
TEXT_LENGTH = 200
ANCHOR_LENGTH = 500
SLUG_LENGTH = 200


class Target(NamedTuple):
    """Where a link leads. `slug` is that of an article, in `locale`; "" for anything else.

    `address` is without the anchor: a path of this site, or a URL of another.
    """

    kind: str
    address: str
    locale: str = ""
    slug: str = ""
    anchor: str = ""


def target(href: str, locale: str, slug: str) -> Target | None:
    """Return where `href` on the page of the article at `slug` in `locale` leads.

    None for what is no address of a page: mail, telephone, a file of the program, nothing.
    """
    slug = slug or "-"  # an article that is not saved yet has no address
    try:
        parts = urlsplit(urljoin(paths.article(slug, locale), only_text(href).strip()))
        host, port = parts.hostname, parts.port
    except ValueError:  # "http://[" has no host
        return None
    if len(iri_to_uri(href)) > HREF_LENGTH or scheme(href) not in ("", "http", "https"):
        return None
    if parts.path.startswith(settings.STATIC_URL) and not host:
        return None  # a file of the program, which no writer looks after
    if host is not None and (port or host not in settings.ALLOWED_HOSTS):
        return _external(parts)
    return _of_the_site(unquote_text(parts.path), unquote_text(parts.fragment), locale, slug)


def unquote_text(value: str) -> str:
    """Return a part of an address as it is compared with what the database holds."""
    return only_text(unquote(value))


def _external(parts: SplitResult) -> Target | None:
    if not parts.hostname:
        return None
    url = parts._replace(scheme=parts.scheme or "https", fragment="").geturl()
    return Target("external", iri_to_uri(url)[:HREF_LENGTH])


def _of_the_site(path: str, anchor: str, locale: str, slug: str) -> Target:
    path, anchor = path[:HREF_LENGTH] or "/", anchor[:ANCHOR_LENGTH]
    if path.startswith(settings.MEDIA_URL):
        return Target("media", path)
    article = article_at(path)
    if article == (locale, slug) and anchor:
        return Target("anchor", path, anchor=anchor)
    return Target("internal", path, *(article or ("", "")), anchor)


@lru_cache(maxsize=20_000)
def article_at(path: str) -> tuple[str, str] | None:
    """Return the locale and slug of the article whose address `path` would be."""
    locale = paths.locale_of(path)
    with translation.override(locale):
        try:
            match = resolve(path if path.endswith("/") else f"{path}/")
        except Resolver404:
            return None
    if match.view_name != "articles:detail" or len(match.kwargs["slug"]) > SLUG_LENGTH:
        return None
    return locale, match.kwargs["slug"]


def replace_links(page: PublishedArticle, links: Iterable[Outgoing]) -> None:
    """Replace what is noted of the links of `page`; two statements, whatever their number."""
    Link = page.links.model
    Link.objects.filter(article=page).delete()
    Link.objects.bulk_create(
        Link(
            article=page,
            line=link.line,
            href=only_text(link.href)[:HREF_LENGTH],
            text=link.text[:TEXT_LENGTH],
            **destination._asdict(),
        )
        for link in links
        if (destination := target(link.href, page.locale, page.slug))
    )
