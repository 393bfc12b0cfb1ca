"""What of an error is written to the log."""

from __future__ import annotations

import logging

from django.db import OperationalError

# What PostgreSQL calls a lost connection, and its own shutdown and start.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
AWAY = ("08", "57P")


class DatabaseAwayFilter(logging.Filter):
    """Tells in one line that the database is away: no traceback says more, and each page has one.

    A statement that failed or took too long keeps its traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info and record.exc_info[1]
        if isinstance(error, OperationalError) and _is_away(error):
            reason = str(error).partition("\n")[0]
            record.msg, record.args = f"{record.getMessage()} ({reason})", ()
            record.exc_info = record.exc_text = None
        return True


def _is_away(error: OperationalError) -> bool:
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(AWAY)
