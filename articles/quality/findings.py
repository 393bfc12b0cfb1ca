"""Keeps what looks at saved articles have found (examining.py).

`keep` and `keep_of` look and write, `forget` drops what is kept, and `catch_up` looks at those at
which nobody has looked. `addresses_changed` corrects what is kept of the articles that link to an
address which came to life or went away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models.links import Link
from ..models.quality import Checkup, Finding
from . import sketch
from .examining import (
    REACH_RULES,
    Examined,
    as_detail,
    examine_surroundings,
    examine_text,
    of_site,
)
from .problems import Problem
from .reach import reached

if TYPE_CHECKING:
    from ..markup import Rendered
    from ..models import Article

TOGETHER = 50


def keep(pks: Iterable[int]) -> None:
    """Look at the saved articles with these ids and replace what is kept of them."""
    pks = sorted(set(pks))
    for start in range(0, len(pks), TOGETHER):
        with transaction.atomic():
            rows = _rows(pks[start : start + TOGETHER]).select_for_update()
            _keep([examine_text(article) for article in rows])


@transaction.atomic(savepoint=False)
def keep_of(article: Article, rendered: Rendered | None = None) -> None:
    """Do the same for an article that this transaction has saved, without reading it again.

    `rendered` is its text where the caller has rendered it.
    """
    _keep([examine_text(article, rendered)])


def forget(pks: Iterable[int]) -> None:
    """Drop what is kept of articles: staff no longer see them, or they hold another text."""
    pks = list(pks)
    Finding.objects.filter(Q(article__in=pks) | Q(other__in=pks)).delete()
    Checkup.objects.filter(article__in=pks).delete()


def catch_up(most: int) -> int:
    """Look at articles at which nobody has looked, at most so many; return how many."""
    articles = apps.get_model("articles", "Article").objects
    waiting = articles.filter(checkup=None).order_by("pk").values_list("pk", flat=True)[:most]
    keep(pks := list(waiting))
    return len(pks)


def _keep(examined: list[Examined]) -> None:
    """Replace what is kept of these articles, whose rows the caller has locked."""
    pks = [look.article.pk for look in examined]
    Checkup.objects.bulk_create(
        [_checkup(look) for look in examined],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["checked_at", "locale", "reading_ease", "sketch", "marks"],
    )
    examine_surroundings(examined)  # now each of them can be found by the others
    # What another one takes away or puts in at this moment is not waited for.
    former = Finding.objects.filter(Q(article__in=pks) | Q(other__in=pks, rule="similar"))
    gone = former.order_by().select_for_update(skip_locked=True).values_list("pk", flat=True)
    Finding.objects.filter(pk__in=list(gone)).delete()
    findings = [
        _finding(look.article.pk, problem) for look in examined for problem in look.problems
    ]
    Finding.objects.bulk_create(findings + _seen_from_the_other(findings, set(pks)))


def _rows(pks: Iterable[int]) -> QuerySet[Article]:
    """Return the articles in the one order in which their rows are locked."""
    return apps.get_model("articles", "Article").objects.filter(pk__in=pks).order_by("pk")


def _checkup(examined: Examined) -> Checkup:
    return Checkup(
        article_id=examined.article.pk,
        checked_at=timezone.now(),
        locale=examined.article.locale,
        reading_ease=examined.ease,
        sketch=examined.sketch,
        marks=examined.sketch[: sketch.MARKS],
    )


def _finding(article: int, problem: Problem) -> Finding:
    return Finding(
        article_id=article,
        rule=problem.rule,
        severity=problem.severity,
        line=problem.line,
        detail=problem.detail,
        other_id=problem.other,
    )


def _seen_from_the_other(findings: list[Finding], examined: set[int]) -> list[Finding]:
    """Return the other half of each pair that says the same, for articles not examined here."""
    return [
        Finding(article_id=finding.other_id, other_id=finding.article_id, rule=finding.rule,
                severity=finding.severity, detail=finding.detail)
        for finding in findings
        if finding.rule == "similar"
        and finding.other_id is not None
        and finding.other_id not in examined
    ]  # fmt: skip


@transaction.atomic(savepoint=False)
def addresses_changed(slugs: Iterable[str]) -> None:
    """Correct what is kept of the live articles that link to these addresses, in any locale.

    Six statements, however many they are; an article that somebody is saving at this moment is
    looked at by that save.
    """
    links = list(Link.objects.filter(slug__in=list(slugs)).exclude(slug=""))
    if not links:
        return
    rows = _rows({link.article_id for link in links}).select_for_update(skip_locked=True)
    sources = set(rows.values_list("pk", flat=True))
    reach = reached(link.target for link in links)
    Finding.objects.filter(
        article__in=sources,
        rule__in=REACH_RULES,
        detail__in={as_detail(link.href) for link in links},
    ).delete()
    as_written = set(
        Checkup.objects.filter(article__in=sources, article__state_now="live").values_list(
            "article", flat=True
        )
    )
    problems = [
        (link.article_id, Problem(rule, link.line, as_detail(detail)))
        for link in links
        if link.article_id in as_written
        for rule, detail in [of_site(link.href, link.target, reach[link.target])]
        if rule
    ]
    Finding.objects.bulk_create(_finding(article, problem) for article, problem in problems)
