"""Where an old address of an article leads."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from .statements import SHOWN, rows
from .translations import UNDERSTOOD

# An old address of an article that is shown somewhere comes first, then an article with this slug
# in another locale, or rather the one of its translations that the reader understands best.
WHEREABOUTS = f"""
    SELECT 1 AS place, article.locale, article.slug, old.title FROM articles_oldpath AS old
      JOIN articles_publishedarticle AS article
        ON article.article_id = old.article_id AND {SHOWN.format(article="article")}
     WHERE old.locale = %(locale)s AND old.slug = %(slug)s
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


class Whereabouts(NamedTuple):
    """What to show instead of a slug that has no page in a locale.

    `slug` in `locale` is the page to show: where the article moved to for good (`is_moved`), or one
    with the same slug in another locale. Without a slug, `title` is that of an article that was
    taken off the site. All are empty for a slug that was never live, whatever staff may be writing.
    """

    locale: str = ""
    slug: str = ""
    title: str = ""
    is_moved: bool = False


def whereabouts(locale: str, slug: str, *, elsewhere: bool = False) -> Whereabouts:
    """Return what to show instead of `slug`, which has no page in `locale`.

    Other locales are looked at only with `elsewhere`.
    """
    values = {
        "locale": locale,
        "slug": slug,
        "locales": settings.LOCALES,
        "elsewhere": elsewhere,
    }
    for place, target_locale, target_slug, title in rows(WHEREABOUTS, values):
        return Whereabouts(target_locale, target_slug, title, is_moved=place == 1)
    return Whereabouts()
