"""A publication set goes live in one transaction, and back in another.

What leaves the site goes first, then articles are published, and then old addresses are redirected.
Articles of a set may take the addresses of each other, in a ring, too: who moves makes room before
anybody moves in. What visitors got before is kept with each item. A roll-back gives exactly that
back, or refuses when something was published again since: nobody's later work is undone silently.
Working copies keep their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import relating, snapshots
from .models import (
    Article,
    Category,
    OldPath,
    PublicationSet,
    PublishedArticle,
    SetItem,
    audit,
)
from .quality import findings
from .set_checks import problems
from .templatetags.formats import day_and_time

State = PublicationSet.State
NOTED: dict[str, str] = {
    State.PUBLISHED: audit.Deed.PUBLISHED,
    State.ROLLED_BACK: audit.Deed.ROLLED_BACK,
}


class SetRefused(Exception):
    """Something stands in the way; the message says what, and nothing was done."""


@transaction.atomic
def publish(one: PublicationSet, by: User | None, now: datetime | None = None) -> list[Article]:
    """Do every deed of the set, all or none; return what it published. Raises SetRefused."""
    now = now or timezone.now()
    _lock(one)
    if one.state == State.PUBLISHED:
        raise SetRefused(_("This set is published already."))
    items = _locked_items(one)
    _refuse_problems(items)
    touched = {item.pk: _touched(item) for item in items}
    for item in items:
        item.before = snapshots.take(item.target, touched[item.pk])
    published = _do(items, now)
    for item in items:
        article = Article.objects.get(pk=item.target.pk)
        item.after = snapshots.take(article, touched[item.pk])
    SetItem.objects.bulk_update(items, ["before", "after"])
    _note(one, State.PUBLISHED, by, now)
    return published


@transaction.atomic
def roll_back(one: PublicationSet, by: User | None) -> tuple[list[str], list[str]]:
    """Give visitors back what they had before the set was published. Raises SetRefused.

    Articles that were deleted since then stay deleted. Returns the titles of those that are as they
    were, and of those that visitors could read then and cannot now.
    """
    _lock(one)
    if one.state != State.PUBLISHED:
        raise SetRefused(_("Only a published set can be rolled back."))
    everything = _locked_items(one)
    items = [item for item in everything if not item.is_gone]
    _refuse_what_changed_since(items)
    reason = _("Rolled back with “%s”") % one.name
    pages = [item for item in items if not item.is_redirect]
    # Two may have changed places, so all that move are off their addresses before one moves in.
    for item in pages:
        before, after = item.before["page"], item.after["page"]
        if after and (before is None or before["slug"] != after["slug"]):
            PublishedArticle.objects.filter(article=item.article_id).delete()
    for item in pages:
        snapshots.put_back_page(item.target, item.before["page"])
        snapshots.put_back_copy(item.target, item.before, item.after, reason)
    for item in items:
        snapshots.put_back_paths(item.target.locale, item.before["paths"])
    _look_again(items)
    for item in items:
        audit.note(audit.Deed.ROLLED_BACK, item.target, by, one.name)
    _note(one, State.ROLLED_BACK, by, timezone.now())
    return [item.target.title for item in pages], list(_lost(everything))


def _lost(items: list[SetItem]) -> Iterator[str]:
    """Yield the titles of pages that no roll-back brings back."""
    for item in items:
        if item.is_gone and not item.is_redirect and item.before["page"]:
            yield item.before["page"]["title"]


def _look_again(items: list[SetItem]) -> None:
    """Find anew what is wrong with articles that were put back, and what they are related to."""
    ids = [item.target.pk for item in items if not item.is_redirect]
    live = PublishedArticle.objects.filter(pk__in=ids).values_list("pk", flat=True)
    relating.relate(list(live))
    findings.keep(ids)
    findings.addresses_changed({slug for item in items for slug in item.before["paths"]})


@transaction.atomic
def schedule(one: PublicationSet, when: datetime) -> None:
    """Let `publish_due` publish the set at `when`. Raises SetRefused."""
    _lock(one)
    if one.state == State.PUBLISHED:
        raise SetRefused(_("This set is published already."))
    if when <= timezone.now():
        raise SetRefused(_("That time is over. Publish the set now instead."))
    _refuse_problems(list(one.items.select_related("article")))
    one.state, one.publish_at, one.problem = State.SCHEDULED, when, ""
    one.save(update_fields=["state", "publish_at", "problem"])
    audit.note_thing(audit.Deed.SCHEDULED, one, comment=_("Publish on %s") % day_and_time(when))


@transaction.atomic
def unschedule(one: PublicationSet) -> None:
    """Take the set out of the schedule; it can be changed again."""
    _lock(one)
    if one.state == State.SCHEDULED:
        one.state, one.publish_at, one.problem = State.PREPARED, None, ""
        one.save(update_fields=["state", "publish_at", "problem"])
        audit.note_thing(audit.Deed.UNSCHEDULED, one)


def _lock(one: PublicationSet) -> None:
    """Lock the row of the set, and read it again."""
    PublicationSet.objects.select_for_update().get(pk=one.pk)
    one.refresh_from_db()


def _locked_items(one: PublicationSet) -> list[SetItem]:
    """Return the items with their articles, which nobody else can save or delete meanwhile."""
    items = list(one.items.all())
    ids = [item.article_id for item in items if item.article_id]
    locked = Article.with_deleted.filter(pk__in=ids).locked()
    articles: dict[int | None, Article] = {article.pk: article for article in locked}
    for item in items:
        item.article = articles.get(item.article_id)
    return items


def _refuse_problems(items: list[SetItem]) -> None:
    if blocking := [problem for problem in problems(items) if problem.blocks]:
        raise SetRefused(" ".join(str(problem) for problem in blocking))


def _touched(item: SetItem) -> set[str]:
    """Return the slugs whose redirects the deed may change."""
    if item.is_redirect:
        return {item.old_slug}
    live = PublishedArticle.objects.filter(article=item.article_id).values_list("slug", flat=True)
    return {*live, item.target.slug}


def _do(items: list[SetItem], now: datetime) -> list[Article]:
    """Do the deeds; return the articles that were not live as they stand."""
    for item in items:
        if item.deed == SetItem.Deed.UNPUBLISH and item.target.is_live:
            item.target.unpublish()
    named = [item.target for item in items if item.deed == SetItem.Deed.PUBLISH]
    coming = [article for article in named if article.state_now != Article.State.LIVE]
    _publish_all(coming, now)
    redirects = [item for item in items if item.is_redirect]
    for item in redirects:
        OldPath.objects.update_or_create(
            locale=item.target.locale,
            slug=item.old_slug,
            defaults={"article": item.target},
        )
    findings.addresses_changed({item.old_slug for item in redirects})
    return coming


def _publish_all(articles: list[Article], now: datetime) -> None:
    on_the_way = _make_room(articles)
    for article in articles:
        try:
            Article.objects.get(pk=article.pk).publish(now)
        except ValidationError as error:
            raise SetRefused(f"{article.title}: {' '.join(error.messages)}") from error
    OldPath.objects.filter(slug__in=on_the_way).delete()


def _make_room(articles: list[Article]) -> list[str]:
    """Move pages off the addresses that others of `articles` take; return where they are meanwhile.

    No article can have such a slug, and no redirect is left behind where another page moves in.
    """
    wanted = {(article.locale, article.slug): article.pk for article in articles}
    pages = PublishedArticle.objects.filter(article__in=articles)
    on_the_way = []
    for pk, locale, slug in pages.values_list("pk", "locale", "slug"):
        if wanted.get((locale, slug), pk) != pk:
            on_the_way.append(f"~{pk}")
            PublishedArticle.objects.filter(pk=pk).update(slug=f"~{pk}")
    return on_the_way


def _refuse_what_changed_since(items: list[SetItem]) -> None:
    """Raise SetRefused when visitors get something else than the set gave them."""
    ours = {item.article_id for item in items if not item.is_redirect}
    for item in items:
        now = snapshots.take(item.target, item.after["paths"])
        if item.is_redirect:  # the set did not write the article that it leads to
            now["page"] = item.after["page"]
        if snapshots.visible(now) != snapshots.visible(item.after):
            raise SetRefused(
                _("“%s” was published, moved or taken off again since then.") % item.target.title
            )
        if not (page := item.before["page"]) or item.is_redirect:
            continue
        there = PublishedArticle.objects.filter(locale=item.target.locale, slug=page["slug"])
        if other := there.exclude(article__in=ours).first():
            raise SetRefused(_("“%s” is live at an address that was free then.") % other.title)
        if not Category.objects.filter(pk=page["category_id"]).exists():
            raise SetRefused(_("The category of “%s” was deleted since then.") % page["title"])


def _note(publication_set: PublicationSet, state: str, by: User | None, now: datetime) -> None:
    publication_set.state, publication_set.done_at = state, now
    publication_set.done_by_name = by.get_username() if by else ""
    publication_set.publish_at, publication_set.problem = None, ""
    publication_set.save(
        update_fields=["state", "done_by_name", "done_at", "publish_at", "problem"]
    )
    audit.note_thing(NOTED[state], publication_set, by)
