"""The record of an article: what the admin writes into the audit log, and what it shows of it.

`audited` writes down what staff change beside the articles.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.forms import ArticleForm
from articles.models import Article, AuditEntry, Category, Deed, audit
from articles.templatetags.formats import day_and_time

# Deeds that the page of an article's history shows, the newest first.
SHOWN = 50


def of(article: Article) -> QuerySet[AuditEntry]:
    """Return what was done to an article, the newest first."""
    return AuditEntry.objects.filter(article_id=article.pk)[:SHOWN]


def note_changes(article: Article, form: ArticleForm, deed: str) -> None:
    """Write on the record what a saved form changed beside the text."""
    changed, before = form.changed_data, form.initial
    if "category" in changed and before.get("category"):
        was = Category.objects.filter(pk=before["category"]).first()
        audit.note(Deed.MOVED, article, comment=f"{was} → {article.category}")
    if deed in ("publish", "unpublish"):
        return  # that deed takes both dates away, or makes them true
    for field in ("publish_at", "expire_at"):
        if field in changed:
            moment = getattr(article, field)
            kind = Deed.SCHEDULED if moment else Deed.UNSCHEDULED
            audit.note(kind, article, comment=_dated(field, moment or before[field]))


def _dated(field: str, moment: datetime) -> str:
    words = _("Publish on %s") if field == "publish_at" else _("Expire on %s")
    return words % day_and_time(moment)
