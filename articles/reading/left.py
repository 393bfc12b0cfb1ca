"""Where an old address of an article leads."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from .statements import SHOWN, rows
from .translations import UNDERSTOOD

# An old address of an article that is shown somewhere comes first, then an article with this slug
# in another locale, or rather the one of its translations that the reader understands best.
LEFT = f"""
    SELECT 1 AS place, article.locale, article.slug, old.title FROM articles_oldpath AS old
      LEFT JOIN articles_publishedarticle AS article
             ON article.article_id = old.article_id AND {SHOWN.format(article="article")}
     WHERE old.locale = %(locale)s AND old.slug = %(slug)s
       AND article.article_id IS NOT NULL
     UNION ALL
   (SELECT 2, best.locale, best.slug, ''
      FROM articles_publishedarticle AS named
      JOIN articles_publishedarticle AS best ON best.source_id = named.source_id
     WHERE %(elsewhere)s AND named.slug = %(slug)s AND named.locale = ANY(%(locales)s::text[])
       AND best.locale = ANY(%(locales)s::text[])
       AND {SHOWN.format(article="named")} AND {SHOWN.format(article="best")}
     ORDER BY array_position(%(locales)s::text[], named.locale::text),
              best.locale = %(locale)s DESC, {UNDERSTOOD.format(article="best")} LIMIT 1)
     UNION ALL
    SELECT 3, '', '', old.title FROM articles_oldpath AS old
     WHERE old.locale = %(locale)s AND old.slug = %(slug)s
     UNION ALL
    SELECT 4, '', '', expired.title FROM articles_publishedarticle AS expired
     WHERE expired.locale = %(locale)s AND expired.slug = %(slug)s
       AND NOT {SHOWN.format(article="expired")}
     ORDER BY 1, 4 DESC LIMIT 1"""  # noqa: S608


class Left(NamedTuple):
    """Where what is asked for at a slug is: an article that was there, or the same elsewhere.

    `is_moved` is whether it is there for good. A title without a slug says that the article was
    taken off the site. Nothing at all for a slug that was never live, whatever staff may be
    writing.
    """

    locale: str = ""
    slug: str = ""
    title: str = ""
    is_moved: bool = False


def left(locale: str, slug: str, *, elsewhere: bool = False) -> Left:
    """Return where to look for what is not at a slug of `locale`; other locales where asked."""
    values = {
        "locale": locale,
        "slug": slug,
        "locales": settings.LOCALES,
        "elsewhere": elsewhere,
    }
    for place, there, now, title in rows(LEFT, values):
        return Left(there, now, title, is_moved=place == 1)
    return Left()
