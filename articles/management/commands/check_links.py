"""Ask the other sites that articles link to whether their pages are still there.

Run it every night. An address is asked again after --older-than days, one that failed after a day;
after three failures in a row it is dead, and "Quality" in the admin lists the articles that link to
it. No page of the site ever waits for another site: only this command asks.
"""

from __future__ import annotations

import ipaddress
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.management.options import between
from articles.models import ExternalAddress
from articles.quality import rounds
from articles.quality.link_requests import Network

MANY = 999_999
SECONDS = between(0.1, MANY, float)


def network(value: str) -> Network:
    """Return the network that 10.1.0.0/16 or 127.0.0.1 is. Raises ArgumentTypeError."""
    try:
        return ipaddress.ip_network(value)
    except ValueError as error:
        raise ArgumentTypeError(f"{value!r} is no network such as 10.1.0.0/16.") from error


class Command(BaseCommand):
    help = "Ask the addresses on other sites that live articles link to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        days, pause = between(0, 36_500, float), between(0, MANY, float)
        add("--limit", type=between(1, MANY), default=1000, help="most addresses (1000)")
        add("--timeout", type=SECONDS, default=10, help="seconds for each (10)")
        add("--older-than", type=days, default=7, metavar="DAYS", help="last asked before (7)")
        add("--time-limit", type=SECONDS, default=900, metavar="SECONDS", help="for all (900)")
        add("--at-once", type=between(1, 1000), default=8, help="most hosts at a time (8)")
        add("--pause", type=pause, default=1, metavar="SECONDS", help="between two of a host (1)")
        add(
            "--allow", type=network, action="append", default=[], metavar="NETWORK",
            help="may be asked although it is private, such as 10.1.0.0/16; may be repeated",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        rounds.collect()
        due = ExternalAddress.objects.due(timezone.now(), options["older_than"])
        pace = rounds.Pace(
            options["at_once"],
            options["timeout"],
            options["pause"],
            options["time_limit"],
            options["allow"],
        )
        checked = rounds.check(list(due[: options["limit"]]), self._tell, pace)
        dead = ExternalAddress.objects.dead().count()
        left = ExternalAddress.objects.due(timezone.now(), options["older_than"]).count()
        self.stdout.write(f"{len(checked)} asked, {dead} dead altogether, {left} still due.")

    def _tell(self, address: ExternalAddress) -> None:
        """Name what is not as it should be."""
        if address.failures or address.error:
            why = address.error or f"status {address.status}"
            self.stdout.write(f"  {address.url}: {why} ({address.failures} in a row)")
        elif address.moved_to:
            self.stdout.write(f"  {address.url} moved to {address.moved_to}")
