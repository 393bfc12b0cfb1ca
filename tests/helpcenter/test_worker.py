"""Clients that keep the server waiting keep nobody else waiting; on a real server, over sockets."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.helpcenter.test_run import ROOT, children_named, free_port

# One worker with two threads, and a stalled client is given up after half a second.
SERVER = """
import sys, time
from gunicorn.app.base import BaseApplication
from helpcenter import worker

class Echo(BaseApplication):
    def load_config(self):
        given = {"bind": f"127.0.0.1:{sys.argv[1]}", "workers": 1, "threads": 2, "keepalive": 75,
                 "worker_class": "helpcenter.worker.Worker", "loglevel": "critical",
                 "control_socket_disable": True,
                 "post_fork": lambda server, worker: time.sleep(0.2)}
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self):
        return answer

def answer(environ, start_response):
    asked = environ.get(environ["QUERY_STRING"], environ["PATH_INFO"])
    body = environ["wsgi.input"].read() or asked.encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]

worker.HEAD_SECONDS, worker.STALLED_SECONDS, worker.WHOLE_SECONDS = 1, 0.5, 1.5
Echo().run()
"""
MANY = 8
OPEN, END = b"GET /%d HTTP/1.1\r\nHost: a", b"\r\n\r\n"


@contextmanager
def started(*through: str) -> Iterator[subprocess.Popen]:
    """Run a server that answers with the body, with what the query names, or with the path.

    Its last argument is its port; `through` is a command that becomes it.
    """
    number = free_port()
    command = [*through, sys.executable, "-c", SERVER, str(number)]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        while not _listens(number):
            assert running.poll() is None
        yield running
    finally:
        running.terminate()
        running.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def port(server) -> int:
    return int(server.args[-1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def connect(port) -> Iterator[Callable[..., socket.socket]]:
    """Return a function that connects and sends: connect(b"GET ..."); waits 5 seconds at most."""
    opened = []

    def to_server(sent: bytes = b"") -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        opened[-1].sendall(sent)
        return opened[-1]

    yield to_server
    for client in opened:
        client.close()


def answer(client: socket.socket) -> bytes:
    """Return the body of the next answer."""
    response = HTTPResponse(client)
    response.begin()
    return response.read()


def test_clients_that_do_not_hang_up_keep_nobody_waiting(connect):
    asked = [connect(b"GET /%d HTTP/1.0" % n + END) for n in range(MANY)]
    assert [answer(client) for client in asked] == [b"/%d" % n for n in range(MANY)]
    assert answer(connect(OPEN % 99 + END)) == b"/99"


def test_connections_that_say_nothing_keep_nobody_waiting_and_may_speak_later(connect):
    silent = [connect() for _ in range(MANY)]
    assert answer(connect(OPEN % 99 + END)) == b"/99"
    for number, client in enumerate(silent):
        client.sendall(OPEN % number + END)
        assert answer(client) == b"/%d" % number


def test_requests_that_come_in_pieces_keep_nobody_waiting_and_are_answered(connect):
    slow = [connect(OPEN % n) for n in range(MANY)]
    assert answer(connect(OPEN % 99 + END)) == b"/99"
    for number, client in enumerate(slow):
        client.sendall(END[:3])
        client.sendall(END[3:] + OPEN % (number + 50))  # and the beginning of the next one
        assert answer(client) == b"/%d" % number
        client.sendall(END)
        assert answer(client) == b"/%d" % (number + 50)


def test_the_longest_question_in_chinese_is_taken(connect):
    asked = b"GET /1?q=" + b"%E6%97%A5" * 500 + b"&tab=product-documents HTTP/1.1\r\nHost: a"
    assert answer(connect(asked + END)) == b"/1"


@pytest.mark.parametrize(("named", "told"), [(b"wsgi.url_scheme", b"http"), (b"path", b"/x/1")])
def test_no_header_says_how_the_site_is_asked(connect, named, told):
    asked = b"GET /x/1?%s HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nSCRIPT_NAME: /x"
    assert answer(connect(asked % named + END)) == told


def test_a_head_that_never_ends_is_given_up(connect):
    with pytest.raises(ConnectionResetError):
        connect(OPEN % 1).recv(1)


def test_a_body_that_stalls_gives_its_thread_back(connect):
    post = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"
    for _ in range(MANY):
        connect(post)
    assert answer(connect(post + b"cd")) == b"abcd"


def test_a_body_that_drips_gives_its_thread_back(connect):
    post = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n"
    dripping = [connect(post) for _ in range(2)]
    answered = threading.Event()

    def drip() -> None:
        while not answered.wait(0.1):
            for client in dripping:
                with suppress(OSError):
                    client.sendall(b"a")

    dripper = threading.Thread(target=drip)
    dripper.start()
    try:
        assert answer(connect(OPEN % 99 + END)) == b"/99"
    finally:
        answered.set()
        dripper.join()


@pytest.mark.parametrize("milliseconds", [1, 3, 5])
def test_a_worker_told_to_quit_again_while_it_quits_still_ends(milliseconds, connect, server):
    for number in range(MANY):
        with connect(b"GET /%d HTTP/1.0" % number + END) as client:
            answer(client)
    [worker] = children_named("python", of=server.pid)
    until = time.monotonic() + 5
    with suppress(ProcessLookupError):  # it has ended
        while time.monotonic() < until:
            os.kill(worker, signal.SIGINT)  # the terminal's, then its master's
            os.kill(worker, signal.SIGQUIT)
            time.sleep(milliseconds / 1000)
    assert not Path(f"/proc/{worker}").exists()


def test_a_worker_told_to_quit_before_it_has_handlers_ends(connect, server):
    answer(connect(OPEN % 1 + END))  # then the first one has its own
    [first] = children_named("python", of=server.pid)
    os.kill(first, signal.SIGINT)
    until = time.monotonic() + 5
    while not (new := set(children_named("python", of=server.pid)) - {first}):
        assert time.monotonic() < until
        time.sleep(0.005)
    os.kill(worker := new.pop(), signal.SIGINT)  # while it sleeps after the fork
    while (is_there := Path(f"/proc/{worker}").exists()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_there


def test_a_request_that_is_read_while_the_worker_quits_is_answered(connect, server):
    client = connect(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
    time.sleep(0.1)
    [worker] = children_named("python", of=server.pid)
    os.kill(worker, signal.SIGINT)
    client.sendall(b"cd")
    assert answer(client) == b"abcd"


def test_a_worker_that_quits_waits_for_no_connection_that_is_kept_open(connect, server):
    answer(client := connect(OPEN % 1 + END))
    [worker] = children_named("python", of=server.pid)
    os.kill(worker, signal.SIGINT)
    assert client.recv(1) == b""


def test_who_has_connected_before_the_server_ends_is_answered():
    with started() as running, ExitStack() as clients:
        number = int(running.args[-1])
        answer(_ask(number, 99))  # then the worker has its own handlers
        [worker] = children_named("python", of=running.pid)
        os.kill(worker, signal.SIGSTOP)
        asked = [clients.enter_context(_ask(number, n)) for n in range(MANY)]
        running.terminate()
        time.sleep(0.3)  # the master tells the worker, which hears of it when it goes on
        os.kill(worker, signal.SIGCONT)
        assert [answer(client) for client in asked] == [b"/%d" % n for n in range(MANY)]


def test_more_connections_than_a_worker_may_have_files_wait_and_end_no_worker():
    few = ("sh", "-c", 'ulimit -n 80 && exec "$@"', "sh")
    with started(*few) as running, ExitStack() as clients:
        number = int(running.args[-1])
        answer(_ask(number, 1))
        before = children_named("python", of=running.pid)
        for _ in range(100):
            clients.enter_context(socket.create_connection(("127.0.0.1", number)))
        asked = clients.enter_context(_ask(number, 2))
        asked.settimeout(30)  # silent ones are closed in turn
        assert answer(asked) == b"/2"
        assert children_named("python", of=running.pid) == before


def _ask(port: int, path: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=5)
    client.sendall(b"GET /%d HTTP/1.0" % path + END)
    return client
