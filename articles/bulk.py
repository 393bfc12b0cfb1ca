"""One change of many articles: all of them, in one transaction, or none.

Staff see a page of what will happen before it does. `Chosen` carries the version of each article
from there; when somebody edited one in between, nothing is done. It makes one version of each
article that it changes. What visitors read stays as it is, unless the change is to publish or staff
ask to publish the change, too: then articles that were live as they stood are published again, and
those with other unpublished changes are not, because nobody has looked at these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .bulk_changes import Change, ReaderNote
from .models import Article

# More at once are rather an import.
MAX_ARTICLES = 2000
CHUNK = 100


class BulkRefused(Exception):
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
        if len(pairs) > MAX_ARTICLES or not all(
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


@transaction.atomic
def do(
    change: Change,
    chosen: Chosen,
    *,
    publish_too: ReaderNote | None = None,
    successor: Article | None = None,
) -> Done:
    """Do `change` to each of the chosen articles. Raises BulkRefused, and then nothing was done.

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
                publish_too.apply_to(article)
                article.publish()
                done.published.append(article)
        except ValidationError as error:
            raise BulkRefused(f"{title}: {' '.join(error.messages)}") from error
    return done


def _lock(chosen: Chosen, successor: Article | None) -> dict[int, str]:
    """Let nobody else save the chosen articles, and return their states.

    Raises BulkRefused when one of them was edited or deleted since it was chosen.
    """
    pks = {*chosen.versions, *([successor.pk] if successor else [])}
    rows = Article.objects.filter(pk__in=pks).locked()
    fields = rows.values_list("pk", "state_now", "title")
    states = {pk: (state, title) for pk, state, title in fields if pk in chosen.versions}
    if len(states) < len(chosen.versions):
        raise BulkRefused(_("One of the articles was deleted in the meantime."))
    now = Article.history.newest_ids(states)
    for pk, (_state, title) in states.items():
        if now.get(pk, 0) != chosen.versions[pk]:
            raise BulkRefused(_("“%s” was edited in the meantime. Look at it again.") % title)
    return {pk: state for pk, (state, _title) in states.items()}


def _in_turn(ids: Iterable[int]) -> Iterator[Article]:
    """Yield the articles in the order of their ids, without all their texts in memory at once."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        few = Article.objects.in_bulk(ordered[start : start + CHUNK])
        yield from (few[pk] for pk in sorted(few))
