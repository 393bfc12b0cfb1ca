"""A folder or zip of HTML files, as wikis and generators of sites write them.

What stands around a text (menus, the page's head and foot) is left out where the file says which
part is the text. An export of Confluence has all of its pages in one folder: there the trail above
a page says its categories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Tag

from . import drafting, html_trees, locales, pages, titles
from .draft import Draft
from .head import Head
from .job import Job
from .locales import Layout
from .pages import Page
from .report import SourceRefused
from .sources import HTML, Source, decode, open_source

# Where the text is, the surest first.
MAIN = ("#main-content", "[role=main]", "main", "article", "body")
BESIDE = "nav, [role=navigation], .toc-macro"
TO_ITSELF = ":is(h1, h2, h3, h4, h5, h6) a[href^='#']"
LEADS_ELSEWHERE = "meta[http-equiv=refresh i]"
CONFLUENCE_TITLE = "#title-text"  # "Space : Title"
CONFLUENCE_INDEX = "#main-content.pageSection"


def drafts(job: Job) -> Iterator[Draft]:
    """Yield the articles below `path`. Raises SourceRefused."""
    source = open_source(job.path)
    names = [name for name in source.names if name.lower().endswith(HTML)]
    names = [name for name in names if not pages.is_of_a_tool(PurePosixPath(name))]
    if not names:
        raise SourceRefused(f"{source.name} has no HTML files.")
    read = pages.read_each(names, source, job, _read)
    return drafting.drafts(job, read, source, drafting.from_html)


def _read(source: Source, name: str, given: str | None, layout: Layout) -> Page | None:
    """Return a file as a page; None for a list of pages. Raises Refused."""
    raw = decode(source.read(name, pages.MAX_FILE_BYTES))
    soup = html_trees.read(raw)
    if soup.select_one(CONFLUENCE_INDEX):
        return None
    _tidy(soup)
    main = next((found for place in MAIN if (found := soup.select_one(place))), soup)
    from_path, place = layout.find(PurePosixPath(name))
    locale = given or from_path or _locale(soup)
    head = Head(summary=_attribute(soup, "meta[name=description]", "content") or None)
    is_confluence = soup.select_one(CONFLUENCE_TITLE) is not None
    title = _title(soup, main) or titles.readable(place.stem)
    shows = main.find(["img", "video", "iframe"]) or main.get_text(strip=True)
    body = str(main) if shows and not soup.select_one(LEADS_ELSEWHERE) else ""
    page = Page(name, place, locale or layout.default, head, pages.fitting(title), body, raw)
    return _of_confluence(page, soup) if is_confluence else page


def _tidy(soup: BeautifulSoup) -> None:
    """Take away menus, and the links of headings to themselves with the mark that shows them."""
    for part in soup.select(BESIDE):
        if not part.decomposed:  # with the one that it stood in
            part.decompose()
    for link in soup.select(TO_ITSELF):
        del link["href"]
        if not any(map(str.isalnum, link.get_text())):
            link.clear()


def _of_confluence(page: Page, soup: BeautifulSoup) -> Page:
    """Return a page without the name of its space, in the categories above it."""
    title = page.title.partition(" : ")[2] or page.title
    trail = [link.get_text(" ", strip=True) for link in soup.select("#breadcrumbs a")]
    folders = [name.replace("/", " ") for name in trail[1:] if name]
    head = replace(page.head, slug=titles.slug_from(title) or None)
    return replace(page, title=title, head=head, place=PurePosixPath(*folders, page.place.name))


def _title(soup: BeautifulSoup, main: Tag) -> str:
    """Return the first heading of level 1, which leaves the text, or what a browser's tab says."""
    tab = soup.title.extract().get_text(" ") if soup.title else ""
    heading = main.find("h1") or soup.find("h1")
    title = heading.extract().get_text(" ") if heading else ""
    return " ".join(title.split()) or " ".join(tab.split(" | ")[0].split())


def _locale(soup: BeautifulSoup) -> str | None:
    code = _attribute(soup, "html", "lang")
    return locales.matching(code) or locales.matching(code.partition("-")[0])


def _attribute(soup: BeautifulSoup, place: str, name: str) -> str:
    found = soup.select_one(place)
    return str(found.get(name) or "") if found else ""
