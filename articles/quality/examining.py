"""Looks at articles as they are written now, and writes nothing.

`examine` looks in two steps, of which findings.py takes each by itself: first at the text alone,
then at what the database knows of its links, of its address and of who says the same. Nothing is
fetched from other sites: `check_links` does that, by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import translation

from .. import markup
from ..linking import Target, target
from ..models.old_paths import OldPath
from ..models.published import PublishedArticle
from ..models.quality import ExternalAddress
from . import ease, sketch
from .problems import DETAIL_LENGTH, Problem, of_rendered, of_tabs, of_translation
from .reach import Reached, reached

if TYPE_CHECKING:
    from ..models import Article

# What following a link of this site may come to.
REACH_RULES = ("broken_link", "missing_file", "missing_anchor", "moved_link")
# The places in sanitised HTML that can be linked to.
ID = re.compile(r' id="([^"]+)"')


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

    Three statements for all of them, one more where some have tabs and where some are translations,
    and one for each that asks who says the same.
    """
    return examine_surroundings([examine_text(article) for article in articles])


def examine_surroundings(found: list[Examined]) -> list[Examined]:
    """Add what is wrong with links, addresses and repetitions, which only the database knows."""
    links = [there for one in found for _link, there in one.targets]
    reach = reached(links)
    asked = _asked({there.address for there in links if there.kind == "external"})
    taken = _addresses_of_others([one.article for one in found])
    sources = _sources([one.article for one in found])
    live = _live_bodies([one.article.pk for one in found if one.rendered.tabs])
    for one in found:
        one.problems += _of_links(one, reach, asked)
        if other := taken.get((one.article.locale, one.article.slug, one.article.pk)):
            one.problems.append(Problem("takes_address", other=other))
        locale, source = sources.get(one.article.translation_of_id or 0, ("", ""))
        if locale.split("-")[0] != one.article.locale.split("-")[0]:
            one.problems += of_translation(one.article.body, one.rendered.paragraphs, source)
        if body := live.get(one.article.pk or 0):
            one.problems += of_tabs(one.rendered.tabs, markup.tabs_of(body))
        one.problems += [
            Problem("similar", detail=f"{share} %", other=pk)
            for pk, share in sketch.nearly_the_same(
                one.article.pk or 0, one.article.locale, one.sketch
            )
        ]
        one.problems.sort(key=lambda problem: (-problem.severity, problem.line))
    return found


def examine_text(article: Article, rendered: markup.Rendered | None = None) -> Examined:
    """Return what is wrong with the text of one article by itself; asks no database.

    `rendered` is its text where the caller has rendered it.
    """
    if rendered is None:
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
    own = set(ID.findall(one.rendered.html))
    for link, there in one.targets:
        if there.kind == "anchor" and there.anchor in own:
            continue
        if there.kind == "external":
            rule, detail = _of_other_site(link.href, asked.get(there.address))
        else:
            rule, detail = of_site(link.href, there, reach[there])
        if rule:
            yield Problem(rule, link.line, as_detail(detail))


def of_site(href: str, there: Target, found: Reached) -> tuple[str, str]:
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


def _sources(articles: Sequence[Article]) -> dict[int, tuple[str, str]]:
    """Return locale and text, as they are written now, of what `articles` translate, by its id."""
    asked = {article.translation_of_id for article in articles if article.translation_of_id}
    if not asked:
        return {}
    sources = type(articles[0]).objects.filter(pk__in=asked).values_list("pk", "locale", "body")
    return {pk: (locale, body) for pk, locale, body in sources}


def _addresses_of_others(articles: Sequence[Article]) -> dict[tuple[str, str, int | None], int]:
    """Return the articles that addresses of `articles` lead to, where it is another one."""
    slugs = [article.slug for article in articles if article.slug]
    there = {
        (old.locale, old.slug): old.article_id
        for old in OldPath.objects.filter(slug__in=slugs, article__published__isnull=False)
    }
    found = {(a.locale, a.slug, a.pk): there.get((a.locale, a.slug)) for a in articles}
    return {key: other for key, other in found.items() if other and other != key[2]}


def as_detail(detail: str) -> str:
    """Return as much of `detail` as is kept of it."""
    return detail[:DETAIL_LENGTH]
