"""Which files of a folder are articles, and what each says before its text is converted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from . import contents, front_matter, locales, templates, titles, variables
from .head import Head
from .head import read as read_head
from .job import Job
from .locales import Layout
from .report import Refused, Report
from .sources import Source, decode

MARKDOWN = (".md", ".markdown", ".mdx")
OTHER_TEXTS = frozenset([".adoc", ".asciidoc", ".rst", ".textile", ".org", ".mediawiki"])
MAX_FILE_BYTES = 4 * 1024 * 1024
TITLE_LENGTH = 200
NOT_ARTICLES = {
    "toc": "a table of contents",
    "summary": "a table of contents",
    "license": "a licence",
    "licence": "a licence",
    "copying": "a licence",
    "contributing": "about the repository",
    "code_of_conduct": "about the repository",
    "code-of-conduct": "about the repository",
    "security": "about the repository",
}
PARTS = frozenset(
    ["includes", "_includes", "include", "reusables", "_snippets", "_partials", "archetypes"]
)
BOOKS = frozenset(["summary.md", ".gitbook.yaml"])  # what makes a book of a folder: GitBook's files
# Fumadocs and Next.js: `(start)` only groups files, and is in no address.
GROUP = re.compile(r"\(.+\)")
# Docusaurus keeps the texts of former versions beside the present one.
OLDER_VERSION = re.compile(r"(?:^|/)versioned_docs/|/docusaurus-plugin-content-docs[\w-]*/version-")
# What may stand before the heading: lines of MDX modules, comments, scripts, MyST's targets.
PREAMBLE = re.compile(
    r"(?:[ \t]*\n|<!--.*?-->[ \t]*\n|<script\b.*?</script>[ \t]*\n|import\s[^\n]*['\"][^\n]*\n"
    r"|\([\w .:-]+\)=[ \t]*\n)*+",
    re.DOTALL,
)
FIRST_HEADING = re.compile(r"\s*#{1,6}[ \t]+([^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")
H1 = re.compile(
    r"(?:#[ \t]+(?P<atx>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)"
    r"|(?P<setext>[^\n#>\-*+`|<\s][^\n]*)\n=+[ \t]*(?:\n|\Z))"
)


@dataclass(frozen=True)
class Page:
    """An article's file, read but not converted.

    `place` is its path below the locale's folder: files of several locales that share it are
    translations of one another. `first_line` is where the body begins in the file.
    """

    name: str
    place: PurePosixPath
    locale: str
    head: Head
    title: str
    body: str
    raw: str
    slug: str = ""

    @property
    def folders(self) -> tuple[str, ...]:
        return without_groups(self.place.parent.parts)

    def line_of(self, piece: str) -> int | None:
        """Return the line of the file in which `piece` occurs first."""
        at = self.raw.find(piece)
        return self.raw.count("\n", 0, at) + 1 if at >= 0 and piece else None


# Reads the file of this name, with the locale that the operator asked for; None is no article.
Read = Callable[[Source, str, str | None, Layout], Page | None]


def read_pages(source: Source, job: Job, native: bool) -> list[Page]:
    """Return the articles of `source`; files that fail or are none are noted in the report."""
    names = _candidates(source, job.report, native)
    return read_each(names, source, job, partial(_read, native), keep_empty=native)


def read_each(
    names: list[str], source: Source, job: Job, read: Read, *, keep_empty: bool = False
) -> list[Page]:
    """Return what `read` makes of each file; what fails or is no article is noted in the report."""
    pages = []
    layout = Layout.of(names, source.name, job.options.locale)
    for name in job.track(names, "Reading"):
        if layout.is_foreign(PurePosixPath(name)):
            job.report.skip(name, "in a locale that the site does not have")
            continue
        try:
            page = read(source, name, job.options.locale, layout)
        except Refused as error:
            job.report.refuse(name, error)
            continue
        if page is None:
            job.report.skip(name, "a table of contents")
        elif not page.body.strip() and not keep_empty:
            job.report.skip(name, "no text")
        else:
            pages.append(page)
    return with_slugs(pages)


def _candidates(source: Source, report: Report, native: bool) -> list[str]:
    """Return the files that may be articles; of an export of ours every Markdown file is one."""
    names = []
    is_book = any(name.lower() in BOOKS for name in source.names)
    for name in source.names:
        path = PurePosixPath(name)
        if path.suffix.lower() not in MARKDOWN:
            if path.suffix.lower() in OTHER_TEXTS:
                report.skip(name, "is not Markdown; convert it first")
            continue
        if native:
            names.append(name)
        elif is_of_a_tool(path):
            continue
        elif reason := _not_an_article(path, is_book):
            report.skip(name, reason)
        else:
            names.append(name)
    return names


def is_of_a_tool(path: PurePosixPath) -> bool:
    """Whether a file is one that no writer of articles put there."""
    return any(part.startswith((".", "__MACOSX", "node_modules")) for part in path.parts)


def without_groups(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders that are categories: those in brackets are none."""
    return tuple(folder for folder in folders if not GROUP.fullmatch(folder))


