"""Deleting that can be undone.

A deleted article leaves the site and everything that staff see at once, and its address is free
for another. For KEPT it can be brought back as a draft with all that belongs to it: tags, views,
old addresses, translations, history. Then `publish_due` or `empty_trash` removes it for good.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import Article, Deed, audit, lock_slugs
from .quality import findings

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KEPT = timedelta(days=30)
# Why a version exists; staff read it in the history.
DELETED, BROUGHT_BACK = "Deleted", "Brought back from the deleted articles"


@transaction.atomic
def delete(pk: int, by: User | None = None) -> Article | None:
    """Take an article off the site and out of every list; returns None when it is gone already."""
    article = Article.objects.select_for_update().filter(pk=pk).first()
    if article is None:
        return None
    was_live = article.is_live and not article.is_over()
    article.leave_site()
    article.save_version(DELETED)
    _mark(article, timezone.now(), by, was_live=was_live)
    findings.forget([pk])
    audit.note(Deed.DELETED, article, by)
    return article


@transaction.atomic
def bring_back(pk: int) -> Article | None:
    """Make a deleted article a draft again; returns None when it is not in the trash.

    Its slug gets a number when another article has the address by now.
    """
    article = Article.deleted.select_for_update().filter(pk=pk).first()
    if article is None:
        return None
    lock_slugs(article.locale)
    article.slug = article.free_slug(article.slug)
    article.save_version(BROUGHT_BACK)
    _mark(article, None, None)
    findings.keep_of(article)
    audit.note(Deed.UNDELETED, article)
    return article


def _mark(article: Article, when: datetime | None, by: User | None, **more: bool) -> None:
    article.deleted_at = when
    article.deleted_by_name = by.get_username() if by else ""
    values = {"deleted_at": when, "deleted_by_name": article.deleted_by_name, **more}
    Article.with_deleted.filter(pk=article.pk).update(**values)


def over(now: datetime, kept: timedelta = KEPT) -> QuerySet[Article]:
    """Return the deleted articles whose time in the trash is over."""
    return Article.deleted.filter(deleted_at__lte=now - kept)


@transaction.atomic
def remove(article: Article) -> None:
    """Remove an article for good, and every version of it."""
    pk = article.pk
    audit.note(Deed.PURGED, article)
    article.delete()
    Article.history.filter(id=pk).delete()
