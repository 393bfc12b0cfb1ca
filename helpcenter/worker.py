"""gunicorn's worker with threads, which here takes no thread for a client that keeps it waiting."""

from __future__ import annotations

import os
import resource
import selectors
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from types import FrameType

from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

# Seconds in which the whole head of a request must be there.
HEAD_SECONDS = 10
# Seconds in which a read of the rest, or a write of a piece of the answer, must get on.
STALLED_SECONDS = 30
# Seconds in which the rest must be there, however it comes: an upload of 10 MB at 0.7 Mbit/s.
WHOLE_SECONDS = 120
# Bytes of the line with the address, the most that gunicorn takes: a question of 500 letters of
# Chinese has 4,500, and gunicorn's own limit is 4,094.
LONGEST_LINE = 8190
# Bytes after which a head is given to gunicorn, which refuses one that is longer.
LONGEST_HEAD = 65536
# Files that a worker has beside its connections: libraries, the database's, those being closed.
OTHER_FILES = 64
# Closed connections that wait at a time for their client to hang up; more are closed at once.
MAX_WAITING = 32
# What ends a worker.
ENDING = {signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


class Worker(ThreadWorker):
    """Waits for clients beside the threads that answer, and beside the loop that feeds them.

    A browser opens connections ahead and says nothing on them: gunicorn gives each a thread for
    five seconds. A phone loses its network in the middle of a request: it has a thread for good.
    Some programs do not hang up: each stops the worker for two seconds. Eight of any kind stop a
    site of two workers with four threads. Here only a body has a thread while it comes, for
    WHOLE_SECONDS at most; a proxy that reads bodies first, as nginx does, spares that, too.
    """

    def init_process(self) -> None:
        self.closing: set[Future] = set()
        self.closers = ThreadPoolExecutor(MAX_WAITING, "closer")
        self.answering: set[TConn] = set()
        self.is_quitting = False
        super().init_process()

    @classmethod
    def check_config(cls, cfg: Config, log: Logger) -> None:
        """Take long questions and no more than fit, believe no header, hold what ends a new worker.

        gunicorn believes whoever asks from 127.0.0.1 that https is spoken, and what the path
        begins with; here Django alone decides, by TRUST_PROXY_HEADERS.

        Signals are held until the worker listens, for its first handlers are the master's: they
        lost a Ctrl-C that came at once, and the master waited half a minute for the worker.
        """
        super().check_config(cfg, log)
        cfg.set("limit_request_line", LONGEST_LINE)
        # One more than it may have files ended the worker, and with it all that it was answering.
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if files != resource.RLIM_INFINITY:
            most = max(8, files - OTHER_FILES)
            cfg.set("worker_connections", min(cfg.worker_connections, most))
        cfg.set("secure_scheme_headers", {})
        cfg.set("forwarder_headers", "")
        hold, release = (
            partial(signal.pthread_sigmask, how, ENDING)
            for how in (signal.SIG_BLOCK, signal.SIG_UNBLOCK)
        )
        os.register_at_fork(before=hold, after_in_parent=release)

    def init_signals(self) -> None:
        super().init_signals()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # all get that of a terminal; the master tells
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """End as at SIGTERM, but keep no connection open for a request that may come.

        gunicorn raises SystemExit wherever the signal arrives: a thread that was just being started
        is then unknown to its pool, and Python waits for it for ever. And the terminal's Ctrl-C
        arrives twice, by itself and by the master: the second one waited for a lock of the first,
        or met a worker that had put its handlers away, and the terminal read of a killed one.
        """
        _answer_no_more(lambda *_: None)
        self.is_quitting = True
        self.handle_exit(sig, frame)

    def run(self) -> None:
        super().run()
        _answer_no_more(signal.SIG_IGN)  # Python puts handlers of its own away as it ends

    def set_accept_enabled(self, enabled: bool) -> None:
        """Answer who has connected before a worker ends, then leave its door at once.

        gunicorn leaves it open while it ends, and closes it on all who came meanwhile: under load
        one request of each client was lost at every end.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            before = -1
            while before < self.nr_conns < self.worker_connections:
                before = self.nr_conns
                self.accept(listener)
            listener.close()

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request to a thread once its head is there."""
        if _has_head(conn):
            conn.data_ready, conn.head_until = True, None
            conn.whole_until = time.monotonic() + WHOLE_SECONDS
            self.answering.add(conn)
            conn.init = partial(_init, conn)
            super().enqueue_req(conn)
            return
        conn.head_until = getattr(conn, "head_until", None) or time.monotonic() + HEAD_SECONDS
        conn.timeout = conn.head_until
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def _cap_keepalive(self, deadline: float) -> None:
        """Let nobody keep a worker from stopping who has not asked by `deadline`."""
        deadline = time.monotonic() if self.is_quitting else deadline
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def murder_pending(self) -> None:
        """Close who has not asked in time, and read no more of a request that is still coming."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn in self.answering if conn.whole_until < now]:
            self.answering.discard(conn)
            with suppress(OSError):  # closed meanwhile
                conn.sock.shutdown(socket.SHUT_RD)  # what is answered is sent all the same

    def finish_request(self, conn: TConn, fs: Future) -> None:
        self.answering.discard(conn)
        conn.close = partial(self._close, conn)
        super().finish_request(conn, fs)

    def _close(self, conn: TConn, graceful: bool = False) -> None:
        if not graceful or len(self.closing) >= MAX_WAITING:
            TConn.close(conn)
            return
        closing = self.closers.submit(TConn.close, conn, graceful=True)
        self.closing.add(closing)
        closing.add_done_callback(self.closing.discard)


def _answer_no_more(how: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    """Let SIGINT and SIGQUIT do nothing; ignored at once, one that waits would be told of."""
    for again in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(again, how)


def _init(conn: TConn) -> None:
    TConn.init(conn)
    conn.sock.settimeout(STALLED_SECONDS)


def _has_head(conn: TConn) -> bool:
    """Return whether the head of a request waits, or the end of the connection.

    Without it the socket will not be readable again before there are more bytes than now.
    """
    if conn.parser and conn.parser.unreader.buf.getvalue():
        return True  # came with the request before
    conn.sock.setblocking(False)
    try:
        seen = conn.sock.recv(LONGEST_HEAD, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    is_whole = not seen or b"\r\n\r\n" in seen or len(seen) == LONGEST_HEAD
    enough = 1 if is_whole else len(seen) + 1
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, enough)
    return is_whole
