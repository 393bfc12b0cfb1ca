"""How the public pages ask the database, and the pieces of SQL that several statements share."""

from __future__ import annotations

from typing import Any

from django.db import connection

CATEGORY_NAME = """
    (SELECT {column} FROM articles_categorytranslation AS translation
      WHERE translation.category_id = {category} AND translation.{column} <> ''
      ORDER BY translation.locale = %(locale)s DESC, translation.locale = %(default)s DESC,
               translation.locale
      LIMIT 1)"""

# An article leaves the site at its time, not only when `publish_due` takes its page away.
SHOWN = "({article}.expire_at IS NULL OR {article}.expire_at > now())"


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple]:
    """Return the rows of one SELECT; PostgreSQL keeps the plan of one that is asked often."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
