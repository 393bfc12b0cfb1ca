"""The server of `make run`: gunicorn, which loads the site once and then forks its workers."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connection
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

SHARED_MEMORY = "/dev/shm"  # noqa: S108


class Master(Arbiter):
    """gunicorn's master, which looks after more than its workers once a second."""

    def murder_workers(self) -> None:
        super().murder_workers()
        self.app.check()

    def handle_usr2(self) -> None:
        """Start no master beside this one, as gunicorn does: it would find the port taken."""
        self.log.warning("SIGUSR2 does nothing here: new code takes a stop and a start.")


class Site(BaseApplication):
    """The site at an address; `run` serves it until a signal ends it, and never returns.

    `begin` is called once it listens; what that returns is called once a second from then on.
    """

    def __init__(
        self, bind: str, workers: int, threads: int, begin: Callable[[], Callable[[], None]]
    ) -> None:
        is_kept = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN

        def listening(arbiter: Arbiter) -> None:
            # When its terminal is closed gunicorn reads its settings again and keeps the port.
            hangup = signal.SIG_IGN if is_kept else lambda *_: arbiter.signal(signal.SIGTERM, None)
            signal.signal(signal.SIGHUP, hangup)
            self.check = begin()

        self.options = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "helpcenter.worker.Worker",
            "worker_tmp_dir": SHARED_MEMORY if os.path.isdir(SHARED_MEMORY) else None,
            # Longer than a proxy keeps a connection to ask again (nginx 60 seconds): one that
            # is closed under a request that changes something is a 502 there.
            "keepalive": 75,
            "preload_app": True,
            "when_ready": listening,
            "loglevel": "warning",
            "proc_name": "helpcenter",
            # In the home of whoever starts it, one for all sites; nobody asks it anything.
            "control_socket_disable": True,
        }
        super().__init__()

    def run(self) -> None:
        Master(self).run()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        connection.close()
        connection.close_pool()  # the pool's threads do not survive the fork into workers
        from .wsgi import application

        return application
