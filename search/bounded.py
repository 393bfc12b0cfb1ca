"""Statements on behalf of a visitor, cancelled by PostgreSQL when they take too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.postgresql.base import Cursor
from psycopg.errors import QueryCanceled
from psycopg.pq import TransactionStatus

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


_is_limited: ContextVar[bool] = ContextVar("is_limited", default=False)


@contextmanager
def limited() -> Iterator[None]:
    """Cancel every statement of the block that takes more than TIME_LIMIT_MS, as TookTooLong.

    For the statements that PostgreSQL keeps planned, which `rows` cannot send, and for which it
    would otherwise not do so: it takes planning for cheap, which is 1 ms of reading a question. A
    block within a block changes nothing. Two messages to the server, of 0.05 ms each.
    """
    if _is_limited.get():
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    # By libpq itself: a cursor of psycopg takes longer than PostgreSQL does.
    raw.pgconn.exec_(
        b"SET statement_timeout = %d; SET plan_cache_mode = force_generic_plan" % TIME_LIMIT_MS
    )
    token = _is_limited.set(True)
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise
    finally:
        _is_limited.reset(token)
        # A transaction that failed takes the setting back by itself, and so does a lost connection.
        if not raw.closed and raw.info.transaction_status != TransactionStatus.INERROR:
            raw.pgconn.exec_(b"RESET statement_timeout; RESET plan_cache_mode")


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
