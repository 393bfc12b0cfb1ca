"""Two people at once: the second begins before the transaction of the first has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

WAITS_FOR_US = """
    SELECT EXISTS (SELECT FROM pg_locks
                    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"""


def overtaken(first: Callable[[], object], second: Callable[[], Any]) -> Any:
    """Do `first`, and keep it open until `second` is done or waits; return what `second` did."""

    def with_its_own_connection() -> Any:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            first()
            later = pool.submit(with_its_own_connection)
            while not (later.done() or cursor.execute(WAITS_FOR_US).fetchone()[0]):
                time.sleep(0.01)
        return later.result()
