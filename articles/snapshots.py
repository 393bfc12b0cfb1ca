"""What visitors get of an article at one moment, as JSON, and the way back to it.

A snapshot holds the published text with its dates and tags, which notes of changes there are, where
the addresses lead that publishing may touch, and the fields of the working copy that publishing
sets. Rendering derives from the text, so it is done again when a snapshot is put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .models import Article, OldPath, PublishedArticle

PAGE = ("title", "slug", "summary", "body", "category_id", "translation_of_id", "pinned",
        "tag_names", "tag_slugs")  # fmt: skip
PAGE_DATES = ("published_at", "updated_at", "expire_at")
COPY = ("status", "change_note", "is_minor_edit")
COPY_DATES = ("published_at", "updated_at", "publish_at", "expire_at")

Snapshot = dict[str, Any]


def take(article: Article, slugs: Iterable[str]) -> Snapshot:
    """Return what visitors get of `article` now, and where `slugs` of its locale lead."""
    page = PublishedArticle.objects.filter(article=article).first()
    return {
        "locale": article.locale,
        "page": page and _values(page, PAGE, PAGE_DATES),
        "copy": _values(article, COPY, COPY_DATES),
        "notes": sorted(article.change_notes.values_list("pk", flat=True)),
        "paths": paths(article.locale, slugs),
    }


def paths(locale: str, slugs: Iterable[str]) -> dict[str, list | None]:
    """Return the article that each old address leads to, if any, and what was read there."""
    slugs = sorted(set(slugs))
    old_paths = OldPath.objects.filter(locale=locale, slug__in=slugs)
    targets = {
        slug: [pk, title] for slug, pk, title in old_paths.values_list("slug", "article", "title")
    }
    return dict.fromkeys(slugs) | targets


def visible(snapshot: Snapshot) -> tuple:
    """Return the part that visitors can tell apart."""
    return snapshot["locale"], _without_lost_source(snapshot["page"]), snapshot["paths"]


def put_back_page(article: Article, page: Snapshot | None) -> None:
    """Make `page` what visitors read of `article`; None takes the article off the site.

    Whatever stands at the address of `page` must be gone before.
    """
    page = _without_lost_source(page)
    live = PublishedArticle.objects.filter(article=article).first()
    if live and _values(live, PAGE, PAGE_DATES) == page:
        return
    if page is None:
        if live:
            live.delete()
        return
    live = live or PublishedArticle(article=article, locale=article.locale)
    _set(live, page, PAGE_DATES)
    live.write_page()


def _without_lost_source(page: Snapshot | None) -> Snapshot | None:
    """Return `page` as no translation when what it translates was deleted for good."""
    if page is None or Article.with_deleted.filter(pk=page["translation_of_id"]).exists():
        return page
    return page | {"translation_of_id": None}


def put_back_copy(article: Article, before: Snapshot, after: Snapshot, reason: str) -> None:
    """Give the working copy the dates back that publishing set, where nobody changed them since.

    Leaves one version; the text stays as it is.
    """
    now = _values(article, COPY, COPY_DATES)
    untouched = {
        name: value for name, value in before["copy"].items() if now[name] == after["copy"][name]
    }
    _set(article, untouched, COPY_DATES)
    article.save_version(reason)
    article.change_notes.filter(pk__in=set(after["notes"]) - set(before["notes"])).delete()


def put_back_paths(locale: str, before: dict[str, list | None]) -> None:
    """Let old addresses lead where they led; those of articles that are gone lead nowhere."""
    ids = [article_id for article_id, _title in filter(None, before.values())]
    known = set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for slug, target in before.items():
        if target and target[0] in known:
            fields = dict(zip(("article_id", "title"), target, strict=True))
            OldPath.objects.update_or_create(locale=locale, slug=slug, defaults=fields)
        else:
            OldPath.objects.filter(locale=locale, slug=slug).delete()


def _values(row: Any, names: tuple[str, ...], dates: tuple[str, ...]) -> Snapshot:
    values = {name: getattr(row, name) for name in names}
    return values | {name: _text(getattr(row, name)) for name in dates}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _set(row: Any, values: Snapshot, dates: tuple[str, ...]) -> None:
    for name, value in values.items():
        is_moment = name in dates and value is not None
        setattr(row, name, datetime.fromisoformat(value) if is_moment else value)
