"""Questions that visitors asked of late and that no article answers: what to write about next.

Decides what a gap is: a question whose results, the last day it was asked, were none or none that
fits (fitting.py), or of which nobody opened one though UNOPENED got some that fit and other
questions led to articles; unless it is ignored. Questions in nearly the same words are one gap,
under the wording that was asked most: their words without stop words, stemmed and sorted, share
half of their trigrams, as pg_trgm would say it. What the site answers now is looked up, so that a
gap which an article, a synonym or a pin has closed since is told apart until visitors ask it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone

from articles import reading
from articles.languages import locale_name

from . import bounded, fitting
from .models import IgnoredQuestion
from .phrases import in_order
from .results import find

DAYS = 30
# So many wordings are compared, so many gaps shown; each is asked again, as long as time allows.
MAX_WORDINGS = 300
SHOWN = 25
SECONDS = 5.0
ALIKE = 0.5
# So often a question is asked until it tells something that nobody opened a result: what was asked
# for may stand on the card.
UNOPENED = 5

WORDINGS = """
    SELECT locale, text,
           sum(times) FILTER (WHERE day > %(lately)s)::int,
           coalesce(sum(times) FILTER (WHERE day <= %(lately)s), 0)::int,
           (array_agg(fits ORDER BY day DESC))[1]
      FROM search_askedquestion AS asked
     WHERE day > %(before)s AND locale = ANY(%(locales)s)
       AND NOT EXISTS (SELECT FROM search_ignoredquestion AS ignored
                        WHERE ignored.locale = asked.locale AND ignored.text = asked.text)
     GROUP BY locale, text
    HAVING max(day) > %(lately)s
       AND (NOT (array_agg(fits ORDER BY day DESC))[1]
            OR sum(opened) FILTER (WHERE day > %(lately)s) = 0
               AND sum(times) FILTER (WHERE day > %(lately)s AND fits AND opened = 0)
                   >= %(unopened)s
               AND EXISTS (SELECT FROM search_askedquestion WHERE day > %(lately)s AND opened > 0))
     ORDER BY 3 DESC, text LIMIT %(most)s"""

SHARE = """
    SELECT coalesce(sum(times) FILTER (WHERE day > %(lately)s), 0)::int,
           coalesce(sum(times) FILTER (WHERE day > %(lately)s AND NOT fits), 0)::int,
           coalesce(sum(times) FILTER (WHERE day <= %(lately)s), 0)::int,
           coalesce(sum(times) FILTER (WHERE day <= %(lately)s AND NOT fits), 0)::int
      FROM search_askedquestion
     WHERE day > %(before)s AND locale = ANY(%(locales)s)"""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question of the log: how often it was asked in the last DAYS, and in as many before.

    Of one that `fits`, nobody opened a result.
    """

    locale: str
    text: str
    lately: int
    before: int
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Wordings of one question, the one asked most first.

    `answer` is the title of the best result now, "" without any; `missing` are the words that no
    article has, and `is_closed` is whether staff put an article first, or one fits and no word is
    missing. None of it is known when time was short.
    """

    wordings: tuple[Wording, ...]
    answer: str = ""
    is_closed: bool = False
    missing: tuple[str, ...] = ()
    is_checked: bool = False

    @property
    def text(self) -> str:
        return self.wordings[0].text

    @property
    def locale(self) -> str:
        return self.wordings[0].locale

    @property
    def locale_name(self) -> str:
        return locale_name(self.locale)

    @property
    def is_unopened(self) -> bool:
        """Whether articles fitted, and nobody opened one."""
        return self.wordings[0].fits

    @property
    def title(self) -> str:
        """What an article about it may be called."""
        return self.text[:1].upper() + self.text[1:]

    @property
    def term(self) -> str:
        """What a synonym would stand for: the words that no article has, or all of it."""
        return ", ".join(self.missing) or self.text

    @property
    def others(self) -> list[str]:
        return [wording.text for wording in self.wordings[1:]]

    @property
    def lately(self) -> int:
        return sum(wording.lately for wording in self.wordings)

    @property
    def before(self) -> int:
        return sum(wording.before for wording in self.wordings)


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many questions `asked`, so many found nothing that fits."""

    asked: int
    unanswered: int

    @property
    def percent(self) -> int:
        return round(100 * self.unanswered / self.asked) if self.asked else 0


