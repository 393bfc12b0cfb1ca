"""How much one subscriber may ask, so that a flood of requests harms nobody else: token buckets.

Each has a bucket that holds a minute's or an hour's worth of requests and fills again evenly: a
burst is welcome, a stream is slowed down. Buckets are in the memory of one worker process; a site
with several lets that many times as much through, and nobody writes a row per request.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

MAX_ADDRESSES = 10_000


class TokenBuckets:
    """What each subscriber has left; whoever asked the longest ago is forgotten first.

    An empty bucket is full again after `seconds`.
    """

    def __init__(self, seconds: float = 60) -> None:
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str, most: int, now: float | None = None) -> float:
        """Take one request; return 0, or the seconds to wait until there is one to take."""
        if most <= 0:
            return 0.0
        now = time.monotonic() if now is None else now
        per_second = most / self._seconds
        with self._lock:
            left, at = self._left.pop(who, (float(most), now))
            left = min(float(most), left + (now - at) * per_second)
            wait = 0.0 if left >= 1 else (1 - left) / per_second
            self._left[who] = (left if wait else left - 1, now)
            if len(self._left) > MAX_ADDRESSES:
                self._left.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._left.clear()
