"""Making one article of two: one is kept, the other one's readers are led to it.

Whatever visitors gave the other article comes along: its addresses, views, votes, tags, and the
articles that translate it.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from . import bulk_changes, translating, voting
from .models import Article, Deed, PublishedArticle, audit
from .quality import findings

# The totals before the days, each by article: the order in which counting locks them.
LOCK_VIEWS = """
    SELECT FROM articles_viewtotal WHERE article_id IN (%(kept)s, %(gone)s)
     ORDER BY article_id FOR UPDATE;
    SELECT FROM articles_viewcount WHERE article_id IN (%(kept)s, %(gone)s)
     ORDER BY article_id, day FOR UPDATE"""
MOVE_VIEWS = """
    WITH moved AS (DELETE FROM articles_viewcount WHERE article_id = %(gone)s RETURNING day, views)
    INSERT INTO articles_viewcount AS counted (article_id, day, views)
    SELECT %(kept)s, day, views FROM moved
        ON CONFLICT (article_id, day) DO UPDATE SET views = counted.views + excluded.views"""
MOVE_TOTAL = """
    WITH moved AS (DELETE FROM articles_viewtotal WHERE article_id = %(gone)s RETURNING views)
    INSERT INTO articles_viewtotal AS counted (article_id, views)
    SELECT %(kept)s, views FROM moved
        ON CONFLICT (article_id) DO UPDATE SET views = counted.views + excluded.views"""


def goes_live(kept: Article, gone: Article) -> bool:
    """Whether merging publishes `kept`: visitors know an address of one of the two."""
    return kept.is_live or gone.is_live or gone.old_paths.exists()


@transaction.atomic
def merge(kept: Article, gone: Article, reason: str) -> None:
    """Keep `kept` with the text that the instance holds, and take `gone` off the site.

    One new version of `kept` says `reason`. The tags of `gone` are added, and `kept` is published
    when visitors know an address of either, so that none of them leads nowhere. The text of `gone`
    stays as a draft without a schedule. Raises ValidationError, and changes nothing, when `kept`
    cannot be published.
    """
    list(Article.objects.filter(pk__in=[kept.pk, gone.pk]).locked())
    tags = {tag.casefold(): tag for tag in [*gone.tags.names(), *kept.tags.names()]}
    kept.tags.set(sorted(tags.values()))
    if goes_live(kept, gone):
        bulk_changes.put_live(kept, reason)
        gone.unpublish(instead=kept)
    else:
        kept.save_version(reason)
        findings.keep_of(kept)
        gone.leave_site()
        gone.save_version(str(Deed.MERGED.label))
    _add_views(kept, gone)
    voting.take_over(kept.pk, gone.pk)
    _lead_translations(kept, gone)
    audit.note(Deed.MERGED, gone, comment=kept.title)


def _add_views(kept: Article, gone: Article) -> None:
    """Add the views of each day to those that the kept article had on it."""
    ids = {"kept": kept.pk, "gone": gone.pk}
    with connection.cursor() as cursor:
        for statement in (*LOCK_VIEWS.split(";"), MOVE_VIEWS, MOVE_TOTAL):
            cursor.execute(statement, ids)


def _lead_translations(kept: Article, gone: Article) -> None:
    """Let what translates the other article translate the kept one."""
    reason = _("Its source was merged with “%s”") % kept.title
    translations = Article.objects.filter(translation_of=gone).exclude(pk=kept.pk)
    for article in translations.locked():
        article.translation_of = kept
        article.save_version(reason)
    pages = PublishedArticle.objects.filter(translation_of=gone).exclude(pk=kept.pk)
    moved = list(pages.values_list("pk", flat=True))
    pages.update(translation_of=kept)
    for pk in moved:
        translating.group(pk)
