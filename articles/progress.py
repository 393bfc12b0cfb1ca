"""The progress bar of long commands: on a terminal only, so that logs stay readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track as bar

Item = TypeVar("Item")


def track(stream: Any) -> Callable[[Iterable[Item], str], Iterable[Item]]:
    """Return a function that wraps a loop, `track(items, "Reading")`, and draws on `stream`.

    `stream` is the `stdout` of a command.
    """
    stream = getattr(stream, "_out", stream)  # Django's OutputWrapper
    console = Console(file=stream)

    def tracked(items: Iterable[Item], title: str) -> Iterable[Item]:
        return bar(items, f"{title:<10}", console=console) if console.is_terminal else items

    return tracked
