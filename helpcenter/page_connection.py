"""Database connections of pages, which give up a server that has gone silent.

PostgreSQL cancels a statement that takes too long. But where it is paused, or its network drops
everything, nobody says so, and the thread would wait for ever. So after a while the page asks, by a
second connection, whether the server is there. One that is only busy answers, and is waited for.

Nor do all pages wait in turn for a server that cannot be reached: with more visitors than threads
each would wait for those before it, 32 at once for ten seconds.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any, Self

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg_pool import ConnectionPool

# Seconds that a statement is waited for before the server is asked, and for its answer to that.
SILENT_SECONDS, ANSWER_SECONDS = 1, 1
# Seconds that a page waits for a connection: to a server that answers, and to one that did not.
PATIENT, IMPATIENT = 2, 0.2
# Whether it speaks TLS: a server says so to anybody, even when it has no connection left to give.
# https://www.postgresql.org/docs/current/protocol-message-formats.html
SSL_REQUEST = struct.pack("!ii", 8, 80877103)


class PageConnection(Connection):
    """A connection whose every wait for a server that is gone ends as an OperationalError."""

    _impatient: ConnectionPool | None = None

    @classmethod
    def connect(cls, *arguments: Any, **options: Any) -> Self:
        made = super().connect(*arguments, **options)
        if cls._impatient:
            cls._impatient.timeout = PATIENT
        return made

    @classmethod
    def give_up(cls, pool: ConnectionPool) -> None:
        """Lose patience with a server that cannot be reached.

        One that has no more connections to give is there: those that `pool` has come back soon.
        """
        if not pool.get_stats()["pool_size"]:
            cls.lose_patience(pool)

    @classmethod
    def lose_patience(cls, pool: ConnectionPool) -> None:
        """Let pages hardly wait for a connection of `pool` until it has made one again."""
        cls._impatient, pool.timeout = pool, IMPATIENT

    def wait(self, gen: PQGen[RV], *arguments: Any, **options: Any) -> RV:
        return super().wait(self._watched(gen), *arguments, **options)

    def _watched(self, gen: PQGen[RV]) -> PQGen[RV]:
        """Hand on what `gen` waits for; psycopg reports every tenth of a second, ready or not."""
        ask_at = time.monotonic() + SILENT_SECONDS
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > ask_at:
                    self._ensure_server_answers()
                    ask_at = time.monotonic() + SILENT_SECONDS
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value

    def _ensure_server_answers(self) -> None:
        try:
            with dial(self.info.hostaddr or self.info.host, self.info.port) as probe:
                probe.sendall(SSL_REQUEST)
                probe.recv(1)
        except OSError as error:
            self.pgconn.finish()
            if pool := getattr(self, "_pool", None):
                self.lose_patience(pool)
            raise OperationalError(f"The server says nothing any more ({error}).") from error


# After how long a pool gives an attempt up; it would try the more rarely the longer that lasts.
POOL = {
    "connection_class": PageConnection,
    "timeout": PATIENT,
    "reconnect_timeout": 1,
    "reconnect_failed": PageConnection.give_up,
}


def dial(host: str, port: int) -> socket.socket:
    """Connect to a server by its address or, as libpq does, by the folder of its socket."""
    if not host.startswith("/"):
        return socket.create_connection((host, port), ANSWER_SECONDS)
    dialled = socket.socket(socket.AF_UNIX)
    dialled.settimeout(ANSWER_SECONDS)
    dialled.connect(f"{host}/.s.PGSQL.{port}")
    return dialled
