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

from articles.models import ExternalAddress
from articles.quality import rounds
from articles.quality.asking import Network


def network(value: str) -> Network:
    """Read 10.1.0.0/16 or 127.0.0.1."""
    try:
        return ipaddress.ip_network(value)
    except ValueError as error:
        raise ArgumentTypeError(f"{value!r} is no network such as 10.1.0.0/16.") from error


def positive(value: str) -> float:
    """Read a number above 0."""
    try:
        number = float(value)
    except ValueError as error:
        raise ArgumentTypeError(f"{value!r} is no number.") from error
    if not 0 < number < 1_000_000:
        raise ArgumentTypeError(f"{value} is not between 0 and a million.")
    return number


class Command(BaseCommand):
    help = "Asks the addresses on other sites that live articles link to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=1000, help="most addresses (1000)")
        parser.add_argument("--timeout", type=positive, default=10, help="seconds for each (10)")
        parser.add_argument(
            "--older-than", type=float, default=7, metavar="DAYS", help="asked before (7)"
        )
        parser.add_argument(
            "--time-limit", type=positive, default=900, metavar="SECONDS", help="for all (900)"
        )
        parser.add_argument("--at-once", type=int, default=8, help="most hosts at a time (8)")
        parser.add_argument(
            "--pause", type=float, default=1, metavar="SECONDS", help="between two of a host (1)"
        )
        parser.add_argument(
            "--allow", type=network, action="append", default=[], metavar="NETWORK",
            help="may be asked although it is private, such as 10.1.0.0/16; may be repeated",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        rounds.collect()
        due = ExternalAddress.objects.due(timezone.now(), max(0, options["older_than"]))
        asked = rounds.check(
            list(due[: max(0, options["limit"])]),
            self._tell,
            at_once=max(1, options["at_once"]),
            timeout=options["timeout"],
            pause=max(0, options["pause"]),
            time_limit=options["time_limit"],
            allowed=options["allow"],
        )
        dead = ExternalAddress.objects.dead().count()
        left = ExternalAddress.objects.due(timezone.now(), max(0, options["older_than"])).count()
        self.stdout.write(f"{len(asked)} asked, {dead} dead altogether, {left} still due.")

    def _tell(self, address: ExternalAddress) -> None:
        """Name what is not as it should be."""
        if address.failures or address.error:
            why = address.error or f"status {address.status}"
            self.stdout.write(f"  {address.url}: {why} ({address.failures} in a row)")
        elif address.moved_to:
            self.stdout.write(f"  {address.url} moved to {address.moved_to}")
