"""What is written to the log, and what of an error."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import DisallowedHost
from django.db import OperationalError

# What PostgreSQL calls a lost connection, its own shutdown and start, and a full disk, memory or
# list of connections. https://www.postgresql.org/docs/current/errcodes-appendix.html
AWAY = ("08", "57P", "53")
POOL = "psycopg.pool"
# Seconds after which a pool says again that it cannot connect; it tries several times in each.
AGAIN = 60


def configuration(level: str) -> dict[str, Any]:
    """Return LOGGING: everything from `level` on goes to standard error, once."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"tracebacks": {"()": TracebackFilter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["tracebacks"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": []},  # its own one would say everything twice with DEBUG
            # Warns of each HEAD that Django answers with a body, which it drops itself.
            "gunicorn.http.wsgi": {"level": "ERROR"},
        },
    }


class TracebackFilter(logging.Filter):
    """Leaves out the tracebacks that say no more than their line.

    While the database is away or full each page has one, and whoever scans the internet asks for
    hosts that are not ours all day. A statement that failed or took too long keeps its traceback.
    Why no connection can be made is said once a minute.
    """

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == POOL:
            return self._is_news(record)
        error = record.exc_info and record.exc_info[1]
        if isinstance(error, OperationalError) and _is_away(error):
            reason = str(error).partition("\n")[0]
            record.msg, record.args = f"{record.getMessage()} ({reason})", ()
            record.exc_info = record.exc_text = None
        elif isinstance(error, DisallowedHost):
            record.exc_info = record.exc_text = None
        return True

    def _is_news(self, record: logging.LogRecord) -> bool:
        last = self.told.get(record.msg, 0)
        if is_news := record.created >= last + AGAIN:
            self.told[record.msg] = record.created
        return is_news


def _is_away(error: OperationalError) -> bool:
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(AWAY)
