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
