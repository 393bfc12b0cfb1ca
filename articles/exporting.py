"""Writes the articles as a folder of Markdown files, which `import_articles` reads back.

    helpcenter-export.yml       the mark of an export, with the list of its files
    categories.yml              the categories with their names, in staff's order
    media/                      pictures and attachments that the articles use
    en-us/faq/account/slug.md   front matter and text; a translation has the path of its source

A live article is written as visitors read it; a newer working copy is not. Drafts are written with
`draft: true`. Importing the folder and exporting again gives the same bytes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from .importing.categories import FILE as CATEGORIES_FILE
from .importing.code import Kept
from .importing.link_syntax import retarget
from .importing.markdown_folder import NATIVE_MARK
from .importing.writing import unix_lines
from .models import Article, Category, PublishedArticle, article_url

MEDIA = re.compile(r"(?:images|files)/[\w.-]+")
RARE_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")
Track = Callable[[Iterable, str], Iterable]


class NotEmpty(ValueError):
    """The folder holds something that is no former export."""


@dataclass
class Export:
    """One export under way: where everything goes, and what was written."""

    folder: Path
    paths: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there with this very content."""
        path = self.folder / name
        self.written.add(name)
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def export(folder: Path, locale: str | None, track: Track) -> int:
    """Write all articles, or those of one locale, to `folder` and return how many.

    A former export in `folder` is brought up to date: files that it listed and that are not
    written any more are deleted, others are left alone. Raises NotEmpty for any other content.
    """
    before = _former_files(folder)
    articles = _articles(locale)
    places = _places(articles)
    out = Export(folder)
    for article in articles:
        address = article_url(article.locale, _shown(article).slug)
        out.paths[address] = places[article.pk]
    folder.mkdir(parents=True, exist_ok=True)
    out.write(NATIVE_MARK, _yaml({"format": 1, "files": sorted(before)}))  # until the list is whole
    out.write(CATEGORIES_FILE, _yaml(_categories(None)))
    has_sources = any(article.locale == settings.LANGUAGE_CODE for article in articles)
    for article in track(articles, "Exporting"):
        head = _head(article, places, has_sources)
        body = _body(_shown(article).body, places[article.pk], out)
        content = f"---\n{_yaml(head).decode()}---\n\n{body}\n"
        out.write(places[article.pk], content.encode())
    _forget(folder, before - out.written)
    files = sorted(out.written - {NATIVE_MARK})
    out.write(NATIVE_MARK, _yaml({"format": 1, "files": files}))
    return len(articles)


