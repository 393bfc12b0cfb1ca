"""Text of another dialect, converted as an import does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from articles.importing import foreign_dialects, front_matter
from articles.importing.code import HiddenCode
from articles.importing.head import Head
from articles.importing.pages import Page
from articles.importing.report import Report


@dataclass
class Files:
    """A source in memory."""

    files: dict[str, str] = field(default_factory=dict)
    name: str = "kb"

    @property
    def names(self) -> list[str]:
        return sorted(self.files)

    def has(self, name: str) -> bool:
        return name in self.files

    def read(self, name: str, limit: int) -> bytes:
        return self.files[name].encode()


def convert(
    text: str, name: str = "docs/page.md", report: Report | None = None, **files: str
) -> str:
    body = front_matter.split(text)[1]
    page = Page(name, PurePosixPath(name), "en-us", Head(), "Page", body, text)
    hidden = HiddenCode()
    source = Files({key.replace("__", "/") + ".md": value for key, value in files.items()})
    converted = foreign_dialects.convert(page, hidden, source, report or Report())
    return hidden.restore(converted).strip("\n")
