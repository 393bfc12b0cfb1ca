"""The notices above every page: what visitors of a locale see now.

Writing one is a new edition (migration 0026), and so is the moment at which one begins or ends, so
kept pages follow at once; others are at most a second old, as for the branding.
"""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

from django.utils.translation import get_language

from .branding import BrieflyCached
from .models import Notice


class ShownNotice(NamedTuple):
    """A notice as a page shows it; `locale` is "" for all. Who closed `key` has read this one."""

    text: str
    kind: str
    address: str
    locale: str
    key: str


def current() -> tuple[ShownNotice, ...]:
    """Return the notices of the active locale, the newest first."""
    return tuple(notice for notice in _shown() if notice.locale in ("", get_language()))


def forget() -> None:
    """Forget what was read last."""
    _shown.forget()


def _read() -> tuple[ShownNotice, ...]:
    return tuple(
        ShownNotice(notice.text, notice.kind, notice.address, notice.locale, _key(notice))
        for notice in Notice.objects.shown()
    )


def _key(notice: Notice) -> str:
    """Return a name for what a notice says now; what has changed is shown again."""
    content = f"{notice.kind} {notice.address} {notice.text}"
    return f"{notice.pk}-{crc32(content.encode()):08x}"


_shown: BrieflyCached[tuple[ShownNotice, ...]] = BrieflyCached(_read, ())
