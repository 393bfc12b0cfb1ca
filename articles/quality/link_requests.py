"""Asks an address on another site whether it is there, without being led into our own network.

An article's writer chooses the address and another site chooses where it redirects to, so both may
try to reach what only our server can: its own ports, the cloud's metadata, machines of the office.
Therefore every host is resolved here, each of its addresses must be public, and the connection goes
to the very address that was looked at; the same for each redirect. Only http and https, nothing
with a password in it, no cookies, and never more than the head of an answer is read.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_HOPS = 5
REDIRECTS = frozenset([301, 302, 303, 307, 308])
FOR_GOOD = frozenset([301, 308])
# There is a page, but not for programs, or not for everybody.
THERE_BUT_CLOSED = frozenset([401, 402, 403, 407, 429, 451, 999])
# IPv6 addresses that carry one of IPv4 in their last 32 bits reach that one (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; HelpCenterLinkCheck/1.0)",
    "Accept": "*/*",
    "Connection": "close",
}


class AddressRefused(Exception):
    """An address that we do not ask, and why."""


@dataclass(frozen=True, slots=True)
class LinkResponse:
    """What an address answered; `status` is None when there was no answer, and `error` says why.

    `moved_to` is set when all redirects on the way were for good and the page there exists.
    `is_refused` is set when we did not ask.
    """

    url: str
    status: int | None = None
    error: str = ""
    moved_to: str = ""
    is_refused: bool = False

    @property
    def is_there(self) -> bool:
        return self.status is not None and (self.status < 400 or self.status in THERE_BUT_CLOSED)


def ask(url: str, timeout: float, allowed: Sequence[Network] = ()) -> LinkResponse:
    """Ask `url`, following redirects, for at most `timeout` seconds altogether.

    `allowed` are networks that may be asked although they are not public. Raises nothing.
    """
    end, here, is_for_good = time.monotonic() + timeout, url, True
    try:
        for _hop in range(MAX_HOPS + 1):
            status, location = _status(here, end, allowed)
            if status not in REDIRECTS or not location:
                moved = here if here != url and is_for_good and status < 400 else ""
                return LinkResponse(url, status, moved_to=moved)
            is_for_good = is_for_good and status in FOR_GOOD
            here = iri_to_uri(urljoin(here, location).split("#")[0])
        return LinkResponse(url, error="It redirects again and again.")
    except AddressRefused as refused:
        return LinkResponse(url, error=str(refused), is_refused=True)
    except TimeoutError:
        return LinkResponse(url, error="No answer in time.")
    except (OSError, HTTPException, ValueError) as error:
        late = time.monotonic() >= end
        return LinkResponse(url, error="No answer in time." if late else _named(error))


def _named(error: Exception) -> str:
    """Return an error in one short line."""
    if isinstance(error, socket.gaierror):
        return "There is no such host."
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:200]


def _status(url: str, end: float, allowed: Sequence[Network]) -> tuple[int, str]:
    """Return the status of `url` and where it redirects to.

    Some servers answer HEAD with an error where GET shows a page.
    """
    status, location = _request("HEAD", url, end, allowed)
    return _request("GET", url, end, allowed) if status >= 400 else (status, location)


def _request(method: str, url: str, end: float, allowed: Sequence[Network]) -> tuple[int, str]:
    parts = urlsplit(url)
    host, port = _checked(parts)
    with _connected(host, port, end, allowed) as open_sockets:
        raw = open_sockets[0]
        if parts.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            open_sockets.append(raw)
        connection = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(host, port)
        connection.sock, connection.auto_open = raw, 0  # it never opens one that was not checked
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request(method, path if path.startswith("/") else f"/{path}", headers=HEADERS)
        response = connection.getresponse()
        if time.monotonic() >= end:  # cut off amid its headers, which reads like their end
            raise TimeoutError
        return response.status, response.getheader("Location", "")


def _checked(parts: SplitResult) -> tuple[str, int]:
    """Return host and port of an address that may be asked for."""
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(f"Only http and https are asked, not {parts.scheme[:20]!r}.")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("There is a name or a password in the address.")
    if not parts.hostname:
        raise AddressRefused("The address names no host.")
    host = (
        parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    )
    return host, parts.port or (443 if parts.scheme == "https" else 80)


@contextmanager
def _connected(
    host: str, port: int, end: float, allowed: Sequence[Network]
) -> Iterator[list[socket.socket]]:
    """Yield a list with a socket that is connected to `host`; all in it are closed at `end`.

    A server that sends a byte now and then would otherwise keep us for ever.
    """
    sockets = [_open(_public(host, port, allowed), end)]
    watch = threading.Timer(max(0.0, end - time.monotonic()), _shut, [sockets])
    watch.daemon = True
    watch.start()
    try:
        yield sockets
    finally:
        watch.cancel()
        for opened in sockets:
            opened.close()


def _shut(sockets: list[socket.socket]) -> None:
    with suppress(OSError):
        sockets[-1].shutdown(socket.SHUT_RDWR)


def _public(host: str, port: int, allowed: Sequence[Network]) -> list[tuple]:
    """Return the addresses of `host`, all public or allowed. Raises AddressRefused or OSError."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_family, address in addresses:
        ip = ipaddress.ip_address(str(address[0]))
        if not may_ask(ip, allowed):
            raise AddressRefused("It leads into a private network.")
    return addresses


def may_ask(ip: Ip, allowed: Sequence[Network] = ()) -> bool:
    """Whether `ip` is a public address, or in one of the networks `allowed`."""
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    inner = _carried(ip)
    if inner is not None:
        return may_ask(inner, allowed)
    return ip.is_global and not ip.is_multicast


def _carried(ip: Ip) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to, if it is of such a kind."""
    if ip.version == 4:
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _open(addresses: list[tuple], end: float) -> socket.socket:
    """Connect to the first of the addresses that answers."""
    error: OSError = TimeoutError()
    for family, kind, protocol, _name, address in addresses:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(left)
            opened.connect(address)
        except OSError as failed:
            opened.close()
            error = failed
        else:
            return opened
    raise error