def _former_files(folder: Path) -> set[str]:
    """Return the files of the former export in `folder`; none for an empty or missing one."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    mark = folder / NATIVE_MARK
    if not mark.is_file():
        raise NotEmpty(f"{folder} is not empty and not a former export (no {NATIVE_MARK}).")
    listed = yaml.safe_load(mark.read_text()) or {}
    return {name for name in listed.get("files") or [] if _is_inside(name)}


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def _forget(folder: Path, names: set[str]) -> None:
    """Delete files of the former export, and the folders that they leave empty."""
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


def _articles(locale: str | None) -> list[Article]:
    articles = Article.objects.select_related("published", "category", "translation_of")
    if locale:
        articles = articles.in_locale(locale)
    articles = articles.prefetch_related("tags", "view_counts", "old_paths")
    return sorted(
        articles, key=lambda a: (a.locale != settings.LANGUAGE_CODE, a.locale, _shown(a).slug)
    )


def _shown(article: Article) -> Article | PublishedArticle:
    """Return what is exported: what visitors read, or the working copy of a draft."""
    return article.published if article.is_live else article


def _places(articles: list[Article]) -> dict[int, str]:
    """Return the file of each article. A place belongs to a source and its translations."""
    categories = {category.pk: category for category in Category.objects.select_related("parent")}
    keys = {pk: [c.key for c in category.ancestry()] for pk, category in categories.items()}
    by_id = {article.pk: article for article in articles}
    owners: dict[str, int] = {}
    places: dict[int, str] = {}
    for article in articles:
        source = by_id.get(article.translation_of_id or 0)
        if source and source.pk in places and source.locale == settings.LANGUAGE_CODE:
            place = places[source.pk].split("/", 1)[1].removesuffix(".md")
            if f"{article.locale}/{place}.md" not in places.values():
                places[article.pk] = f"{article.locale}/{place}.md"
                continue
        shown = _shown(article)
        place = "/".join([*keys[shown.category_id], shown.slug])
        while owners.setdefault(place, article.pk) != article.pk:
            place += f"-{article.locale}"
        places[article.pk] = f"{article.locale}/{place}.md"
    return places


def _head(article: Article, places: dict[int, str], has_sources: bool) -> dict[str, Any]:
    shown = _shown(article)
    if isinstance(shown, PublishedArticle):
        tags = shown.tag_names
    else:
        tags = [tag.name for tag in article.tags.all()]
    head = {
        "title": shown.title,
        "slug": shown.slug,
        "category": shown.category.key,
        "locale": article.locale,
        "summary": shown.summary,
        "tags": sorted(tags),
        "published": _day(shown.published_at),
        "updated": _day(shown.updated_at),
        "publish_at": _day(article.publish_at),
        "expire_at": _day(article.expire_at),
        "review_by": article.review_by,
        "pinned": shown.pinned,
        "draft": not article.is_live,
        "views": _views(article),
        "aliases": sorted(old.slug for old in article.old_paths.all()),
        "translation_of": _source(article, places, has_sources),
    }
    return {key: value for key, value in head.items() if value}


def _day(moment: datetime | None) -> date | datetime | None:
    """Return a midnight in TIME_ZONE as a day, other moments with their time."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return local.date() if local.time() == time() else moment


def _views(article: Article) -> dict[str | date, int]:
    counts = sorted((count.day, count.views) for count in article.view_counts.all())
    if counts and all(day.day == 1 for day, _views in counts):
        return {f"{day:%Y-%m}": views for day, views in counts}
    return dict(counts)


def _source(article: Article, places: dict[int, str], has_sources: bool) -> str | None:
    """Name the source of a translation where the place of its file does not say it."""
    if article.locale == settings.LANGUAGE_CODE and not article.translation_of_id:
        return None
    source = article.translation_of
    if source is None:
        return None if has_sources else "none"
    told = places.get(source.pk, "/").split("/", 1)[1] == places[article.pk].split("/", 1)[1]
    return None if told else f"{source.locale}/{_shown(source).slug}"


def _body(body: str, place: str, out: Export) -> str:
    """Return the text with links to articles and media as paths relative to `place`."""
    kept = Kept()
    folder = posixpath.dirname(place)

    def relative(target: str) -> str:
        path = re.split(r"[?#]", target, maxsplit=1)[0]
        name = out.paths.get(path) or _media(path, out)
        if not name:
            return target
        return posixpath.relpath(name, folder) + target[len(path) :]

    return kept.restore(retarget(kept.hide_all(unix_lines(body)), relative))


def _media(path: str, out: Export) -> str | None:
    """Copy a picture or attachment of ours and return its file; None for anything else."""
    name = path.removeprefix(settings.MEDIA_URL)
    if name == path or not MEDIA.fullmatch(name):
        return None
    if f"media/{name}" not in out.written:
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as file:
            out.write(f"media/{name}", file.read())
    return f"media/{name}"


def _categories(parent: Category | None) -> list[dict[str, Any]]:
    entries = []
    for category in Category.objects.filter(parent=parent).prefetch_related("translations"):
        names = {t.locale: t.name for t in category.translations.all()}
        descriptions = {t.locale: t.description for t in category.translations.all()}
        entry = {
            "key": category.key,
            "icon": category.icon,
            "names": dict(sorted(names.items())),
            "descriptions": {key: text for key, text in sorted(descriptions.items()) if text},
            "children": _categories(category),
        }
        entries.append({k: value for k, value in entry.items() if value or k == "names"})
    return entries


class Dumper(yaml.SafeDumper):
    """Writes texts with rare line breaks in double quotes; other styles lose them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if RARE_BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)


def _yaml(data: Any) -> bytes:
    return yaml.dump(
        data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000
    ).encode()
