"""How views are counted: once per visitor, article and day, outside of the page's own request.

Every article page shows a transparent picture; fetching it counts. That works for pages from any
cache and without JavaScript, and crawlers rarely fetch it. A worker gathers visits in memory and
writes them once a second: one statement for any number of views instead of a hot row per view
(an UPDATE inside the request costs 20-35% of a page). A killed worker loses a second at most.
The article's own row is never touched, so neither its dates nor its indexes change.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from .models import Visit
from .visitors import is_reader, visitor_of_the_day
from .write_buffer import WriteBuffer

# A transparent GIF of one pixel.
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
)


class SeenBy(NamedTuple):
    """`visitor` saw the article at `slug` on `day`."""

    locale: str
    slug: str
    day: date
    visitor: int


# Rows are locked in one order everywhere, so that two workers never wait for each other in a ring.
WRITE_VISITS = """
    WITH fresh AS (
        INSERT INTO articles_visit (article_id, day, visitor)
        SELECT DISTINCT article.article_id, seen.day, seen.visitor
          FROM unnest(%s::text[], %s::text[], %s::date[], %s::bigint[])
               AS seen (locale, slug, day, visitor)
          JOIN articles_publishedarticle AS article
               ON article.locale = seen.locale AND article.slug = seen.slug
         ORDER BY article.article_id, seen.day, seen.visitor
            ON CONFLICT DO NOTHING
        RETURNING article_id, day
    ), days AS (
        INSERT INTO articles_viewcount AS kept (article_id, day, views)
        SELECT article_id, day, count(*) FROM fresh GROUP BY article_id, day
         ORDER BY article_id, day
            ON CONFLICT (article_id, day) DO UPDATE SET views = kept.views + excluded.views
    )
    INSERT INTO articles_viewtotal AS kept (article_id, views)
    SELECT article_id, count(*) FROM fresh GROUP BY article_id ORDER BY article_id
        ON CONFLICT (article_id) DO UPDATE SET views = kept.views + excluded.views"""


def write(visits: list[SeenBy]) -> None:
    """Count `visits` in one statement, without repeated ones and those of unpublished articles."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_VISITS, [list(column) for column in zip(*visits, strict=True)])


_buffer = WriteBuffer(write, "views")


def count(request: HttpRequest, locale: str, slug: str) -> None:
    """Count the visitor behind `request` as a reader of an article, unless it is a crawler."""
    if not is_reader(request):
        return
    today = timezone.localdate()
    visit = SeenBy(locale, slug, today, visitor_of_the_day(request, today))
    if settings.VIEWS_FLUSH_SECONDS:
        _buffer.add(visit)
    else:
        write([visit])


def forget_visitors(before: date) -> int:
    """Delete visits of days before `before`; their counts stay. Returns how many were deleted."""
    return Visit.objects.filter(day__lt=before).delete()[0]
