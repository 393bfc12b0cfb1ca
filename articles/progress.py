"""The progress bar of long commands: on a terminal only, so that logs stay readable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")


class Track(Protocol):
    """Wraps what a loop goes through: `for item in track(items, "Reading")`."""

    def __call__(self, items: Iterable[Item], title: str, /) -> Iterable[Item]: ...


def track(stream: Any) -> Track:
    """Return the `Track` that draws on `stream`, the `stdout` of a command."""
    from rich.console import Console  # which the site itself need not load
    from rich.progress import track as bar

    stream = getattr(stream, "_out", stream)  # Django's OutputWrapper
    console = Console(file=stream)

    def tracked(items: Iterable[Item], title: str, /) -> Iterable[Item]:
        return bar(items, f"{title:<10}", console=console) if console.is_terminal else items

    return tracked
