"""Writes the articles as a folder of Markdown files, which `import_articles` reads back.

    helpcenter-export.yml       the mark of an export, with the list of its files
    categories.yml              the categories with their names, in staff's order
    media/                      pictures and attachments that the articles use
    en-us/faq/account/slug.md   front matter and text; a translation has the path of its source

A live article is written as visitors read it; a newer working copy is not. Drafts are written with
`draft: true`. Importing the folder and exporting again gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .. import paths
from ..importing.categories import FILE as CATEGORIES_FILE
from ..importing.markdown_folder import NATIVE_MARK
from ..models import Article
from ..progress import Track
from .body import body_of
from .folder import Export, NotEmpty, forget, former_files
from .head import head_of
from .places import places_of, shown
from .yaml_text import as_yaml, categories

__all__ = ["NotEmpty", "export"]

# Texts of all articles do not fit into memory: 30,000 are read in portions.
TOGETHER = 100
# What derives from the text of a page.
UNREAD = ("published__html", "published__opening", "published__contents", "published__paragraphs")


def export(folder: Path, locale: str | None, track: Track) -> int:
    """Write all articles, or those of one locale, to `folder` and return how many.

    A former export in `folder` is brought up to date: files that it listed and that are not
    written any more are deleted, others are left alone. Raises NotEmpty for any other content.
    """
    before = former_files(folder)
    outlines = _outlines(locale)
    places = places_of(outlines)
    out = Export(folder)
    for outline in outlines:
        address = paths.article(shown(outline).slug, outline.locale)
        out.paths[address] = places[outline.pk]
    folder.mkdir(parents=True, exist_ok=True)
    # Until the list is whole, the former one stands.
    out.write(NATIVE_MARK, as_yaml({"format": 1, "files": sorted(before)}))
    out.write(CATEGORIES_FILE, as_yaml(categories()))
    has_sources = any(outline.locale == settings.LANGUAGE_CODE for outline in outlines)
    pks, written = list(places), 0
    for start in track(range(0, len(pks), TOGETHER), "Exporting"):
        for article in _whole(pks[start : start + TOGETHER]):
            head = head_of(article, places, has_sources)
            body = body_of(shown(article).body, places[article.pk], out)
            content = f"---\n{as_yaml(head).decode()}---\n\n{body}\n"
            out.write(places[article.pk], content.encode())
            written += 1
    forget(folder, before - out.written)
    files = sorted(out.written - {NATIVE_MARK})
    out.write(NATIVE_MARK, as_yaml({"format": 1, "files": files}))
    return written


def _outlines(locale: str | None) -> list[Article]:
    """Return all articles in the order of the export, as far as their files are named by them."""
    articles = Article.objects.select_related("published").only(
        "locale", "slug", "category", "translation_of", "published__slug", "published__category"
    )
    if locale:
        articles = articles.in_locale(locale)
    return sorted(
        articles, key=lambda a: (a.locale != settings.LANGUAGE_CODE, a.locale, shown(a).slug)
    )


def _whole(pks: list[int]) -> list[Article]:
    """Return articles with all that is written of them; those deleted meanwhile are left out."""
    articles = (
        Article.objects.filter(pk__in=pks)
        .select_related("category", "published__category", "translation_of__published")
        .defer(*UNREAD, *(f"translation_of__{field}" for field in ("body", *UNREAD)))
        .prefetch_related(
            "tags",  # type: ignore[misc]  # taggit's
            "view_counts",
            "old_paths",
            "change_notes",
        )
    )
    by_id = {article.pk: article for article in articles}
    return [by_id[pk] for pk in pks if pk in by_id]
