"""The addresses of all articles that visitors can read, in portions of a fixed size."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from .statements import SHOWN, rows
from .translations import TRANSLATIONS, Translation


class Place(NamedTuple):
    """Where an article is, when it last changed, and where it is in the other locales."""

    locale: str
    slug: str
    updated_at: datetime
    translations: list[Translation]


PORTIONS = f"""
    SELECT max(updated_at)
      FROM (SELECT updated_at, (row_number() OVER (ORDER BY article_id) - 1) / %(size)s AS portion
              FROM articles_publishedarticle AS article
             WHERE locale = ANY(%(locales)s::text[])
               AND {SHOWN.format(article="article")}) AS numbered
     GROUP BY portion ORDER BY portion"""  # noqa: S608

# The portion first, or the translations of all that it skips were looked for, too.
PORTION = f"""
    SELECT article.locale, article.slug, article.updated_at,
           {TRANSLATIONS.format(article="article")}
      FROM (SELECT article_id, locale, slug, source_id, updated_at
              FROM articles_publishedarticle AS article
             WHERE locale = ANY(%(locales)s::text[]) AND {SHOWN.format(article="article")}
             ORDER BY article_id LIMIT %(size)s OFFSET %(offset)s) AS article
     ORDER BY article.article_id"""  # noqa: S608


def portions(size: int) -> list[datetime]:
    """Return when each portion of `size` articles, oldest article first, last changed."""
    return [at for (at,) in rows(PORTIONS, {"size": size, "locales": settings.LOCALES})]


def portion(number: int, size: int) -> list[Place]:
    """Return the articles of one portion; `number` counts from 1."""
    values = {"size": size, "offset": (number - 1) * size, "locales": settings.LOCALES}
    return [
        Place(locale, slug, at, [Translation(*pair) for pair in others])
        for locale, slug, at, others in rows(PORTION, values)
    ]
