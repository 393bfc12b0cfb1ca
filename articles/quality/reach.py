"""What is reached by a link: a page, one over a redirect, a page without the place, or nothing.

A handful of statements for any number of links; nothing is fetched from other sites here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import translation
from taggit.models import Tag

from .. import paths
from ..linking import Target
from ..models.categories import Category
from ..reading.statements import SHOWN


class Reached(StrEnum):
    """What somebody finds who follows a link."""

    PAGE = "page"
    MOVED = "moved"
    NO_ANCHOR = "no anchor"
    NOTHING = "nothing"


# The ids in sanitised HTML are in double quotes, and no anchor holds one.
ARTICLES = f"""
    SELECT asked.locale, asked.slug, asked.anchor, live.article_id IS NULL,
           asked.anchor = '' OR
           strpos(coalesce(live.html, newer.html), 'id="' || asked.anchor || '"') > 0
      FROM unnest(%s::text[], %s::text[], %s::text[]) AS asked (locale, slug, anchor)
      LEFT JOIN articles_publishedarticle AS live
             ON (live.locale, live.slug) = (asked.locale, asked.slug)
            AND {SHOWN.format(article="live")}
      LEFT JOIN articles_oldpath AS old
             ON (old.locale, old.slug) = (asked.locale, asked.slug) AND live.article_id IS NULL
      LEFT JOIN articles_publishedarticle AS newer
             ON newer.article_id = old.article_id AND {SHOWN.format(article="newer")}
     WHERE coalesce(live.article_id, newer.article_id) IS NOT NULL"""  # noqa: S608


def reached(targets: Iterable[Target]) -> dict[Target, Reached]:
    """Return what each of `targets` leads to; those on other sites are left out.

    A link to a place on its own page counts as NO_ANCHOR: whoever has rendered that page knows its
    places and need not ask.
    """
    results = {target: Reached.NOTHING for target in targets if target.kind != "external"}
    results |= _articles([target for target in results if target.slug])
    results |= _pages(
        [target for target in results if target.kind == "internal" and not target.slug]
    )
    for target in results:
        if target.kind == "media" and _is_file(target.address):
            results[target] = Reached.PAGE
        elif target.kind == "anchor":
            results[target] = Reached.NO_ANCHOR
    return results


def _articles(targets: list[Target]) -> dict[Target, Reached]:
    if not targets:
        return {}
    by_key = {(t.locale, t.slug, t.anchor): t for t in targets}
    with connection.cursor() as cursor:
        cursor.execute(ARTICLES, [list(column) for column in zip(*by_key, strict=True)])
        rows = cursor.fetchall()
    results = {
        (locale, slug, anchor): (Reached.MOVED if is_moved else Reached.PAGE)
        if has_anchor
        else Reached.NO_ANCHOR
        for locale, slug, anchor, is_moved, has_anchor in rows
    }
    return {
        target: results.get((target.locale, target.slug, target.anchor), Reached.NOTHING)
        for target in targets
    }


def _pages(targets: list[Target]) -> dict[Target, Reached]:
    """Lists of categories, by a key that was given up, too, and of tags; pages always there."""
    named = {target: _named(target.address) for target in targets}
    keys = {name for kind, name in named.values() if kind == "category"}
    slugs = {name for kind, name in named.values() if kind == "tag"}
    known = {("always", ""): Reached.PAGE}
    if keys:
        is_asked = Q(key__in=keys) | Q(former_keys__overlap=[*keys])
        categories = Category.objects.filter(is_asked).values_list("key", "former_keys")
        known |= {("category", old): Reached.MOVED for _key, former in categories for old in former}
        known |= {("category", key): Reached.PAGE for key, _former in categories}
    if slugs:
        tags = Tag.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        known |= {("tag", slug): Reached.PAGE for slug in tags}
    return {target: known[name] for target, name in named.items() if name in known}


def _named(path: str) -> tuple[str, str]:
    """Return which kind of page an address means, and the key or slug in it."""
    with translation.override(paths.locale_of(path)):
        try:
            match = resolve(path if path.endswith("/") or "." in path else f"{path}/")
        except Resolver404:
            return "none", ""
    if match.view_name in ("articles:tab", "articles:category"):
        return "category", [*match.kwargs.values()][-1]
    if match.view_name == "articles:tag":
        return "tag", match.kwargs["slug"]
    is_too_long = match.view_name == "articles:detail"  # for the slug of any article
    return ("none" if is_too_long else "always"), ""


def _is_file(path: str) -> bool:
    try:
        return default_storage.exists(path.removeprefix(settings.MEDIA_URL))
    except (SuspiciousOperation, OSError, ValueError):
        return False
