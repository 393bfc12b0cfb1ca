"""A buffer of what a worker has to write: one statement for many rows instead of one for each.

A thread writes what waits every VIEWS_FLUSH_SECONDS, outside of any request. A killed worker loses
that much at most; while the database is away, MAX_WAITING are kept.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import Error, connection

logger = logging.getLogger(__name__)

# More than this many while the database is away, and the oldest are lost.
MAX_WAITING = 100_000

T = TypeVar("T")


class WriteBuffer(Generic[T]):
    """Things of this worker process that `write` is to write; `called` names them in the log."""

    def __init__(self, write: Callable[[list[T]], None], called: str) -> None:
        self._write = write
        self._called = called
        self._things: list[T] = []
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def add(self, thing: T) -> None:
        """Keep a thing for the next write; the first one starts the writing thread."""
        with self._lock:
            self._things.append(thing)
            if self._writer is None:
                self._writer = threading.Thread(target=self._keep_writing, daemon=True)
                self._writer.start()
                atexit.register(self.flush)

    def flush(self) -> None:
        """Write what waits; when the database is away it keeps waiting."""
        with self._lock:
            things, self._things = self._things, []
        if not things:
            return
        try:
            self._write(things)
        except Error:
            logger.exception("%d %s wait until the database is back", len(things), self._called)
            with self._lock:
                self._things = (things + self._things)[-MAX_WAITING:]
        finally:
            connection.close()

    def _keep_writing(self) -> None:
        pause = threading.Event()
        while not pause.wait(settings.VIEWS_FLUSH_SECONDS):
            try:
                self.flush()
            except Exception:  # nobody would start another thread
                logger.exception("Some %s could not be written and are lost", self._called)
