"""Which articles of the site the files of an import mean: those at their addresses.

One that staff gave another address is meant by the address that it had, so that the next import
does not make a second article of its file. Its new address stays. An address that only leads to an
article, because that took the place of another one, does not mean it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from ..models import Article, OldPath


def articles_at(locale: str, slugs: Collection[str]) -> dict[str, Article]:
    """Return the articles that `slugs` mean; three queries, and one for the tags of each."""
    in_locale = Article.objects.in_locale(locale).select_related("published")
    named = in_locale.filter(slug__in=slugs).prefetch_related("tags")
    renamed = in_locale.exclude(slug__in=slugs).prefetch_related("tags")
    articles = {article.slug: article for article in named}
    for article in renamed.filter(published__slug__in=slugs):
        articles.setdefault(article.published.slug, article)
    before = dict(_left_by(locale, slugs))
    for article in renamed.filter(pk__in=before):
        articles.setdefault(before[article.pk], article)
    return articles


def _left_by(locale: str, slugs: Collection[str]) -> Collection[tuple[int, str]]:
    """Return the articles that had an address of `slugs` themselves, each with that."""
    versions = Article.history.filter(id=OuterRef("article"), locale=locale, slug=OuterRef("slug"))
    redirects = OldPath.objects.filter(Exists(versions), locale=locale, slug__in=slugs)
    return redirects.order_by("-pk").values_list("article", "slug")
