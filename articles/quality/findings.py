"""Looks at articles as they are written now, and keeps what it finds.

`examine` looks and writes nothing; `keep` and `keep_of` write what it found of articles that were
saved, `forget` drops it, and `catch_up` looks at those at which nobody has looked.
`addresses_changed` corrects what is kept of the articles that link to an address which came to life
or went away.
Nothing is fetched from other sites: `check_links` does that, by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from .. import markup
from ..linking import Target, target
from ..models.links import Link
from ..models.old_paths import OldPath
from ..models.published import PublishedArticle
from ..models.quality import Checkup, ExternalAddress, Finding
from . import ease, sketch
from .anchors import anchors
from .problems import DETAIL_LENGTH, Problem, of_rendered, of_tabs
from .reach import Reached, reached

if TYPE_CHECKING:
    from ..models import Article

# What following a link of this site may come to.
REACH_RULES = ("broken_link", "missing_file", "missing_anchor", "moved_link")
TOGETHER = 50


@dataclass
class Examined:
    """What a look at one article found."""

    article: Article
    rendered: markup.Rendered
    targets: list[tuple[markup.Outgoing, Target]]
    sketch: list[int]
    ease: int | None
    problems: list[Problem] = field(default_factory=list)


def examine(articles: Sequence[Article]) -> list[Examined]:
    """Look at the working copies `articles`, saved or not, without writing anything.

    Three statements for all of them, one more where some have tabs, and one for each that asks who
    says the same.
    """
    return _asked_about([_read(article) for article in articles])


def _asked_about(found: list[Examined]) -> list[Examined]:
    """Add what only the database knows."""
    links = [there for one in found for _link, there in one.targets]
    reach = reached(links)
    asked = _asked({there.address for there in links if there.kind == "external"})
    taken = _addresses_of_others([one.article for one in found])
    live = _live_bodies([one.article.pk for one in found if one.rendered.tabs])
    for one in found:
        one.problems += _of_links(one, reach, asked)
        if other := taken.get((one.article.locale, one.article.slug, one.article.pk)):
            one.problems.append(Problem("takes_address", other=other))
        if body := live.get(one.article.pk):
            one.problems += of_tabs(one.rendered.tabs, markup.tabs_of(body))
        one.problems += [
            Problem("similar", detail=f"{share} %", other=pk)
            for pk, share in sketch.nearly_the_same(
                one.article.pk or 0, one.article.locale, one.sketch
            )
        ]
        one.problems.sort(key=lambda problem: (-problem.severity, problem.line))
    return found


def _read(article: Article) -> Examined:
    with translation.override(article.locale):
        rendered = markup.render(article.body)
    measured = ease.reading_ease([p.text for p in rendered.paragraphs], article.locale)
    said = " ".join([article.title, *(block.text for block in rendered.blocks)])
    return Examined(
        article,
        rendered,
        [
            (link, there)
            for link in rendered.links
            if (there := target(link.href, article.locale, article.slug))
        ],
        sketch.sketch(said),
        measured,
        of_rendered(article.title, article.summary, rendered, measured),
    )


def _of_links(
    one: Examined, reach: dict[Target, Reached], asked: dict[str, ExternalAddress]
) -> Iterator[Problem]:
    own = anchors(one.rendered.html)
    for link, there in one.targets:
        if there.kind == "anchor" and there.anchor in own:
            continue
        if there.kind == "external":
            rule, detail = _of_other_site(link.href, asked.get(there.address))
        else:
            rule, detail = _of_site(link.href, there, reach[there])
        if rule:
            yield Problem(rule, link.line, _cut(detail))


def _of_site(href: str, there: Target, found: Reached) -> tuple[str, str]:
    """Return rule and detail of a link within the site; "" for one that leads to a page."""
    if found == Reached.NOTHING:
        return ("missing_file" if there.kind == "media" else "broken_link"), href
    return {Reached.NO_ANCHOR: "missing_anchor", Reached.MOVED: "moved_link"}.get(found, ""), href


def _of_other_site(href: str, known: ExternalAddress | None) -> tuple[str, str]:
    if known is None or not (known.is_dead or known.moved_to):
        return "", ""
    return ("dead_link", href) if known.is_dead else ("moved_link", f"{href} → {known.moved_to}")


def _asked(urls: set[str]) -> dict[str, ExternalAddress]:
    """Return what is known of addresses on other sites that are dead or moved."""
    if not urls:
        return {}
    found = ExternalAddress.objects.filter(url__in=urls)
    return {known.url: known for known in found.dead() | found.exclude(moved_to="")}


def _live_bodies(pks: Iterable[int | None]) -> dict[int, str]:
    """Return what visitors read of articles that are on the site, by the id of the article."""
    asked = [pk for pk in pks if pk]
    if not asked:
        return {}
    return dict(PublishedArticle.objects.filter(pk__in=asked).values_list("pk", "body"))


def _addresses_of_others(articles: Sequence[Article]) -> dict[tuple[str, str, int | None], int]:
    """Return the articles that addresses of `articles` lead to, where it is another one."""
    slugs = [article.slug for article in articles if article.slug]
    there = {
        (old.locale, old.slug): old.article_id
        for old in OldPath.objects.filter(slug__in=slugs, article__published__isnull=False)
    }
    found = {(a.locale, a.slug, a.pk): there.get((a.locale, a.slug)) for a in articles}
    return {key: other for key, other in found.items() if other and other != key[2]}


def keep(pks: Iterable[int]) -> None:
    """Look at the saved articles with these ids and replace what is kept of them."""
    pks = sorted(set(pks))
    for start in range(0, len(pks), TOGETHER):
        with transaction.atomic():
            _keep(list(_rows(pks[start : start + TOGETHER]).select_for_update()))


@transaction.atomic(savepoint=False)
def keep_of(article: Article) -> None:
    """Do the same for an article that this transaction has saved, without reading it again."""
    _keep([article])


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


def _keep(articles: list[Article]) -> None:
    """Replace what is kept of `articles`, whose rows the caller has locked."""
    pks = [article.pk for article in articles]
    found = [_read(article) for article in articles]
    Checkup.objects.bulk_create(
        [_checkup(one) for one in found],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["checked_at", "locale", "reading_ease", "sketch", "marks"],
    )
    _asked_about(found)  # now each of them can be found by the others
    # What another one takes away or puts in at this moment is not waited for.
    former = Finding.objects.filter(Q(article__in=pks) | Q(other__in=pks, rule="similar"))
    gone = former.order_by().select_for_update(skip_locked=True).values_list("pk", flat=True)
    Finding.objects.filter(pk__in=list(gone)).delete()
    kept = [_finding(one.article.pk, problem) for one in found for problem in one.problems]
    Finding.objects.bulk_create(kept + _seen_from_the_other(kept, set(pks)))


def _rows(pks: Iterable[int]) -> QuerySet[Article]:
    """Return the articles in the one order in which their rows are locked."""
    return apps.get_model("articles", "Article").objects.filter(pk__in=pks).order_by("pk")


def _checkup(one: Examined) -> Checkup:
    return Checkup(
        article_id=one.article.pk,
        checked_at=timezone.now(),
        locale=one.article.locale,
        reading_ease=one.ease,
        sketch=one.sketch,
        marks=one.sketch[: sketch.MARKS],
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


def _seen_from_the_other(kept: list[Finding], examined: set[int]) -> list[Finding]:
    """Return the other half of each pair that says the same, for articles not examined here."""
    return [
        Finding(article_id=one.other_id, other_id=one.article_id, rule=one.rule,
                severity=one.severity, detail=one.detail)
        for one in kept
        if one.rule == "similar" and one.other_id is not None and one.other_id not in examined
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
        article__in=sources, rule__in=REACH_RULES, detail__in={_cut(link.href) for link in links}
    ).delete()
    as_written = set(
        Checkup.objects.filter(article__in=sources, article__state_now="live").values_list(
            "article", flat=True
        )
    )
    problems = [
        (link.article_id, Problem(rule, link.line, _cut(detail)))
        for link in links
        if link.article_id in as_written
        for rule, detail in [_of_site(link.href, link.target, reach[link.target])]
        if rule
    ]
    Finding.objects.bulk_create(_finding(article, problem) for article, problem in problems)


def _cut(detail: str) -> str:
    return detail[:DETAIL_LENGTH]
