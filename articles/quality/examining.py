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


def examine_surroundings(examined: list[Examined]) -> list[Examined]:
    """Add what is wrong with links, addresses and repetitions, which only the database knows."""
    links = [destination for look in examined for _outgoing, destination in look.targets]
    reach = reached(links)
    external = _external_addresses({link.address for link in links if link.kind == "external"})
    owners = _addresses_of_others([look.article for look in examined])
    sources = _sources([look.article for look in examined])
    live_bodies = _live_bodies([look.article.pk for look in examined if look.rendered.tabs])
    for look in examined:
        look.problems += _of_links(look, reach, external)
        if other := owners.get((look.article.locale, look.article.slug, look.article.pk)):
            look.problems.append(Problem("takes_address", other=other))
        locale, source = sources.get(look.article.translation_of_id or 0, ("", ""))
        if locale.split("-")[0] != look.article.locale.split("-")[0]:
            look.problems += of_translation(look.article.body, look.rendered.paragraphs, source)
        if body := live_bodies.get(look.article.pk or 0):
            look.problems += of_tabs(look.rendered.tabs, markup.tabs_of(body))
        look.problems += [
            Problem("similar", detail=f"{share} %", other=pk)
            for pk, share in sketch.nearly_the_same(
                look.article.pk or 0, look.article.locale, look.sketch
            )
        ]
        look.problems.sort(key=lambda problem: (-problem.severity, problem.line))
    return examined


def examine_text(article: Article, rendered: markup.Rendered | None = None) -> Examined:
    """Return what is wrong with the text of one article by itself; asks no database.

    `rendered` is its text where the caller has rendered it.
    """
    if rendered is None:
        with translation.override(article.locale):
            rendered = markup.render(article.body)
    measured = ease.reading_ease([p.text for p in rendered.paragraphs], article.locale)
    words = " ".join([article.title, *(block.text for block in rendered.blocks)])
    return Examined(
        article,
        rendered,
        [
            (link, destination)
            for link in rendered.links
            if (destination := target(link.href, article.locale, article.slug))
        ],
        sketch.sketch(words),
        measured,
        of_rendered(article.title, article.summary, rendered, measured),
    )


def _of_links(
    look: Examined, reach: dict[Target, Reached], external: dict[str, ExternalAddress]
) -> Iterator[Problem]:
    own = set(ID.findall(look.rendered.html))
    for link, destination in look.targets:
        if destination.kind == "anchor" and destination.anchor in own:
            continue
        if destination.kind == "external":
            rule, detail = _of_other_site(link.href, external.get(destination.address))
        else:
            rule, detail = of_site(link.href, destination, reach[destination])
        if rule:
            yield Problem(rule, link.line, as_detail(detail))


def of_site(href: str, destination: Target, result: Reached) -> tuple[str, str]:
    """Return rule and detail of a link within the site; "" for one that leads to a page."""
    if result == Reached.NOTHING:
        return ("missing_file" if destination.kind == "media" else "broken_link"), href
    return {Reached.NO_ANCHOR: "missing_anchor", Reached.MOVED: "moved_link"}.get(result, ""), href


def _of_other_site(href: str, known: ExternalAddress | None) -> tuple[str, str]:
    if known is None or not (known.is_dead or known.moved_to):
        return "", ""
    return ("dead_link", href) if known.is_dead else ("moved_link", f"{href} → {known.moved_to}")


def _external_addresses(urls: set[str]) -> dict[str, ExternalAddress]:
    """Return what is known of addresses on other sites that are dead or moved."""
    if not urls:
        return {}
    addresses = ExternalAddress.objects.filter(url__in=urls)
    return {address.url: address for address in addresses.dead() | addresses.exclude(moved_to="")}


def _live_bodies(pks: Iterable[int | None]) -> dict[int, str]:
    """Return what visitors read of articles that are on the site, by the id of the article."""
    saved = [pk for pk in pks if pk]
    if not saved:
        return {}
    return dict(PublishedArticle.objects.filter(pk__in=saved).values_list("pk", "body"))


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
    owner_at = {
        (old.locale, old.slug): old.article_id
        for old in OldPath.objects.filter(slug__in=slugs, article__published__isnull=False)
    }
    owners = {(a.locale, a.slug, a.pk): owner_at.get((a.locale, a.slug)) for a in articles}
    return {key: other for key, other in owners.items() if other and other != key[2]}


def as_detail(detail: str) -> str:
    """Return as much of `detail` as is kept of it."""
    return detail[:DETAIL_LENGTH]
