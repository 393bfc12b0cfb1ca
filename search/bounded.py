"""Statements on behalf of a visitor, cancelled by PostgreSQL when they take too long."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection
from django.db.backends.postgresql.base import Cursor
from psycopg.errors import QueryCanceled

TIME_LIMIT_MS = 1000

# The planner takes `@@` for as cheap as `=` and reads the whole table where the index would do:
# 21 ms instead of 1 at 6,600 passages. Compiling a statement of a few milliseconds costs more.
BEFORE = (
    f"SET LOCAL statement_timeout = {TIME_LIMIT_MS}; SET LOCAL enable_seqscan = off;"
    " SET LOCAL jit = off; "
)
AFTER = (
    "; SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;"
    " SET LOCAL jit TO DEFAULT"
)


class TookTooLong(Exception):
    """A statement ran into the limit and was cancelled; the connection goes on."""


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple]:
    """Return the rows of one SELECT; raises TookTooLong after TIME_LIMIT_MS.

    The settings travel in the same message as the statement: one round trip instead of several,
    because a message of many statements is a transaction, which SET LOCAL ends with. Only a cursor
    that binds parameters itself can send such a message.
    """
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(Cursor(connection.connection)) as cursor:  # type: ignore[arg-type,call-arg]
        try:
            cursor.execute(BEFORE + sql + AFTER, parameters)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TookTooLong from error
            raise
        for _setting in range(BEFORE.count(";")):
            cursor.nextset()
        return cursor.fetchall()
