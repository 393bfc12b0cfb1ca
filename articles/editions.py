"""Editions of what is published: readers of one edition all see the same.

An edition is a number that database triggers move whenever a published table is written (migration
0003), together with the last time at which an article expired or a notice began or ended, which
nobody writes, and the day. `page_cache` keeps pages of one edition; so that a page from memory
costs one query, the statement that reads the edition also reads the page's view counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

# `is_being_written`: somebody has written and not committed, so what is rendered now is soon old.
# A writer takes its lock before it moves the number, so the lock must be looked for after the
# number was read: the subquery depends on it. Looking takes as long as all the rest, and nobody can
# have written without moving the number that was the last one while nobody wrote. OFFSET: once, not
# for each article; then the statement is also cheap enough to PostgreSQL to be planned once.
READ_EDITION = """
    SELECT edition.*, total.article_id, total.views
      FROM (SELECT last_value,
                   greatest((SELECT max(expire_at) FROM articles_publishedarticle
                              WHERE expire_at <= now()),
                            (SELECT max(moment)
                               FROM articles_notice, unnest(ARRAY[starts_at, ends_at]) AS moment
                              WHERE moment <= now())),
                   CASE WHEN last_value = %s::bigint THEN false ELSE
                   EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND classid = 0
                              AND objid = 'articles_edition'::regclass AND last_value IS NOT NULL
                              AND database = (SELECT oid FROM pg_database
                                               WHERE datname = current_database())) END
              FROM articles_edition OFFSET 0) AS edition
      LEFT JOIN articles_viewtotal AS total ON total.article_id = ANY(%s)"""


class Edition(NamedTuple):
    """What two readers must share to see the same: nothing was published or expired between them.

    It ends with the `day`, because what was read most of late changes with the days.
    """

    number: int
    last_moment: datetime | None
    day: date | None = None


class EditionState(NamedTuple):
    """The current edition, whether a next one is being written, and views by article id."""

    edition: Edition
    is_being_written: bool
    views: dict[int, int]


# The number of the last edition that was read while nobody wrote.
_settled_number: int | None = None


def current(article_ids: Sequence[int] = ()) -> EditionState:
    """Return the current edition with the view counts of `article_ids`; one SQL statement.

    An article that nobody has read yet is missing in the counts.
    """
    global _settled_number
    with connection.cursor() as cursor:
        cursor.execute(READ_EDITION, [_settled_number, list(article_ids)])
        rows = cursor.fetchall()
    number, last_moment, is_being_written, _, _ = rows[0]
    if not is_being_written:
        _settled_number = number
    views = {id: count for _, _, _, id, count in rows if id}
    edition = Edition(number, last_moment, timezone.localdate())
    return EditionState(edition, is_being_written, views)


def forget() -> None:
    """Forget which edition was settled, as when another database stands behind the connection."""
    global _settled_number
    _settled_number = None
