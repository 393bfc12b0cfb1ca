"""The way back to versions of articles: to all of one, to some places of its text, to a moment.

Each leaves one new version. The address stays as it is, since links lead to it, and visitors see
nothing before a Publish.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from . import text_difference
from .bulk_changes import Change
from .models import Article, Category, Deed, audit
from .quality import findings
from .templatetags.formats import day_and_time


@transaction.atomic
def restore(article_id: int, version: Any) -> Article:
    """Make title, summary, text, category and tags of `version` the working copy again.

    A category that was deleted meanwhile is not brought back.
    """
    return _restore(Article.objects.select_for_update().get(pk=article_id), version)


def go_back_to(moment: datetime) -> Change:
    """Make articles again what they were at `moment`; what was written later stays as it is."""

    def change(article: Article) -> bool:
        before = article.history.filter(history_date__lte=moment)
        version = before.order_by("-history_id").first()
        if version is None or _restorable(article) == _restorable(version):
            return False
        _restore(article, version)
        return True

    return change


def _restorable(version: Any) -> tuple:
    """Return what of an article or a version is restored."""
    text = version.title, version.summary, version.body, version.category_id
    return *text, text_difference.tag_names(version)


def _restore(article: Article, version: Any) -> Article:
    article.title, article.summary, article.body = version.title, version.summary, version.body
    if Category.objects.filter(pk=version.category_id).exists():
        article.category_id = version.category_id
    article.tags.set(version.tag_names)
    return _save(article, version, _("Restored the version of %s"))


@transaction.atomic
def restore_places(
    article_id: int, version: Any, places: Collection[int], seen: int
) -> Article | None:
    """Write what `version` says at `places` of its difference to the working copy.

    Returns None when the working copy is not the version `seen` any more: its places are others.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    if article.history.newest().history_id != seen:
        return None
    article.body = text_difference.taken_back(version.body, article.body, places)
    return _save(article, version, _("Restored parts of the version of %s"))


def _save(article: Article, version: Any, reason: str) -> Article:
    when = day_and_time(version.history_date)
    article.save_version(reason % when)
    audit.note(Deed.RESTORED, article, comment=when)
    findings.keep_of(article)
    return article
