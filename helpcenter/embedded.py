"""The PostgreSQL server that comes with the site when no DATABASE_URL is set.

Decides who starts and who stops it. Every process that uses the server holds a shared lock on one
file beside the data; whoever leaves last gets that lock alone and stops the server. The kernel
drops the lock of a killed process, so neither a crash nor `kill -9` leaves a wrong count behind;
`server_watcher` stops the server when nobody is left to do so. `cluster` makes the data and runs
the server on it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from . import cluster

DATABASE = "helpcenter"
# PostgreSQL's own default, and the megabytes that it is raised to at most. A search reads passages
# here and there, and those of 100,000 articles are 600 MB. Only what is read takes memory.
DEFAULT_BUFFERS, MAX_BUFFERS = "128MB", 1024

_urls: dict[Path, str] = {}
# Held so that it is not collected: Popen warns of a child that still runs then, as this one does
# until the last process has left.
_watcher: subprocess.Popen | None = None


def ensure_running(data: Path, durable: bool = True) -> str:
    """Start the server on `data` unless it runs already, and return the URL of its database.

    The first call creates the data directory, an ordinary role and an empty database. One that is
    not `durable` never waits for the disk, and loses everything when the machine goes down.
    Raises ImproperlyConfigured when the server does not start.
    """
    if data not in _urls:
        data.parent.mkdir(parents=True, exist_ok=True)
        _share(data)
        with _alone(data):  # two first starts at once are no error
            sockets = cluster.answering(data) or _start(data)
            _create_database(sockets, durable)
        _urls[data] = f"postgres://{DATABASE}@/{DATABASE}?host={quote(str(sockets))}"
    return _urls[data]


def used() -> Path | None:
    """Return the data of the server that this process uses, None when DATABASE_URL names one."""
    return next(iter(_urls), None)


def main() -> None:
    """Start the server on the data in `sys.argv` for a site that has lost it, and leave it."""
    # Halfway, the site that ends would not find the server that it has to stop.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        ensure_running(Path(sys.argv[1]))
    except ImproperlyConfigured as error:
        sys.exit(" ".join(str(error).split()))


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    with open(data.with_suffix(".starting"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(data: Path) -> Path:
    """Start the server, and a watcher that stops it when all who use it were killed.

    Returns the folder of its socket.
    """
    global _watcher
    sockets = cluster.start(data)
    _watcher = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
        [sys.executable, "-m", "helpcenter.server_watcher", str(data)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # of whoever reads ours to its end
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return sockets


def _create_database(sockets: Path, durable: bool) -> None:
    """Create the site's role and database on the first start; the site is never superuser."""
    superuser = {"host": str(sockets), "user": cluster.SUPERUSER, "dbname": "postgres"}
    with psycopg.connect(**superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        if durable:
            _keep_more_in_memory(connection)
        else:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")
        name = sql.Identifier(DATABASE)
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [DATABASE]).rowcount:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
        if not connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
        ).rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))


def _keep_more_in_memory(connection: psycopg.Connection) -> None:
    """Let the server keep pages in an eighth of the machine's memory from its next start on.

    What an administrator has set stays.
    """
    megabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 8 // 2**20
    is_default = "SELECT current_setting('shared_buffers') = %s"
    if megabytes > 128 and connection.execute(is_default, [DEFAULT_BUFFERS]).fetchone() == (True,):
        buffers = f"{min(megabytes, MAX_BUFFERS)}MB"
        with contextlib.suppress(psycopg.errors.DiskFull):  # all that only reads goes on
            connection.execute(sql.SQL("ALTER SYSTEM SET shared_buffers = {}").format(buffers))


def _share(data: Path) -> None:
    """Take this process's share in the server and arrange for the last one out to stop it."""
    lock = open(data.with_suffix(".lock"), "w")  # noqa: SIM115 - held until the process ends
    fcntl.flock(lock, fcntl.LOCK_SH)
    owner = os.getpid()

    def leave() -> None:
        if os.getpid() != owner:  # a forked worker shares our lock; only we may give it up
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # somebody else still uses the server, or is stopping it
            fcntl.flock(lock, fcntl.LOCK_SH)
            return
        cluster.stop(data)

    atexit.register(leave)


if __name__ == "__main__":
    main()
