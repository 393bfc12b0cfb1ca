"""What has to run as long as the site does: `publish_due`, and the embedded server.

Decides when either is started again, for a machine that runs out of memory kills what it likes. The
process that serves looks once a second, and keeps the log of that server short. What ends at once
waits twice as long each time, up to a minute.
"""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from . import cluster, embedded

logger = logging.getLogger(__name__)

# Seconds from one start to the next, at first and at most.
FIRST, LONGEST = 1.0, 60.0


class Supervised:
    """A program that is started again when it has ended.

    With `is_missing` it is a program that ends once it has done its work, as the one that starts
    the embedded server does; it is started again when what it brought is missing.
    """

    def __init__(
        self, name: str, arguments: list[str], is_missing: Callable[[], bool] | None = None
    ) -> None:
        self._name, self._command = name, [sys.executable, *arguments]
        self._is_missing = is_missing
        self._process: subprocess.Popen | None = None
        self._pause, self._may_start, self._checked_at = FIRST, 0.0, 0.0

    def start(self) -> None:
        """Start the program; a signal from the terminal does not reach it."""
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            self._command, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def check(self, now: float) -> None:
        """Start it if need be; each second in which all is well takes one off its pause."""
        runs = self._process is not None and self._process.poll() is None
        is_well = runs if self._is_missing is None else not runs and not self._is_missing()
        if is_well:
            self._pause = max(FIRST, self._pause - (now - self._checked_at))
        elif not runs and now >= self._may_start:
            logger.warning("%s has ended; it is started again.", self._name)
            self._may_start, self._pause = now + self._pause, min(2 * self._pause, LONGEST)
            try:
                self.start()
            except OSError as error:  # as where no memory is left for a process
                logger.error("%s cannot be started: %s", self._name, error)
        self._checked_at = now

    def end(self) -> None:
        """End the program, and wait until it has ended."""
        if self._process:
            self._process.terminate()
            self._process.wait()


def start(publish_every: int) -> Callable[[], None]:
    """Start what runs beside the site until this process ends; return what to call every second.

    `publish_every` are seconds; 0 starts no `publish_due`. A server that DATABASE_URL names is not
    ours to start. Programs are ended before this process gives the embedded server up, so that none
    starts it again; when we are killed, `publish_due` sees that its parent is gone.
    """
    owner, programs = os.getpid(), []
    if publish_every:
        every = ["--every", str(publish_every), "--parent", str(owner)]
        programs.append(Supervised("publish_due", ["manage.py", "publish_due", *every]))
        programs[0].start()
    if data := embedded.used():
        command = ["-m", "helpcenter.embedded", str(data)]
        is_missing = partial(cluster.is_away, data)
        programs.append(Supervised("The embedded PostgreSQL", command, is_missing))

    def check() -> None:
        for program in programs:
            program.check(time.monotonic())
        if data:
            cluster.shorten_log(data)

    def end() -> None:
        if os.getpid() == owner:  # a forked worker inherits this
            for program in programs:
                program.end()

    atexit.register(end)
    return check
