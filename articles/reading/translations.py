"""Which articles say the same in another locale, as far as visitors can read them.

Published tables hold no groups of translations. An import takes an article of the same category
with the same address for one, and so does this. Whoever keeps groups with the pages one day changes
TRANSLATIONS alone.
"""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from .. import paths
from .statements import SHOWN, rows


class Translation(NamedTuple):
    """An article in another locale."""

    locale: str
    slug: str

    @property
    def path(self) -> str:
        return paths.in_locale(self.locale, "articles:detail")(self.slug)


# Part of a statement about `{article}`: an array of (locale, slug), in the order of the locales.
TRANSLATIONS = f"""
    ARRAY(SELECT ARRAY[other.locale, other.slug] FROM articles_publishedarticle AS other
           WHERE other.locale = ANY(%(locales)s::text[]) AND other.slug = {{article}}.slug
             AND other.locale <> {{article}}.locale AND other.category_id = {{article}}.category_id
             AND {SHOWN.format(article="other")}
           ORDER BY array_position(%(locales)s::text[], other.locale::text))"""  # noqa: S608

OF_ARTICLE = f"""
    SELECT {TRANSLATIONS.format(article="article")} FROM articles_publishedarticle AS article
     WHERE article.locale = %(locale)s AND article.slug = %(slug)s
       AND {SHOWN.format(article="article")}"""  # noqa: S608


def translations(locale: str, slug: str) -> list[tuple[str, str]]:
    """Return (locale, path) of a published article in each other locale that has it."""
    values = {"locale": locale, "slug": slug, "locales": settings.LOCALES}
    found = [Translation(*pair) for (pairs,) in rows(OF_ARTICLE, values) for pair in pairs]
    return [(other.locale, other.path) for other in found]
