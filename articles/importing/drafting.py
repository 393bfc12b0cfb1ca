"""From pages to drafts, the same way for every format: convert, then place links and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.conf import settings

from . import html_documents, sections, titles
from .categories import content_folder
from .code import HiddenCode
from .draft import Draft
from .head import Head
from .job import Job, Options
from .links import Links
from .media import Media
from .pages import Page
from .report import Refused
from .sources import Source
from .targets import Targets

Convert = Callable[[Page, HiddenCode], str]

# What the head of a page and a draft call the same.
SAME = (
    "summary", "tags", "publish_at", "expire_at", "review_by", "pinned", "views", "changes",
    "translation_of",
)  # fmt: skip


def drafts(
    job: Job, pages: list[Page], source: Source, convert: Convert, *, native: bool = False
) -> Iterator[Draft]:
    """Yield a draft for each page, those of the default locale first: others translate them.

    `convert` returns the text of a page with its code hidden, or raises Refused. Texts of a
    `native` source are our own export: they keep every link that they have.
    """
    pages = sorted(pages, key=_order)
    job.writer.look_up((page.locale, page.slug) for page in pages)
    media = Media(source, keep=not job.options.dry_run, native=native)
    try:
        links = Links(Targets(source.names, pages), media, job.report, native, job.options.old_site)
        converted = list(_converted(job, pages, convert, links))
        wrappers = len(content_folder([page.folders for page in pages], job.categories.tabs()))
        folders = _folders(pages, wrappers) if job.options.by_folders else {}
        if folders and not (native or job.categories.listed):
            job.categories.sections = sections.read(source, pages, wrappers, job.report)
        for page, body, hidden in job.track(converted, "Writing"):
            body = hidden.restore(links.rewrite(page, body, hidden))
            at = folders.get(page.name, page.folders)
            yield _draft(page, body if native else body.strip("\n"), at, job.options, native)
    finally:
        media.close()


def _converted(
    job: Job, pages: list[Page], convert: Convert, links: Links
) -> Iterator[tuple[Page, str, HiddenCode]]:
    """Yield the pages that convert, their texts and code; begin to store their pictures."""
    for page in job.track(pages, "Converting"):
        hidden = HiddenCode()
        try:
            body = convert(page, hidden)
        except Refused as error:
            job.report.refuse(page.name, error)
        else:
            links.want_pictures(page, body)
            yield page, body, hidden


def from_html(page: Page, hidden: HiddenCode) -> str:
    """Convert a page whose text is a document of HTML. Raises Refused."""
    return hidden.hide(html_documents.to_markdown(page.body))


def _folders(pages: list[Page], wrappers: int) -> dict[str, tuple[str, ...]]:
    """Return the folders of each page that are categories, by the name of the page.

    The first `wrappers` folders hold all the others and are no categories. Nor is a folder that
    holds one page and its pictures, such as Hugo's `guides/track/index.md`, except at the top.
    """
    below = Counter(folder for place in {page.place for page in pages} for folder in place.parents)
    folders = {}
    for page in pages:
        at = page.folders[wrappers:]
        alone = page.place.stem.lower() in ("index", "readme") and below[page.place.parent] == 1
        folders[page.name] = at[:-1] if alone and len(at) > 1 else at
    return folders


def _order(page: Page) -> tuple[bool, bool]:
    return page.head.translation_of is not None, page.locale != settings.LANGUAGE_CODE


def _draft(
    page: Page, body: str, folders: tuple[str, ...], options: Options, native: bool
) -> Draft:
    head = _head(page, native)
    return Draft(
        file=page.name,
        locale=page.locale,
        slug=page.slug,
        title=page.title,
        body=body,
        category=head.category or options.category,
        folders=folders,
        published_at=head.published,
        updated_at=head.updated,
        to_publish=not head.draft,
        place=page.place.with_suffix(""),
        old_slugs=head.aliases if native else [],
        native=native,
        named=not options.by_folders,
        **{name: getattr(head, name) for name in SAME},
    )


def _head(page: Page, native: bool) -> Head:
    """Return the head of a page with a summary that fits; what an export leaves out is empty."""
    head, summary = page.head, page.head.summary
    if native:
        return replace(head, summary=summary or "", tags=head.tags or [], pinned=bool(head.pinned))
    return replace(head, summary=summary and titles.shortened(titles.plain(summary)))
