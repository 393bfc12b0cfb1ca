"""Views that articles had elsewhere. They are set, never added: a second import changes nothing."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils import timezone

from ..models import Article, ViewCount, ViewTotal

# A day keeps the larger number, so that what was counted here since is not lost.
SET_VIEWS = """
    INSERT INTO articles_viewcount AS kept (article_id, day, views)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::int[]) ORDER BY 1, 2
        ON CONFLICT (article_id, day) DO UPDATE SET views = excluded.views
     WHERE kept.views < excluded.views"""

SET_TOTALS = """
    INSERT INTO articles_viewtotal AS kept (article_id, views)
    SELECT article_id, sum(views) FROM articles_viewcount
     WHERE article_id = ANY(%s) GROUP BY article_id ORDER BY article_id
        ON CONFLICT (article_id) DO UPDATE SET views = excluded.views
     WHERE kept.views <> excluded.views"""


def set_views(wanted: list[tuple[Article, dict[date, int] | int]]) -> None:
    """Set the views of articles: per day, or one number for all time.

    One number counts on the day of publication, and only what is missing to it is set.
    """
    ids = [article.pk for article, _views in wanted]
    if not ids:
        return
    totals = dict(ViewTotal.objects.filter(pk__in=ids).values_list("pk", "views"))
    rows: dict[tuple[int, date], int] = {}
    for article, views in wanted:
        if isinstance(views, int):
            missing = views - totals.get(article.pk, 0)
            if missing > 0:
                day = timezone.localtime(article.published_at).date()  # None is this moment
                rows[article.pk, day] = missing + _counted(article, day)
        else:
            rows |= {(article.pk, day): number for day, number in views.items()}
    with connection.cursor() as cursor:
        articles, days, numbers = (
            [key[0] for key in rows],
            [key[1] for key in rows],
            [*rows.values()],
        )
        cursor.execute(SET_VIEWS, [articles, days, numbers])
        cursor.execute(SET_TOTALS, [ids])


def _counted(article: Article, day: date) -> int:
    count = ViewCount.objects.filter(article=article, day=day).first()
    return count.views if count else 0
