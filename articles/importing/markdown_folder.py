"""A folder or zip of Markdown files with front matter."""

from __future__ import annotations

from collections.abc import Iterator

from . import drafting, foreign_dialects
from .code import Kept
from .draft import Draft
from .job import Job
from .pages import Page, read_pages
from .sources import open_source

# The mark of our own exports: their texts are in our dialect and are taken as they are.
NATIVE_MARK = "helpcenter-export.yml"


def drafts(job: Job) -> Iterator[Draft]:
    """Yield the articles below `path`. Raises SourceRefused."""
    source = open_source(job.path)
    native = source.has(NATIVE_MARK)
    job.categories.read_file(source)
    pages = read_pages(source, job, native)

    def convert(page: Page, kept: Kept) -> str:
        if native:
            return kept.hide_all(page.body)
        return foreign_dialects.convert(page, kept, source, job.report)

    return drafting.drafts(job, pages, source, convert, native=native)
