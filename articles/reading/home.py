"""What the home page offers beside its list: the most read of late, the latest news, and what the
locale lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from .. import page_cache, paths
from .statements import SHOWN, rows
from .translations import MISSING_OF, Missing, others

POPULAR = 5
NEWS = 3
DAYS = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A link to an article in one line."""

    title: str
    slug: str
    published_at: datetime

    @property
    def url(self) -> str:
        return paths.article(self.slug)


# Days are added up for the most read of all time and of those that are new: an index look-up each,
# however many articles and days there are. Adding up all of them takes a second at 30,000.
READ_OF_LATE = f"""
    SELECT false AS is_news, of_late.views AS place, article.title, article.slug,
           article.published_at
      FROM ((SELECT article_id FROM articles_viewtotal
              JOIN articles_publishedarticle AS article USING (article_id)
              WHERE article.locale = %(locale)s AND {SHOWN.format(article="article")}
              ORDER BY views DESC LIMIT 200)
             UNION
            (SELECT article_id FROM articles_viewtotal
               JOIN articles_publishedarticle AS article USING (article_id)
              WHERE article.locale = %(locale)s AND {SHOWN.format(article="article")}
                AND article.published_at > now() - interval '{DAYS} days'
              ORDER BY views DESC LIMIT 100)) AS read
      JOIN articles_publishedarticle AS article USING (article_id),
           LATERAL (SELECT sum(views) AS views FROM articles_viewcount AS counted
                     WHERE counted.article_id = read.article_id
                       AND day > %(today)s - {DAYS}) AS of_late
     WHERE of_late.views > 0
     ORDER BY of_late.views DESC, article.article_id LIMIT {POPULAR}"""  # noqa: S608

LATEST_NEWS = f"""
    SELECT true, extract(epoch FROM article.published_at), article.title, article.slug,
           article.published_at
      FROM articles_publishedarticle AS article
      JOIN articles_category AS tab ON tab.id = article.tab_id AND tab.parent_id IS NULL
     WHERE article.locale = %(locale)s AND tab.key = %(news)s
       AND {SHOWN.format(article="article")}
     ORDER BY article.published_at DESC, article.article_id DESC LIMIT {NEWS}"""  # noqa: S608

HOME = f"""
    SELECT is_news, title, slug, published_at, NULL, NULL, NULL, NULL, NULL
      FROM (SELECT * FROM (({READ_OF_LATE}) UNION ALL ({LATEST_NEWS})) AS line
             ORDER BY is_news, place DESC, slug) AS line
     UNION ALL
    SELECT NULL, title, slug, NULL, locale, is_taken, total, first, last
      FROM ({MISSING_OF["all"]}) AS line
           """  # noqa: S608


@page_cache.once_per_edition
def highlights(locale: str) -> tuple[Sequence[Line], Sequence[Line], Missing]:
    """Return the articles most read in the last 90 days, the latest of the announcements' tab, and
    what other locales have and `locale` has not.

    One statement, remembered until something is published or the day of the site's time zone ends.
    """
    values = {"locale": locale, "locales": settings.LOCALES, "others": others(locale)}
    of_the_site = {"news": settings.ANNOUNCEMENTS_TAB, "today": timezone.localdate()}
    home = rows(HOME, values | of_the_site)
    lines: dict[bool, list[Line]] = {False: [], True: []}
    for is_news, title, slug, published_at, *_ in home:
        if is_news is not None:
            lines[is_news].append(Line(title, slug, published_at))
    lacking = [(title, slug, *rest) for news, title, slug, _, *rest in home if news is None]
    return lines[False], lines[True], Missing.of(lacking)
