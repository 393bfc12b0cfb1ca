"""What should be read again, the most pressing first.

An article is overdue when its day to be read again has passed, or when it has none and was not
updated for REVIEW_AFTER_DAYS. Only what visitors read is in the queue. Its score is

    ln(2 + views) * (1 + days / 180) * (1 + 3 * noes / (votes + 5))

with the views and votes of the last 90 days and the days since it became overdue. Ten times the
views count for about 2.3 more, half a year doubles, and an article of which every voter says No
counts up to four times; the 5 keeps a single No from deciding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .models import Article, Deed, audit

COUNTED_DAYS = 90
# Why a version exists; staff read it in the history.
STILL_TRUE = "Read again: still true"

# The last day on which an article is still fresh.
DUE_ON = """
    coalesce(article.review_by,
             (live.updated_at AT TIME ZONE %(zone)s)::date + %(interval)s::int)"""

OVERDUE = f"""
      FROM articles_article AS article
      JOIN articles_publishedarticle AS live ON live.article_id = article.id
     WHERE {DUE_ON} < %(today)s AND (%(owner)s::bigint IS NULL OR article.owner_id = %(owner)s)"""

QUEUE = f"""
    WITH overdue AS (
        SELECT article.id, article.title, article.locale, article.owner_id, article.review_by,
               live.updated_at, {DUE_ON} AS due_on {OVERDUE}
    ), seen AS (
        SELECT article_id, sum(views) AS views FROM articles_viewcount
         WHERE day > %(since)s GROUP BY article_id
    ), said AS (
        SELECT article_id, sum(helpful) AS yes, sum(unhelpful) AS no FROM articles_votecount
         WHERE day > %(since)s GROUP BY article_id
    ), counted AS (
        SELECT overdue.*, coalesce(views, 0)::int AS views, coalesce(yes, 0)::int AS yes,
               coalesce(no, 0)::int AS no, (%(today)s - due_on) AS days
          FROM overdue LEFT JOIN seen ON seen.article_id = overdue.id
                       LEFT JOIN said ON said.article_id = overdue.id
    )
    SELECT id, title, locale, owner_id, review_by, updated_at, days, views, yes, no
      FROM counted
     ORDER BY ln(2 + views) * (1 + days / 180.0) * (1 + 3.0 * no / (yes + no + 5)) DESC, id
     LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608

COUNT = f"SELECT count(*), count(*) FILTER (WHERE article.owner_id = %(me)s) {OVERDUE}"


@dataclass(frozen=True, slots=True)
class Overdue:
    """An article that should be read again; views and votes are those of the last 90 days."""

    id: int
    title: str
    locale: str
    owner_id: int | None
    review_by: date | None
    updated_at: datetime
    days: int
    views: int
    yes: int
    no: int


def queue(owner: int | None, limit: int, offset: int) -> list[Overdue]:
    """Return a stretch of the queue, of one owner or of all; one statement."""
    today = timezone.localdate()
    since = today - timedelta(days=COUNTED_DAYS)
    parameters = _parameters(owner) | {"since": since, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, parameters)
        return [Overdue(*row) for row in cursor.fetchall()]


def counts(me: int) -> tuple[int, int]:
    """Return how many articles are overdue, and how many of them are of the user `me`."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _parameters(None) | {"me": me})
        return cursor.fetchone()


def _parameters(owner: int | None) -> dict[str, Any]:
    return {
        "today": timezone.localdate(),
        "zone": settings.TIME_ZONE,
        "interval": settings.REVIEW_AFTER_DAYS,
        "owner": owner,
    }


def next_day() -> date:
    """Return when what is read today should be read again."""
    return timezone.localdate() + timedelta(days=settings.REVIEW_AFTER_DAYS)


def confirm(article: Article) -> None:
    """Say that the article is still true: it is due again after REVIEW_AFTER_DAYS."""
    article.review_by = next_day()
    article.save_version(STILL_TRUE)
    audit.note(Deed.CONFIRMED, article)
