"""A round through the addresses on other sites: who is asked, in which order, and what is kept.

Several hosts are asked at once, each of them one address after the other with a pause between:
nobody should take us for an attack. The round ends when its time is over; the rest is asked next
time, first.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import Empty, Queue
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from ..models import ExternalAddress, Link
from . import findings
from .asking import Answer, Network, ask

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


def answers(
    urls: Iterable[str],
    *,
    at_once: int,
    timeout: float,
    pause: float,
    time_limit: float,
    allowed: Sequence[Network] = (),
) -> Iterator[Answer]:
    """Yield what `urls` answer, as it comes, until `time_limit` seconds are over.

    At most `at_once` hosts are asked at a time, each one address at a time with `pause` seconds
    between two; one address has `timeout` seconds. Other threads ask; none uses the database.
    """
    end, stop = time.monotonic() + time_limit, threading.Event()
    arrived: Queue[Answer] = Queue()
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc].append(url)

    def visit(host: list[str]) -> None:
        for number, url in enumerate(host):
            left = end - time.monotonic()
            if left <= 0 or (number and stop.wait(pause)):
                return
            arrived.put(ask(url, min(timeout, left), allowed))

    pool = ThreadPoolExecutor(at_once)
    visits = [pool.submit(visit, host) for host in hosts.values()]
    try:
        while not all(visit.done() for visit in visits):
            if time.monotonic() >= end:
                stop.set()
            try:
                yield arrived.get(timeout=0.05)
            except Empty:
                continue
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
    while not arrived.empty():
        yield arrived.get()


def keep(known: ExternalAddress, answer: Answer, now: datetime) -> bool:
    """Keep what an address answered; return whether that changes what staff are told of it."""
    before = known.is_dead, known.moved_to
    known.status, known.error, known.moved_to = answer.status, answer.error, answer.moved_to[:2000]
    known.checked_at = now
    if answer.is_there or answer.is_refused:
        known.failures = 0
    else:
        known.failures += 1
    known.save()
    return before != (known.is_dead, known.moved_to)


def check(
    due: Sequence[ExternalAddress], tell: Callable[[ExternalAddress], None], **how
) -> list[ExternalAddress]:
    """Ask the addresses `due`, keep what they answer, and tell of each; `how` is for `answers`.

    Returns those that were asked. The findings of the articles that link to them are put right at
    the end.
    """
    known = {address.url: address for address in due}
    asked, changed = [], []
    for answer in answers(known, **how):
        address = known[answer.url]
        if keep(address, answer, timezone.now()):
            changed.append(address.url)
        asked.append(address)
        tell(address)
    linking = Link.objects.filter(kind=Link.Kind.EXTERNAL, address__in=changed)
    findings.keep(linking.values_list("article", flat=True))
    return asked
