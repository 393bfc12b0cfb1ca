"""One change of many articles: all of them, in one transaction, or none.

Staff see a page of what will happen before it does. `Chosen` carries the version of each article
from there; when somebody edited one in between, nothing is done. It makes one version of each
article that it changes. What visitors read stays as it is, unless the change is to publish or staff
ask to publish the change, too: then articles that were live as they stood are published again, and
those with other unpublished changes are not, because nobody has looked at these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import trash
from .models import Article, Category, Deed, audit
from .models.articles import PUBLISHED
from .quality import findings

# More at once are rather an import.
MOST = 2000
CHUNK = 100

Change = Callable[[Article], bool]
"""Changes and saves an article; returns whether there was anything to change."""


class Refused(Exception):
    """An article stood in the way; the message names it, and nothing was done."""


@dataclass(frozen=True)
class Chosen:
    """The articles that staff chose, each with its newest version at that moment."""

    versions: dict[int, int]

    @classmethod
    def of(cls, ids: Iterable[int]) -> Chosen:
        known = list(Article.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
        return cls(dict.fromkeys(known, 0) | Article.history.newest_ids(known))

    @classmethod
    def read(cls, text: str) -> Chosen:
        """Return what `str()` wrote. Raises ValueError for anything else."""
        pairs = [pair.split(":") for pair in text.split(",")] if text else []
        if len(pairs) > MOST or not all(
            len(pair) == 2 and all(n.isascii() and n.isdigit() and len(n) < 19 for n in pair)
            for pair in pairs
        ):
            raise ValueError("This is no list of articles with their versions.")
        return cls({int(pk): int(version) for pk, version in pairs})

    def __str__(self) -> str:
        return ",".join(f"{pk}:{version}" for pk, version in self.versions.items())

    def only(self, ids: Iterable[int]) -> Chosen:
        """Return those of the chosen that are in `ids`."""
        wanted = set(ids)
        return Chosen({pk: v for pk, v in self.versions.items() if pk in wanted})


@dataclass
class Done:
    """The articles that were changed, and those of them that were published, too."""

    articles: list[Article] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return len(self.articles)


@dataclass(frozen=True)
class Telling:
    """What readers are told when changed texts are published."""

    note: str = ""
    is_minor: bool = False

    def tell(self, article: Article) -> None:
        """Say so for `article`, unless its author has said something already."""
        if not article.change_note and not article.is_minor_edit:
            article.change_note, article.is_minor_edit = self.note, self.is_minor


@transaction.atomic
def do(
    change: Change,
    chosen: Chosen,
    *,
    publish_too: Telling | None = None,
    successor: Article | None = None,
) -> Done:
    """Do `change` to each of the chosen articles. Raises Refused, and then nothing was done.

    `successor`, which takes the place of those that leave, is locked along with them: two such
    changes would otherwise wait for each other.
    """
    states = _lock(chosen, successor)
    done = Done()
    for article in _in_turn(states):
        title = article.title
        try:
            if not change(article):
                continue
            done.articles.append(article)
            if publish_too and states[article.pk] == Article.State.LIVE:
                publish_too.tell(article)
                article.publish()
                done.published.append(article)
        except ValidationError as error:
            raise Refused(f"{title}: {' '.join(error.messages)}") from error
    return done


def _lock(chosen: Chosen, successor: Article | None) -> dict[int, str]:
    """Let nobody else save the chosen articles, and return their states.

    Raises Refused when one of them was edited or deleted since it was chosen.
    """
    pks = {*chosen.versions, *([successor.pk] if successor else [])}
    rows = Article.objects.filter(pk__in=pks).order_by("pk").select_for_update()
    told = rows.values_list("pk", "state_now", "title")
    found = {pk: (state, title) for pk, state, title in told if pk in chosen.versions}
    if len(found) < len(chosen.versions):
        raise Refused(_("One of the articles was deleted in the meantime."))
    now = Article.history.newest_ids(found)
    for pk, (_state, title) in found.items():
        if now.get(pk, 0) != chosen.versions[pk]:
            raise Refused(_("“%s” was edited in the meantime. Look at it again.") % title)
    return {pk: state for pk, (state, _title) in found.items()}


def _in_turn(ids: Iterable[int]) -> Iterator[Article]:
    """Yield the articles in the order of their ids, without all their texts in memory at once."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        few = Article.objects.in_bulk(ordered[start : start + CHUNK])
        yield from (few[pk] for pk in sorted(few))


# Changes ------------------------------------------------------------------------------------------


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
    reason = _("Another day of review")
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


def publish(telling: Telling) -> Change:
    """Publish articles that visitors cannot read as they stand."""

    def change(article: Article) -> bool:
        if article.state_now == Article.State.LIVE and not article.is_over():
            return False
        telling.tell(article)
        put_live(article)
        return True

    return change


def put_live(article: Article, reason: str = PUBLISHED) -> None:
    """Publish at a person's word: an end that is over does not take the article away again."""
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

    That also holds for visitors of what had left before, by itself when its time was over.
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
