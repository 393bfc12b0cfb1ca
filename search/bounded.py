"""Statements on behalf of a visitor, cancelled by PostgreSQL when they take too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection
from psycopg import Connection, generators
from psycopg.errors import QueryCanceled
from psycopg.pq import TransactionStatus

from articles import reading

TIME_LIMIT_MS = 1000
RETRY_AFTER = 2  # seconds

# PostgreSQL takes planning for cheap and would do it anew for each question: half of the time of
# reading it, a third of ranking. The planner takes `@@` for as cheap as `=` and reads the whole
# table where the index would do: 21 ms instead of 1 at 6,600 passages. Compiling a statement of a
# few milliseconds costs more.
FOR_VISITORS = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "jit": "off"}


class TookTooLong(Exception):
    """A statement ran into the limit and was cancelled; the connection goes on."""


_is_limited: ContextVar[bool] = ContextVar("is_limited", default=False)


@contextmanager
def limited() -> Iterator[None]:
    """Cancel every statement of the block that takes more than TIME_LIMIT_MS, as TookTooLong.

    Statements are planned FOR_VISITORS, once. A block within a block changes nothing. Two messages
    to the server, of 0.05 ms each.
    """
    if _is_limited.get():
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    settings = {"statement_timeout": TIME_LIMIT_MS, **FOR_VISITORS}
    _tell(raw, *(f"SET {name} = {to}" for name, to in settings.items()))
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
            _tell(raw, *(f"RESET {name}" for name in settings))


def _tell(raw: Connection, *statements: str) -> None:
    """Send statements without a cursor, which takes longer than PostgreSQL does."""
    with connection.wrap_database_errors:
        raw.pgconn.send_query("; ".join(statements).encode())
        raw.wait(generators.execute(raw.pgconn))


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple]:
    """Return the rows of one SELECT; raises TookTooLong after TIME_LIMIT_MS."""
    with limited():
        return reading.rows(sql, parameters)
