"""A round through the addresses on other sites: who is asked, in which order, and what is kept.

Several hosts are asked at once, each of them one address after the other with a pause between:
nobody should take us for an attack. The round ends when its time is over; the rest is asked next
time, first.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, Queue
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from ..models import ExternalAddress, Link
from . import findings
from .link_requests import LinkResponse, Network, ask

COLLECT = """
    INSERT INTO articles_externaladdress (url, error, moved_to, failures)
    SELECT DISTINCT address, '', '', 0 FROM articles_link WHERE kind = 'external'
        ON CONFLICT (url) DO NOTHING"""
FORGET = """
    DELETE FROM articles_externaladdress AS known
     WHERE NOT EXISTS (SELECT FROM articles_link WHERE kind = 'external' AND address = known.url)"""


def collect() -> None:
    """Keep a row for every address that a live article links to, and for no other."""
    with connection.cursor() as cursor:
        cursor.execute(COLLECT)
        cursor.execute(FORGET)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a round goes: `at_once` hosts at a time, `pause` seconds between two calls of one.

    One address has `timeout` seconds, the whole round `time_limit`. `allowed` are networks that may
    be asked although they are private.
    """

    at_once: int
    timeout: float
    pause: float
    time_limit: float
    allowed: Sequence[Network] = ()


class _Round:
    """A round under way: when it ends, and the answers that threads have brought so far."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.end = time.monotonic() + pace.time_limit
        self.stop = threading.Event()
        self.arrived: Queue[LinkResponse] = Queue()

    def visit(self, urls: Sequence[str]) -> None:
        """Ask the addresses of one host, one after the other."""
        for number, url in enumerate(urls):
            left = self.end - time.monotonic()
            if left <= 0 or (number and self.stop.wait(self.pace.pause)):
                return
            self.arrived.put(ask(url, min(self.pace.timeout, left), self.pace.allowed))


def responses(urls: Iterable[str], pace: Pace) -> Iterator[LinkResponse]:
    """Yield what `urls` answer, as it comes. Threads ask, and none of them uses the database."""
    current, pool = _Round(pace), ThreadPoolExecutor(pace.at_once)
    visits = [pool.submit(current.visit, host) for host in _by_host(urls)]
    try:
        while not all(visit.done() for visit in visits):
            if time.monotonic() >= current.end:
                current.stop.set()
            with suppress(Empty):
                yield current.arrived.get(timeout=0.05)
    finally:
        current.stop.set()
        pool.shutdown(cancel_futures=True)
    while not current.arrived.empty():
        yield current.arrived.get()


def _by_host(urls: Iterable[str]) -> Collection[list[str]]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)
    return hosts.values()


def keep(address: ExternalAddress, response: LinkResponse, now: datetime) -> bool:
    """Keep what an address answered; return whether that changes what staff are told of it."""
    before = address.is_dead, address.moved_to
    address.status, address.error = response.status, response.error
    address.moved_to = response.moved_to[:2000]
    address.checked_at = now
    if response.is_there or response.is_refused:
        address.failures = 0
    else:
        address.failures += 1
    address.save()
    return before != (address.is_dead, address.moved_to)


def check(
    due: Sequence[ExternalAddress], tell: Callable[[ExternalAddress], None], pace: Pace
) -> list[ExternalAddress]:
    """Ask the addresses `due`, keep what they answer, call `tell` with each; return those asked.

    The findings of the articles that link to them are put right at the end.
    """
    known = {address.url: address for address in due}
    checked, changed = [], []
    for response in responses(known, pace):
        address = known[response.url]
        if keep(address, response, timezone.now()):
            changed.append(address.url)
        checked.append(address)
        tell(address)
    linking = Link.objects.filter(kind=Link.Kind.EXTERNAL, address__in=changed)
    findings.keep(linking.values_list("article", flat=True))
    return checked
