"""How the public pages ask the database, and the pieces of SQL that several statements share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg import RawCursor

CATEGORY_NAME = """
    (SELECT {column} FROM articles_categorytranslation AS translation
      WHERE translation.category_id = {category} AND translation.{column} <> ''
      ORDER BY translation.locale = %(locale)s DESC, translation.locale = %(default)s DESC,
               translation.locale
      LIMIT 1)"""

# An article leaves the site at its time, not only when `publish_due` takes its page away.
SHOWN = "({article}.expire_at IS NULL OR {article}.expire_at > now())"


PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|%)")


def rows(sql: str, parameters: Mapping[str, Any]) -> list[tuple]:
    """Return the rows of one SELECT; PostgreSQL keeps the plan of one that is asked often.

    Its placeholders are %(name)s; `parameters` may have more names.
    """
    with connection.cursor() as cursor:
        cursor.cursor = Reader(cursor.connection)
        cursor.execute(sql, parameters)
        return cursor.fetchall()


class Reader(RawCursor[tuple]):
    """A cursor inside Django's that remembers statements of any length and takes binary values.

    psycopg numbers the placeholders of a statement of more than 4,096 letters each time anew, and
    reads numbers and times from text: together a tenth of the processor's time of a search.
    """

    def execute(self, query: str, params: Mapping[str, Any]) -> Reader:  # type: ignore[override]
        """Execute one statement with %(name)s placeholders; Django calls it with these two only."""
        numbered, names = _numbered(query)
        return super().execute(numbered, [params[name] for name in names], binary=True)


@lru_cache(maxsize=512)
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """Return `sql` with its placeholders as PostgreSQL numbers them, and the name of each."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"${numbers.setdefault(match[1], len(numbers) + 1)}" if match[1] else "%"

    return PLACEHOLDER.sub(number, sql).encode(), tuple(numbers)
