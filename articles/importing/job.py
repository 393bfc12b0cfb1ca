"""What one import was asked to do, and what its steps share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..progress import Track
from .categories import Categories
from .report import Report
from .writing import Writer


@dataclass(frozen=True)
class Options:
    """What the operator asked for.

    `category` is the key for articles that name none, instead of their folders. `locale` is for
    files that name none. `publish` also publishes what is due; without it articles are drafts, and
    a live one gets a changed working copy. `old_site` is the address of the site that the
    source comes from.
    """

    format: str = "markdown"
    locale: str | None = None
    category: str | None = None
    publish: bool = False
    dry_run: bool = False
    old_site: str = ""

    @property
    def by_folders(self) -> bool:
        """Whether categories are folders, not names as people write them."""
        return self.format in ("markdown", "html")


@dataclass(frozen=True)
class Job:
    """One import under way. `track` wraps every long loop, to show progress."""

    path: Path
    options: Options
    track: Track
    report: Report
    categories: Categories
    writer: Writer
