"""Whether the golden queries still find what they must.

Decides what green is: the article is among the first `within` results of its locale, as a visitor
gets them, pins and synonyms included. A search that was cancelled for its length is red.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.models import PublishedArticle

from . import bounded
from .models import GoldenQuery
from .results import find

NAMED_BEFORE = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a golden query finds now; `rank` counts from 1, None when the article is no result."""

    golden: GoldenQuery
    rank: int | None = None
    timed_out: bool = False
    before: tuple[int, ...] = ()

    @property
    def is_green(self) -> bool:
        return self.rank is not None and self.rank <= self.golden.within


def check(golden: GoldenQuery) -> Verdict:
    """Return where the article stands now, and the ids of the articles in the places before it.

    At most NAMED_BEFORE of them; for an article that is no result, the first `within`.
    """
    try:
        results = [hit.article_id for hit in find(golden.question, golden.locale).hits]
    except bounded.TookTooLong:
        return Verdict(golden, timed_out=True)
    rank = results.index(golden.article_id) + 1 if golden.article_id in results else None
    before = dict.fromkeys(results[: (rank or golden.within + 1) - 1])  # one may answer twice
    return Verdict(golden, rank, before=tuple(before)[:NAMED_BEFORE])


def check_within(golden: Iterable[GoldenQuery], seconds: float) -> Iterator[Verdict | None]:
    """Yield a verdict for each; None for those whose turn comes after so many seconds."""
    end = time.monotonic() + seconds
    for query in golden:
        yield check(query) if time.monotonic() < end else None


def titles(articles: Iterable[int]) -> dict[int, str]:
    """Return the titles of published articles by their ids; one SQL statement."""
    live = PublishedArticle.objects.filter(pk__in=set(articles))
    return dict(live.values_list("pk", "title"))
