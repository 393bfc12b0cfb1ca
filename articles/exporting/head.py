"""The front matter of an exported article."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..models import Article, PublishedArticle
from .places import shown


def head_of(article: Article, places: dict[int, str], has_sources: bool) -> dict[str, Any]:
    """Return what the head of the file says; `places` are the files of all articles."""
    version = shown(article)
    if isinstance(version, PublishedArticle):
        tags = version.tag_names
    else:
        tags = [tag.name for tag in article.tags.all()]
    head = {
        "title": version.title,
        "slug": version.slug,
        "category": version.category.key,
        "locale": article.locale,
        "summary": version.summary,
        "tags": sorted(tags),
        "published": _day(version.published_at),
        "updated": _day(version.updated_at),
        "publish_at": _day(article.publish_at),
        "expire_at": _day(article.expire_at),
        "review_by": article.review_by,
        "pinned": version.pinned,
        "changes": _changes(article),
        "draft": not article.is_live,
        "views": _views(article),
        "aliases": sorted(
            old.slug for old in article.old_paths.all() if old.locale == article.locale
        ),
        "translation_of": _source(article, places, has_sources),
    }
    return {key: value for key, value in head.items() if value}


def _day(moment: datetime | None) -> date | datetime | None:
    """Return a midnight in TIME_ZONE as a day, other moments with their time."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return local.date() if local.time() == time() else moment


def _changes(article: Article) -> list[dict[str, Any]]:
    """Return what readers were told of changes, the newest first."""
    return [
        {"date": _day(note.changed_at), "note": note.text} for note in article.change_notes.all()
    ]


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
    if source is None or source.deleted_at:
        return None if has_sources else "none"
    is_told_by_place = (
        places.get(source.pk, "/").split("/", 1)[1] == places[article.pk].split("/", 1)[1]
    )
    return None if is_told_by_place else f"{source.locale}/{shown(source).slug}"
