"""From pages to drafts, the same way for every format: convert, then place links and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.conf import settings

from . import titles
from .categories import content_folder
from .code import Kept
from .draft import Draft
from .job import Job, Options
from .links import Links
from .media import Media
from .pages import Page
from .report import Refused
from .sources import Source
from .targets import Targets

Convert = Callable[[Page, Kept], str]


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
        links = Links(Targets(source.names, pages), media, job.report, native)
        converted = []
        for page in job.track(pages, "Converting"):
            try:
                kept = Kept()
                converted.append((page, convert(page, kept), kept))
            except Refused as error:
                job.report.refuse(page.name, error)
            else:
                links.want_pictures(page, converted[-1][1])
        wrappers = _wrappers(pages) if job.options.format == "markdown" else 0
        for page, body, kept in job.track(converted, "Writing"):
            body = kept.restore(links.rewrite(page, body, kept))
            yield _draft(page, body if native else body.strip("\n"), job.options, wrappers, native)
    finally:
        media.close()


def _wrappers(pages: list[Page]) -> int:
    return len(content_folder([page.folders for page in pages]))


def _order(page: Page) -> tuple[bool, bool]:
    return page.head.translation_of is not None, page.locale != settings.LANGUAGE_CODE


def _draft(page: Page, body: str, options: Options, wrappers: int, native: bool) -> Draft:
    head = page.head
    summary = head.summary
    if native:  # what an export does not mention is empty
        head = replace(
            head, summary=summary or "", tags=head.tags or [], pinned=head.pinned or False
        )
        summary = head.summary
    elif summary:
        summary = titles.shortened(titles.plain(summary))
    return Draft(
        file=page.name,
        locale=page.locale,
        slug=page.slug,
        title=page.title,
        body=body,
        category=head.category or options.category,
        folders=page.folders[wrappers:],
        summary=summary,
        tags=head.tags,
        published_at=head.published,
        updated_at=head.updated,
        publish_at=head.publish_at,
        expire_at=head.expire_at,
        review_by=head.review_by,
        pinned=head.pinned,
        views=head.views,
        changes=head.changes,
        to_publish=not head.draft,
        place=page.place.with_suffix(""),
        translation_of=head.translation_of,
        old_slugs=head.aliases if native else [],
        native=native,
        named=options.format != "markdown",
    )
