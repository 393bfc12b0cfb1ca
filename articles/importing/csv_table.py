"""A table with one article per row, or a folder of such tables. The first row names the columns.

`title` and `body` (Markdown) or `html` are needed; the other columns are those of front matter:
slug, category ("Tab > Category" makes both), tags, locale, summary, published, updated, pinned,
views. Comma, semicolon and tab separate; a quote that guards a cell from spreadsheets (`'=1+1`) is
taken away again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePosixPath

from ..csv_cells import unguarded
from ..languages import default_locale
from . import drafting, html_to_markdown, locales, pages, titles, wordpress
from .code import HiddenCode
from .draft import Draft
from .front_matter import Value
from .head import Head
from .head import read as read_head
from .job import Job
from .pages import Page
from .report import Refused, Report, SourceRefused
from .sources import Source, decode, open_tables

MAX_BYTES = 256 * 1024 * 1024
BODIES = ("body", "content", "html", "body_html")


def drafts(job: Job) -> Iterator[Draft]:
    """Yield the articles of a table. Raises SourceRefused."""
    source, files = open_tables(job.path, ".csv")
    read = []
    for file in files:
        for line, row in job.track(_rows(source, file), "Reading"):
            name = f"{file}:{line}"
            try:
                read.append(_page(name, row, job.options.locale))
            except Refused as error:
                job.report.refuse(name, error)

    def convert(page: Page, hidden: HiddenCode) -> str:
        return _convert(page, hidden, job.report)

    return drafting.drafts(job, pages.with_slugs(read), source, convert)


def _rows(source: Source, name: str) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells by column) of each row that has any."""
    try:
        text = decode(source.read(name, MAX_BYTES))
        csv.field_size_limit(pages.MAX_FILE_BYTES)
        first = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        columns = [cell.strip().lower() for cell in next(reader, [])]
        rows = []
        for cells in reader:
            if any(cells):
                plain = map(unguarded, cells)
                rows.append((reader.line_num, dict(zip(columns, plain, strict=False))))
    except (Refused, csv.Error) as error:
        raise SourceRefused(f"{name}: {error}") from error
    if "title" not in columns or not set(BODIES) & set(columns):
        raise SourceRefused(f"{name}: the first row must name the columns: title, body, ...")
    return rows


def _page(name: str, row: dict[str, str], locale: str | None) -> Page:
    values = {key: Value(cell.strip()) for key, cell in row.items() if key not in BODIES}
    folders: list[str] = []
    if ">" in (path := row.get("category", "")):
        folders = [part.strip().replace("/", " ") for part in path.split(">") if part.strip()]
        del values["category"]
    if "tags" in values:
        values["tags"].content = values["tags"].content.replace(";", ",")
    head: Head = read_head(values)
    page_locale = locales.named(head.locale or locale or default_locale())
    title = pages.fitting(" ".join((head.title or "").split()))
    if not title:
        raise Refused("The article has no title.", field="title")
    is_html = any(row.get(column, "").strip() for column in BODIES[2:])
    body = next((row[column] for column in BODIES if row.get(column, "").strip()), "")
    head.slug = head.slug or titles.slug_from(title) or "article"
    place = PurePosixPath(*folders, head.slug + (".html" if is_html else ".md"))
    return Page(name, place, page_locale, head, title, body, body)


def _convert(page: Page, hidden: HiddenCode, report: Report) -> str:
    if page.place.suffix == ".html":
        text = drafting.from_html(page, hidden)
    else:
        text = html_to_markdown.convert(hidden.hide(page.body), hidden)
    return wordpress.convert(text, page, report)
