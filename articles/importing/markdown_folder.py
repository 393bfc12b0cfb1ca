"""A folder or zip of Markdown files with front matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from . import drafting, foreign_dialects
from .code import HiddenCode
from .draft import Draft
from .job import Job
from .pages import MARKDOWN, Page, read_pages
from .report import SourceRefused
from .sources import HTML, Source, open_source

# The mark of our own exports: their texts are in our dialect and are taken as they are.
NATIVE_MARK = "helpcenter-export.yml"


def drafts(job: Job) -> Iterator[Draft]:
    """Yield the articles below `path`. Raises SourceRefused."""
    source = open_source(job.path)
    native = source.has(NATIVE_MARK)
    if not (job.categories.read_file(source) or native):
        _refuse_without_markdown(source)
    pages = read_pages(source, job, native)

    def convert(page: Page, hidden: HiddenCode) -> str:
        if native:
            return hidden.hide_all(page.body)
        return foreign_dialects.convert(page, hidden, source, job.report)

    return drafting.drafts(job, pages, source, convert, native=native)


def _refuse_without_markdown(source: Source) -> None:
    """Say what a source holds instead: AsciiDoc, the HTML of a wiki. Raises SourceRefused."""
    kinds = Counter(PurePosixPath(name).suffix.lower() for name in source.names)
    if kinds and not kinds.keys() & set(MARKDOWN):
        contents = ", ".join(f"{count} {kind or 'others'}" for kind, count in kinds.most_common(5))
        has_html = any(kind in kinds for kind in HTML)
        way = "--format html reads HTML." if has_html else "Convert its texts to Markdown first."
        raise SourceRefused(f"{source.name} has no Markdown files ({contents}). {way}")
