"""Stop the embedded server when the last process that used it was killed, and so could not.

Decides nothing: it waits in a process of its own for the lock that every user of the server shares
(`embedded`), and whoever gets that alone stops the server. Until then it imports next to nothing.
"""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path


def main() -> None:
    """Wait for the server on the data in `sys.argv`, unless another process does already."""
    data = Path(sys.argv[1])
    with open(data.with_suffix(".lock"), "w") as lock:
        with open(data.with_suffix(".watched"), "w") as watched:
            try:
                fcntl.flock(watched, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            fcntl.flock(lock, fcntl.LOCK_EX)
        from . import cluster

        cluster.stop(data)


if __name__ == "__main__":
    main()
