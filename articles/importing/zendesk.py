"""What the API of a Zendesk Help Center returns: JSON with articles, sections and categories.

One file or a folder of them (each page of each list may be a file of its own). Bodies are HTML;
categories become tabs, sections the categories below them. Links between the articles follow;
pictures stay where they are, unless SOURCE is a folder that holds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from . import drafting, locales, pages, titles
from .draft import Draft
from .front_matter import Value
from .head import Head
from .head import read as read_head
from .job import Job
from .pages import Page
from .report import Refused, SourceRefused
from .sources import Source, decode, open_tables

MAX_JSON_BYTES = 256 * 1024 * 1024
_ARTICLE_LINK = re.compile(r"(?:https?://[^/\"'\s<>]+)?/hc/(?:[\w-]+/)?articles/(\d+)[^\"'\s#?<>]*")
_ATTACHMENT = re.compile(r"(?<=[\"'])/(hc/article_attachments/[^\"'\s<>]+)")
_HOST = re.compile(r"https?://[^/\"'\s<>]+")


def drafts(job: Job) -> Iterator[Draft]:
    """Yield the articles of an export. Raises SourceRefused."""
    source, files = open_tables(job.path, ".json")
    lists = _lists(source, files)
    if not lists["articles"]:
        raise SourceRefused("The export has no list of articles.")
    ids = {str(article.get("id")) for _file, article in lists["articles"]}
    folders = _folders(lists)
    read: dict[tuple[str, str], Page] = {}  # one that moved between two pages of a list is in both
    for file, article in job.track(lists["articles"], "Reading"):
        name = f"{file}#{article.get('id')}"
        try:
            page = _page(name, article, folders, job.options.locale)
            page = replace(page, body=_with_addresses(page.body, article, ids, source))
        except Refused as error:
            job.report.refuse(name, error)
        else:
            read.setdefault((page.place.name, page.locale), page)
    return drafting.drafts(job, pages.with_slugs([*read.values()]), source, drafting.from_html)


def _lists(source: Source, files: list[str]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return (file, entry) of every list in every file."""
    lists: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "categories": [],
        "sections": [],
        "articles": [],
    }
    for file in files:
        try:
            data = json.loads(decode(source.read(file, MAX_JSON_BYTES)))
        except (Refused, ValueError, RecursionError) as error:
            raise SourceRefused(f"{file}: {error}") from error
        for name in lists:
            entries = data.get(name) if isinstance(data, dict) else None
            lists[name] += [
                (file, entry)
                for entry in (entries if isinstance(entries, list) else [])
                if isinstance(entry, dict)
            ]
    return lists


def _page(
    name: str,
    article: dict[str, Any],
    folders: dict[str, list[str]],
    locale: str | None,
) -> Page:
    """Return an entry of the list of articles as a page. Raises Refused."""
    title, body = article.get("title") or article.get("name"), article.get("body") or ""
    if not isinstance(title, str) or not isinstance(body, str) or "\x00" in title + body:
        raise Refused("The title and the body must be text.")
    if not article.get("id"):
        raise Refused("The article has no id.", field="id")
    title = pages.fitting(" ".join(title.split()))
    head = _head(article)
    head.aliases = [f"hc/articles/{article.get('id')}"]
    head.slug = _slug(article, title)
    code = locale or str(article.get("locale") or article.get("source_locale") or "en-us")
    below = folders.get(str(article.get("section_id")), [])
    place = PurePosixPath(*below, str(article.get("id")))
    return Page(name, place, locales.named(code), head, title, body, body)


def _with_addresses(body: str, article: dict[str, Any], ids: set[str], source: Source) -> str:
    """Return `body` with links to articles of the export, and files that are not in it, to find."""
    host = _HOST.match(str(article.get("html_url") or ""))

    def link(match: re.Match[str]) -> str:
        return f"/hc/articles/{match[1]}" if match[1] in ids else match[0]

    def file(match: re.Match[str]) -> str:
        return f"{host[0] if host and not source.has(match[1]) else ''}{match[0]}"

    return _ATTACHMENT.sub(file, _ARTICLE_LINK.sub(link, body))


def _head(article: dict[str, Any]) -> Head:
    """Read the fields that mean the same here under the rules for front matter."""
    keys = {"label_names": "tags", "created_at": "published", "updated_at": "updated"}
    values = {ours: Value(article[key]) for key, ours in keys.items() if article.get(key)}
    head = read_head(values)
    head.draft, head.pinned = bool(article.get("draft")), bool(article.get("promoted"))
    return head


def _slug(article: dict[str, Any], title: str) -> str:
    address = str(article.get("html_url") or "").rsplit("/", 1)[-1]
    return titles.slug_from(re.sub(r"^\d+-?", "", address)) or titles.slug_from(title) or "article"


def _folders(lists: dict[str, list[tuple[str, dict[str, Any]]]]) -> dict[str, list[str]]:
    """Return the names of each section's category and of itself, by the id of the section."""
    categories = {str(entry.get("id")): entry for _file, entry in lists["categories"]}
    folders = {}
    for _file, section in lists["sections"]:
        category = categories.get(str(section.get("category_id")), {})
        names = [str(entry.get("name") or "").replace("/", " ") for entry in (category, section)]
        folders[str(section.get("id"))] = [name for name in names if name.strip()]
    return folders
