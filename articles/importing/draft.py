"""An article as a source has it, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath


@dataclass
class Draft:
    """An article as a source has it; None where the source says nothing."""

    file: str
    locale: str
    slug: str
    title: str
    body: str
    category: str | None = None
    folders: tuple[str, ...] = ()
    summary: str | None = None
    tags: list[str] | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    review_by: date | None = None
    pinned: bool | None = None
    views: dict[date, int] | int | None = None
    changes: list[tuple[datetime, str]] = field(default_factory=list)
    to_publish: bool = True
    place: PurePosixPath | None = None
    translation_of: str | None = None
    old_slugs: list[str] = field(default_factory=list)
    native: bool = False
    named: bool = False

    def is_due(self, now: datetime) -> bool:
        """Whether visitors are to read it now: not before its time, nor when that is over."""
        waits = not self.native and self.waits_until(now) is not None
        is_over = self.expire_at is not None and self.expire_at <= now
        return self.to_publish and not waits and not is_over

    def waits_until(self, now: datetime) -> datetime | None:
        """Return the time at which it goes live; None for one that has come.

        In an export of ours it is that of a draft, or of the next change of a live article.
        """
        has_come = self.publish_at is not None and self.publish_at <= now
        return None if has_come and not self.native else self.publish_at
