"""Options that several commands have."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.management.base import CommandError


def check_locale(locale: str | None) -> None:
    """Raise CommandError when the site does not have `locale`; None is every one."""
    if locale is not None and locale not in settings.LOCALES:
        known = ", ".join(settings.LOCALES)
        raise CommandError(f"The site has no locale {locale!r}; it has {known}.")


def between(least: float, most: float, kind: type = int) -> Callable[[str], float]:
    """Return a type of argparse: a number from `least` to `most`, whole unless `kind` is float."""
    wanted = f"{'a whole number' if kind is int else 'a number'} from {least:g} to {most:g}"

    def read(value: str) -> float:
        number = math.nan
        with suppress(ValueError):
            number = kind(value)
        if not least <= number <= most:
            raise ArgumentTypeError(f"{value!r} is not {wanted}.")
        return number

    return read
