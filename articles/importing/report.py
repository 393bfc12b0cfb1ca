"""What an import says about its files: what failed, what deserves a look, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


class Refused(ValueError):
    """One file cannot be imported; the message says why and what to do about it."""

    def __init__(self, message: str, *, field: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.line = line


class SourceRefused(ValueError):
    """The folder or archive as a whole is not imported."""


@dataclass(frozen=True)
class Note:
    """One remark about one place: `file:line: field: message`."""

    file: str
    message: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.message) if part)


@dataclass
class Report:
    """The outcome of one import. `deeds` are kept of a dry run only, which is made to read them."""

    is_dry_run: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[Note] = field(default_factory=list)
    warnings: dict[Note, None] = field(default_factory=dict)  # a set that keeps its order
    skipped: list[Note] = field(default_factory=list)
    deeds: list[Note] = field(default_factory=list)

    def refuse(self, file: str, error: Refused) -> None:
        """Note that `file` failed."""
        self.errors.append(Note(file, str(error), error.line, error.field))

    def warn(self, file: str, message: str, line: int | None = None) -> None:
        """Note something that deserves a look but does not stop the file, once."""
        self.warnings[Note(file, message, line)] = None

    def skip(self, file: str, reason: str) -> None:
        """Note that `file` is no article."""
        self.skipped.append(Note(file, reason))

    def tell(self, file: str, deed: str, lines: Iterable[str] = ()) -> None:
        """Note what would be done with `file`, and line by line what that changes."""
        self.deeds.append(Note(file, "\n      ".join([deed, *lines])))
