"""Which articles say the same in another locale, as far as visitors can read them.

Every page knows its source (translating.py): pages of one source are translations of each other.
Where a locale has none, its readers get the text in the source's own locale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from .. import page_cache, paths
from .statements import SHOWN, rows
from .tree import CategoryNode

# Lines of what a list lacks in its locale.
MAX_MISSING = 12


class Translation(NamedTuple):
    """An article in another locale."""

    locale: str
    slug: str

    @property
    def path(self) -> str:
        return paths.article(self.slug, self.locale)


# Part of a statement about `{article}`: an array of (locale, slug), in the order of the locales.
TRANSLATIONS = f"""
    ARRAY(SELECT pair FROM (
          SELECT DISTINCT ON (other.locale) ARRAY[other.locale, other.slug] AS pair, other.locale
            FROM articles_publishedarticle AS other
           WHERE other.source_id = {{article}}.source_id AND other.locale <> {{article}}.locale
             AND other.locale = ANY(%(locales)s::text[]) AND {SHOWN.format(article="other")}
           ORDER BY other.locale, other.article_id) AS found
           ORDER BY array_position(%(locales)s::text[], found.locale::text))"""  # noqa: S608

# The source of `{article}`, when readers have a newer text there: (locale, slug), or nothing.
NEWER_SOURCE = f"""
    ARRAY(SELECT unnest(ARRAY[source.locale, source.slug]) FROM articles_publishedarticle AS source
           WHERE source.article_id = {{article}}.source_id
             AND source.updated_at > {{article}}.updated_at
             AND source.locale = ANY(%(locales)s::text[])
             AND {SHOWN.format(article="source")})"""  # noqa: S608

# The locales in which the address of `{article}` is, or was, that of something else.
TAKEN = """
    ARRAY(SELECT other.locale::text FROM articles_publishedarticle AS other
           WHERE other.locale = ANY(%(locales)s::text[]) AND other.slug = {article}.slug
             AND other.source_id <> {article}.source_id
           UNION
          SELECT old.locale::text FROM articles_oldpath AS old
           WHERE old.locale = ANY(%(locales)s::text[]) AND old.slug = {article}.slug
             AND old.locale <> {article}.locale)"""

OF_ARTICLE = f"""
    SELECT {TRANSLATIONS.format(article="article")} FROM articles_publishedarticle AS article
     WHERE article.locale = %(locale)s AND article.slug = %(slug)s
       AND {SHOWN.format(article="article")}"""  # noqa: S608


def translations(locale: str, slug: str) -> list[tuple[str, str]]:
    """Return (locale, path) of a published article in each other locale that has it."""
    values = {"locale": locale, "slug": slug, "locales": settings.LOCALES}
    others = [Translation(*pair) for (pairs,) in rows(OF_ARTICLE, values) for pair in pairs]
    return [(translation.locale, translation.path) for translation in others]


# Which of several locales a reader of another one understands best: the same language, else the
# source, else the default.
UNDERSTOOD = """
    split_part({article}.locale, '-', 1) = split_part(%(locale)s, '-', 1) DESC,
    {article}.article_id = {article}.source_id DESC,
    array_position(%(locales)s::text[], {article}.locale::text)"""

MISSING = f"""
    SELECT title, slug, locale,
           %(locale)s::text = ANY({TAKEN.format(article="missing")}) AS is_taken,
           count(*) OVER () AS total,
           min(locale) OVER () AS first, max(locale) OVER () AS last
      FROM (SELECT DISTINCT ON (article.source_id)
                   article.title, article.slug, article.locale, article.updated_at,
                   article.article_id, article.source_id
              FROM articles_publishedarticle AS article
             WHERE article.locale = ANY(%(others)s::text[]) AND {SHOWN.format(article="article")}
               AND NOT EXISTS (
                   SELECT FROM articles_publishedarticle AS own
                    WHERE own.source_id = article.source_id AND own.locale = %(locale)s
                      AND {SHOWN.format(article="own")})
                   {{narrowed}}
             ORDER BY article.source_id, {UNDERSTOOD.format(article="article")}) AS missing
     ORDER BY updated_at DESC, article_id DESC LIMIT {MAX_MISSING}"""  # noqa: S608

MISSING_OF = {
    "all": MISSING.format(narrowed=""),
    "categories": MISSING.format(narrowed="AND article.category_id = ANY(%(categories)s)"),
    "tag": MISSING.format(narrowed="AND article.tag_slugs @> ARRAY[%(tag)s]::varchar[]"),
}


class Untranslated(NamedTuple):
    """An article that a locale lacks: its title in `locale`, which has it."""

    title: str
    slug: str
    locale: str
    is_taken: bool

    @property
    def url(self) -> str:
        """Path of the page of the active locale that shows it, else of its own page."""
        if self.is_taken:
            return paths.article(self.slug, self.locale)
        return paths.article(self.slug)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a list lacks in its locale: the newest `lines` of `total`.

    `language` is the locale that has all of them; else the language ("en") of all the locales that
    have some; else "".
    """

    lines: Sequence[Untranslated] = ()
    total: int = 0
    language: str = ""

    @classmethod
    def of(cls, found: Sequence[tuple]) -> Missing:
        """Return what the rows of MISSING say."""
        if not found:
            return cls()
        *_line, total, first, last = found[0]
        lines = tuple(Untranslated(*row[:4]) for row in found)
        language = first.split("-")[0] if first.split("-")[0] == last.split("-")[0] else ""
        return cls(lines, total, first if first == last else language)

    @property
    def locale(self) -> str:
        """The locale whose list has all of them; "" when no single one has."""
        return self.language if self.language in settings.LOCALES else ""

    @property
    def has_more(self) -> bool:
        return self.total > len(self.lines)


def others(locale: str) -> list[str]:
    """Return the locales of the site but `locale`."""
    return [other for other in settings.LOCALES if other != locale]


def missing(
    locale: str, *, category: CategoryNode | None = None, tag: str | None = None
) -> Missing:
    """Return the articles that other locales have in a list and `locale` has not.

    Remembered until something is published; a site with one locale is not asked.
    """
    if len(settings.LOCALES) < 2:
        return Missing()
    within = tuple(category.ids) if category else ()
    return _missing(locale, within, tag or "")


@page_cache.once_per_edition
def _missing(locale: str, categories: tuple[int, ...], tag: str) -> Missing:
    values = {
        "locale": locale,
        "locales": settings.LOCALES,
        "others": others(locale),
        "categories": list(categories),
        "tag": tag,
    }
    of = "tag" if tag else "categories" if categories else "all"
    return Missing.of(rows(MISSING_OF[of], values))
