"""A page gives up a server that is paused or gone, and waits for one that is busy."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
from django.db import OperationalError, connection
from psycopg_pool import ConnectionPool

from helpcenter import page_connection
from helpcenter.page_connection import IMPATIENT, PATIENT, POOL, dial
from search import bounded

pytestmark = pytest.mark.django_db(transaction=True)


class Network:
    """Between the site and its server. While it is down, what is sent gets nowhere."""

    def __init__(self, host: str, port: int) -> None:
        self.server = host, port
        self.is_down = False
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                site, server = self.listener.accept()[0], dial(*self.server)
                server.settimeout(None)
                self.ends += [site, server]
                for ends in ((site, server), (server, site)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_down:
                    target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def come_up(self) -> None:
        """Let everything through again; who was connected finds out."""
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.is_down = False

    def end(self) -> None:
        self.come_up()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def network(monkeypatch):
    """The way of this process's connections, which are those of pages and soon out of patience."""
    monkeypatch.setattr(page_connection, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(page_connection, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(page_connection, "PATIENT", 0.5)
    monkeypatch.setattr(page_connection, "IMPATIENT", 0.4)
    connection.ensure_connection()
    of_libpq = connection.connection.info
    between = Network(of_libpq.host, of_libpq.port)
    connection.close()
    connection.close_pool()
    given = connection.settings_dict
    soon = {"timeout": 0.5, "reconnect_timeout": 0}
    with monkeypatch.context() as changed:
        changed.setitem(given, "HOST", "127.0.0.1")
        changed.setitem(given, "PORT", between.port)
        changed.setitem(given["OPTIONS"], "pool", given["OPTIONS"]["pool"] | POOL | soon)
        yield between
        between.end()
        connection.close()
        connection.close_pool()


def test_pages_say_so_while_the_server_is_silent_and_work_again_after(client, publish, network):
    """Once it is known to be silent they hardly wait: else each waits for all that came before."""

    def ask(path: str):
        connection.close()  # as after every request
        return client.get(path)

    publish("Answer", "The answer.")
    client.raise_request_exception = False
    assert ask("/articles/answer/").status_code == 200
    network.is_down = True
    for path in ("/articles/answer/", "/healthz"):
        response = ask(path)
        assert (response.status_code, response.headers.get("Retry-After")) == (503, "5")
        assert connection.pool.timeout == page_connection.IMPATIENT
    network.come_up()
    # On a busy machine the pool may need longer than one page waits for it.
    assert 200 in (ask("/search/?q=answer").status_code for _time in range(20))
    assert connection.pool.timeout == page_connection.PATIENT


def test_a_server_that_falls_silent_in_the_middle_of_a_page_is_given_up(network):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    network.is_down = True
    with pytest.raises(OperationalError, match="says nothing"), bounded.limited():
        pass
    assert connection.connection.closed


def test_a_statement_that_takes_long_is_waited_for(network):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.6)")
        assert cursor.rowcount == 1


def test_a_server_that_has_no_more_connections_to_give_is_waited_for(monkeypatch):
    connection.ensure_connection()  # one that the pool has
    monkeypatch.setattr(connection.pool, "timeout", PATIENT)
    POOL["reconnect_failed"](connection.pool)
    assert connection.pool.timeout == PATIENT
    away = ConnectionPool(open=False, min_size=0, max_size=1, timeout=PATIENT)
    POOL["reconnect_failed"](away)
    assert away.timeout == IMPATIENT
