"""What would go wrong when a publication set is published, before anybody tries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Article, PublishedArticle, SetItem


class SetProblem(NamedTuple):
    """Something to know about a set; one that `blocks` keeps it from being published.

    `address` is where it is mended: the form of an article, at a place in it.
    """

    title: str
    text: str
    blocks: bool = False
    address: str = ""

    def __str__(self) -> str:
        return f"“{self.title}”: {self.text}" if self.title else self.text


def problems(items: list[SetItem]) -> list[SetProblem]:
    """Return what stands in the way of publishing `items`, and what is worth a second look."""
    if not items:
        return [SetProblem("", _("The set is empty."), blocks=True)]
    gone = dict.fromkeys(item.article for item in items if item.is_gone)
    found_problems = [_of_deleted(article) for article in gone]
    items = [item for item in items if not item.is_gone]
    once = Counter(item.target for item in items if not item.is_redirect)
    found_problems += [
        _at("", article, _("It is in the set twice."), blocks=True)
        for article, times in once.items()
        if times > 1
    ]
    live = _live(items)
    for item in _of(items, SetItem.Deed.PUBLISH):
        found_problems += _of_publish(item.target, live.get(item.target.pk))
    for item in _of(items, SetItem.Deed.UNPUBLISH):
        if item.article_id not in live:
            found_problems.append(_at("", item.target, _("It is not on the site.")))
    return [*found_problems, *_of_addresses(items, live)]


def _at(place: str, article: Article, text: str, blocks: bool = False) -> SetProblem:
    """Return a problem that is mended at `place` of the article's form, the id of an element."""
    form = reverse("admin:articles_article_change", args=[article.pk])
    return SetProblem(article.title, text, blocks, f"{form}#{place}" if place else form)


def _of(items: Iterable[SetItem], deed: str) -> list[SetItem]:
    return [item for item in items if item.deed == deed]


def _live(items: list[SetItem]) -> dict[int, PublishedArticle]:
    pages = PublishedArticle.objects.filter(article__in=[item.article_id for item in items])
    return {page.pk: page for page in pages.defer("html", "contents", "opening")}


def _of_deleted(article: Article | None) -> SetProblem:
    if article is None:
        text = _("One of its articles was deleted. Take it out of the set first.")
        return SetProblem("", text, blocks=True)
    text = _("It was deleted. Bring it back, or take it out of the set.")
    return SetProblem(article.title, text, blocks=True)


def _of_publish(article: Article, live: PublishedArticle | None) -> list[SetProblem]:
    problems = []
    if article.state_now == Article.State.LIVE:
        problems.append(_at("", article, _("Visitors read it as it stands already.")))
    if article.status == Article.Status.IN_REVIEW:
        problems.append(_at("review", article, _("It waits for a review.")))
    if not article.body.strip():
        problems.append(_at("id_body", article, _("It has no text.")))
    is_told = article.change_note or article.is_minor_edit
    if live and not is_told and article.text_differs_from(live):
        problems.append(_at("id_change_note", article, _("Readers are not told what changed.")))
    if article.publish_at:
        text = _("It has a schedule of its own, which ends with the set.")
        problems.append(_at("id_publish_at_0", article, text))
    if article.lacks_approval():
        problems.append(_at("review", article, _("This text is not approved."), blocks=True))
    if article.is_over():
        text = _("Its time on the site is over.")
        problems.append(_at("id_expire_at_0", article, text, blocks=True))
    return problems


def _of_addresses(items: list[SetItem], live: dict[int, PublishedArticle]) -> list[SetProblem]:
    """Find addresses that two articles would have, and what is wrong with redirects."""
    leaving = {item.target.pk for item in _of(items, SetItem.Deed.UNPUBLISH)}
    coming = {item.target.pk: item.target for item in _of(items, SetItem.Deed.PUBLISH)}
    wanted = {(article.locale, article.slug) for article in coming.values()}
    slugs = {slug for _locale, slug in wanted} | {item.old_slug for item in items}
    staying = PublishedArticle.objects.filter(slug__in=slugs).exclude(pk__in=leaving | set(coming))
    taken = {(page.locale, page.slug): page.title for page in staying}
    problems = []
    for article in coming.values():
        if other := taken.get((article.locale, article.slug)):
            text = _("“%s” is live at this address.") % other
            problems.append(_at("id_slug", article, text, blocks=True))
    stay = set(coming) | (set(live) - leaving)
    return [*problems, *_of_redirects(_of(items, SetItem.Deed.REDIRECT), wanted | set(taken), stay)]


def _of_redirects(
    redirects: list[SetItem], taken: set[tuple[str, str]], stay: set[int]
) -> list[SetProblem]:
    """Find redirects from where an article or another redirect is, and redirects to nowhere."""
    times = Counter((item.target.locale, item.old_slug) for item in redirects)
    problems = [
        SetProblem(slug, _("It is redirected twice."), blocks=True)
        for (_locale, slug), count in times.items()
        if count > 1
    ]
    for item in redirects:
        if (item.target.locale, item.old_slug) in taken:
            text = _("An article has this address, so nothing can be redirected from it.")
            problems.append(SetProblem(item.old_slug, text, blocks=True))
        if item.article_id not in stay:
            text = _("The redirect would lead to an article that is not on the site.")
            problems.append(_at("", item.target, text, blocks=True))
    return problems
