"""Who has an article open in the form: told by the form while it is looked at.

Somebody is there for PRESENT after the form was heard of last. One statement notes one and reads
the others; rows of those who are long gone go with it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from .models import Presence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PRESENT = timedelta(seconds=60)  # the form tells every 25 s
FORGOTTEN_AFTER = timedelta(hours=1)

NOTE_AND_READ = """
    WITH noted AS (
        INSERT INTO articles_presence (article_id, user_id, seen_at)
        SELECT id, %(user)s, %(now)s FROM articles_article WHERE id = %(article)s
            ON CONFLICT (article_id, user_id) DO UPDATE SET seen_at = excluded.seen_at
    ), forgotten AS (
        DELETE FROM articles_presence WHERE id IN (
            SELECT id FROM articles_presence WHERE seen_at < %(long_ago)s AND user_id <> %(user)s
               FOR UPDATE SKIP LOCKED)
    )
    SELECT username
      FROM articles_presence AS present JOIN {users} AS users ON users.id = present.user_id
     WHERE article_id = %(article)s AND user_id <> %(user)s AND seen_at > %(since)s
     ORDER BY 1"""


def meet(user: User, article: int) -> list[str]:
    """Note that `user` has an article open, and return the names of the others who have."""
    now = timezone.now()
    users = connection.ops.quote_name(get_user_model()._meta.db_table)
    told: dict[str, Any] = {
        "user": user.pk, "article": article, "now": now, "since": now - PRESENT,
        "long_ago": now - FORGOTTEN_AFTER,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NOTE_AND_READ.format(users=users), told)
        return [name for (name,) in cursor.fetchall()]


def leave(user: User, article: int) -> None:
    """Note that `user` closed an article."""
    Presence.objects.filter(user=user, article=article).delete()