def _not_an_article(path: PurePosixPath, is_book: bool) -> str | None:
    """Return why a file is none; the README of a book is its first page, not a repository's."""
    stem, top = path.stem.lower(), len(path.parts) == 1
    if stem == "toc" or (top and stem in NOT_ARTICLES):
        return NOT_ARTICLES[stem]
    if top and stem == "readme" and not is_book:
        return "about the repository"
    if OLDER_VERSION.search(str(path)):
        return "of an older version"
    if PARTS & {part.lower() for part in path.parts[:-1]} or _is_named_a_part(stem):
        return "a part of other articles"
    return None  # below the top, license.md may well be an article about licences


def _is_named_a_part(stem: str) -> bool:
    """Whether a file is only put into pages: Docusaurus' `_steps.mdx`, a wiki's `_Sidebar.md`."""
    return stem.startswith("_") and stem.partition(".")[0] != "_index"


def _read(
    native: bool, source: Source, name: str, given: str | None, layout: Layout
) -> Page | None:
    raw = decode(source.read(name, MAX_FILE_BYTES))
    values, body = front_matter.split(raw)
    is_summary = PurePosixPath(name).stem.lower() == "summary" and contents.is_summary(body)
    if not native and (is_summary or "user-guide-title" in values):
        return None
    head = read_head(values)
    from_path, place = layout.find(PurePosixPath(name))
    locale = locales.named(head.locale) if head.locale else given or from_path or layout.default
    if native:
        title = head.title or ""
        body = body.removeprefix("\n").removesuffix("\n")
    else:
        head = _without_templates(head, source)
        title, body = _title(head, body, place)
    fitting(title, values["title"].line if "title" in values else None)
    return Page(name, place, locale, head, title, body, raw)


def _without_templates(head: Head, source: Source) -> Head:
    """Return the head with GitHub's variables in title and summary written out."""

    def written(text: str | None) -> str | None:
        if not text or "{%" not in text:
            return text
        variable = partial(variables.of_github, source)
        return templates.convert(text, lambda _path: None, variable, lambda _name: None).strip()

    return replace(head, title=written(head.title), summary=written(head.summary))


def fitting(title: str, line: int | None = None) -> str:
    """Return `title`; raises Refused when it is too long."""
    if len(title) > TITLE_LENGTH:
        raise Refused(
            f"The title has {len(title)} characters; {TITLE_LENGTH} are allowed.",
            field="title",
            line=line,
        )
    return title


def _title(head: Head, body: str, place: PurePosixPath) -> tuple[str, str]:
    """Return the title and the body without its own heading of level 1."""
    preamble = PREAMBLE.match(body)
    start = preamble.end() if preamble else 0
    match = H1.match(body, start)
    heading = titles.plain(match["atx"] or match["setext"] or "") if match else ""
    if match:
        body = body[:start] + body[match.end() :]
    title = titles.plain(head.title or "") or heading
    if " | " in title:  # written for other search engines: "Invite people | Teams | Example Docs"
        title = heading or title.split(" | ")[0]
    if not title:
        index = place.stem.lower() in titles.INDEX_NAMES and place.parent.name
        title = titles.readable(place.parent.name if index else place.stem)
    return title, _without_repeated(title, body).strip("\n")


def _without_repeated(title: str, body: str) -> str:
    """Return the body without a first heading that says the title once more."""
    match = FIRST_HEADING.match(body)
    same = match and titles.plain(match[1]).casefold() == title.casefold()
    return body[match.end() :] if match and same else body


def with_slugs(pages: list[Page]) -> list[Page]:
    """Give every page its slug; when two of a locale want the same, the later by path gives way.

    A slug that a file names itself goes first; a file that gives way puts its folder before it.
    """
    taken: dict[str, set[str]] = {}
    chosen: dict[tuple[str, str], str] = {}
    for page in sorted(pages, key=lambda page: (page.head.slug is None, page.name)):
        used = taken.setdefault(page.locale, set())
        slug = next(slug for slug in _slugs_for(page) if slug not in used)
        used.add(slug)
        chosen[page.name, page.locale] = slug
    return [replace(page, slug=chosen[page.name, page.locale]) for page in pages]


def _slugs_for(page: Page) -> Iterable[str]:
    slug = page.head.slug or titles.file_slug(page.place, page.title)
    yield slug
    prefixed = slug
    for folder in reversed(page.folders):
        if folder_slug := titles.slug_from(folder):
            prefixed = f"{folder_slug}-{prefixed}"
            if len(prefixed) <= TITLE_LENGTH:
                yield prefixed
    number = 2
    while True:
        yield f"{slug[:190]}-{number}"
        number += 1