def gaps(locales: Sequence[str]) -> list[Gap]:
    """Return the gaps of `locales`, open ones first, those asked most first; at most SHOWN."""
    values = {"locales": [*locales], "most": MAX_WORDINGS, "unopened": UNOPENED}
    rows = reading.rows(WORDINGS, _since() | values)
    wordings = sorted((Wording(*row) for row in rows), key=_locale)  # in each, most asked first
    all_gaps = [gap for _, same in groupby(wordings, _locale) for gap in _gathered(list(same))]
    most_asked = sorted(all_gaps, key=lambda gap: (-gap.lately, gap.text))[:SHOWN]
    return sorted(_checked(most_asked), key=lambda gap: gap.is_closed)


def shares(locales: Sequence[str]) -> tuple[Share, Share]:
    """Return what part of the questions found nothing that fits: in the last DAYS, and before."""
    ((asked, gaps, asked_before, gaps_before),) = reading.rows(
        SHARE, _since() | {"locales": [*locales]}
    )
    return Share(asked, gaps), Share(asked_before, gaps_before)


def ignore(locale: str, texts: Iterable[str]) -> None:
    """Leave these questions out from now on."""
    IgnoredQuestion.objects.bulk_create(
        [IgnoredQuestion(locale=locale, text=text) for text in texts], ignore_conflicts=True
    )


def heed(locale: str, texts: Iterable[str]) -> None:
    """Leave these questions out no more."""
    IgnoredQuestion.objects.filter(locale=locale, text__in=[*texts]).delete()


def _since() -> dict[str, date]:
    today = timezone.localdate()
    return {
        "lately": today - timedelta(days=DAYS),
        "before": today - timedelta(days=2 * DAYS),
    }


def _locale(wording: Wording) -> str:
    return wording.locale


@dataclass(slots=True)
class _Group:
    trigrams: frozenset[str]
    wordings: list[Wording] = field(default_factory=list)


def _gathered(wordings: Sequence[Wording]) -> list[Gap]:
    """Put each wording of one locale to the first gap whose head is alike."""
    groups: list[_Group] = []
    phrases = in_order([wording.text for wording in wordings], wordings[0].locale)
    for wording, phrase in zip(wordings, phrases, strict=True):
        trigrams = _trigrams(sorted(phrase.telling))
        group = next((group for group in groups if _are_alike(group.trigrams, trigrams)), None)
        if group is None:
            group = _Group(trigrams)
            groups.append(group)
        group.wordings.append(wording)
    return [Gap(tuple(group.wordings)) for group in groups]


def _trigrams(words: Iterable[str]) -> frozenset[str]:
    padded = [f"  {word} " for word in words]
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))


def _are_alike(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first & second) and len(first & second) >= ALIKE * len(first | second)


def _checked(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """Yield each gap with what the site answers now."""
    end = time.monotonic() + SECONDS
    for gap in gaps:
        try:
            yield _answered(gap) if time.monotonic() < end else gap
        except bounded.TookTooLong:
            yield gap


@bounded.limited()
def _answered(gap: Gap) -> Gap:
    results = find(gap.text, gap.locale)
    cards = results.cards()
    missing = fitting.missing(results.question, [card.holds for card in cards])
    fits = bool(cards) and results.fit(cards).fits
    is_placed = bool(cards) and cards[0].id in results.placed
    return replace(
        gap,
        answer=cards[0].plain_title if cards else "",
        is_closed=fits and (is_placed or not (missing or gap.is_unopened)),
        missing=missing,
        is_checked=True,
    )
