"""What can be done to many articles: each change of one article, made beforehand (bulk.py does it).

A change makes one version of each article that it changes, with its reason, and leaves an article
alone that is already as it would be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from . import trash
from .models import Article, Category, Deed, audit
from .models.articles import PUBLISHED
from .quality import findings

Change = Callable[[Article], bool]
"""Changes and saves an article; returns whether there was anything to change."""


@dataclass(frozen=True)
class ReaderNote:
    """What readers are told when changed texts are published."""

    note: str = ""
    is_minor: bool = False

    def apply_to(self, article: Article) -> None:
        """Give `article` this note and tick, unless its author has set one of them."""
        if not article.change_note and not article.is_minor_edit:
            article.change_note, article.is_minor_edit = self.note, self.is_minor


def move(category: Category) -> Change:
    """Put articles into `category`."""
    reason = _("Moved to %s") % category
    return lambda article: _set(article, Deed.MOVED, reason, category_id=category.pk)


def give_to(user: User | None) -> Change:
    """Make `user` the owner of articles; None takes the owner away."""
    reason = _("Given to %s") % user.get_username() if user else _("Has no owner any more")
    return lambda article: _set(article, Deed.REASSIGNED, reason, owner_id=user and user.pk)


def set_review_by(day: date | None) -> Change:
    """Say by which day articles are to be read again."""
    reason = _("Another day to read it again")
    return lambda article: _set(article, Deed.RESCHEDULED, reason, review_by=day)


def _set(article: Article, deed: Deed, reason: str, **values: object) -> bool:
    if all(getattr(article, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(article, name, value)
    return save(article, deed, reason)


def save(article: Article, deed: Deed, reason: str) -> bool:
    """Save a changed article as a version that says `reason`, and note the deed."""
    article.save_version(reason)
    findings.keep_of(article)
    audit.note(deed, article, comment=reason)
    return True


def add_tags(names: list[str]) -> Change:
    """Add tags that articles do not have yet, in whatever case."""

    def change(article: Article) -> bool:
        has = {name.casefold() for name in article.tags.names()}
        new = [name for name in names if name.casefold() not in has]
        if new:
            article.tags.add(*new)
            save(article, Deed.TAGGED, _("Tagged %s") % ", ".join(new))
        return bool(new)

    return change


def remove_tags(names: list[str]) -> Change:
    """Take tags away from articles that have them."""
    unwanted = set(names)

    def change(article: Article) -> bool:
        has = sorted(unwanted.intersection(article.tags.names()))
        if has:
            article.tags.remove(*has)
            save(article, Deed.TAGGED, _("Took away the tag %s") % ", ".join(has))
        return bool(has)

    return change


def publish(note: ReaderNote) -> Change:
    """Publish articles that visitors cannot read as they stand."""

    def change(article: Article) -> bool:
        if article.state_now == Article.State.LIVE and not article.is_over():
            return False
        note.apply_to(article)
        put_live(article)
        return True

    return change


def put_live(article: Article, reason: str = PUBLISHED) -> None:
    """Publish because a person asked for it: a time to expire that is over is forgotten."""
    if article.is_over():
        article.expire_at = None
    article.publish(reason=reason)


def approve(article: Article) -> bool:
    """Approve an article that is in review, as it stands."""
    if article.status != Article.Status.IN_REVIEW:
        return False
    article.approve()
    return True


def unpublish(instead: Article | None = None) -> Change:
    """Take articles off the site, and lead their visitors to `instead` if there is one.

    Addresses of articles that had expired before lead there, too.
    """

    def change(article: Article) -> bool:
        if article.is_live:
            article.unpublish(instead)
        elif instead and article.old_paths.exists():
            article.hand_over_addresses(instead)
        else:
            return False
        return True

    return change


def delete(by: User, instead: Article | None = None) -> Change:
    """Move articles to the trash, and lead their visitors to `instead` if there is one."""

    def change(article: Article) -> bool:
        if instead:
            article.hand_over_addresses(instead)
        return trash.delete(article.pk, by) is not None

    return change
