"""The list of articles is searched by the site's own search: staff find what visitors find, first.

Drafts and changed articles whose new title begins with the words, or holds them in any form, stand
behind the last of those whose title does so, too. Last come all whose working copy holds the words
as they were typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest

from articles.admin import ArticleAdmin
from articles.models import Article
from search import bounded, results
from search.models import GoldenQuery, PinnedQuestion
from search.models.pins import PLACES
from search.phrases import in_order
from search.questions import clean
from search.ranking import Hit

from .found import FoundMixin
from .way_back import KeepsWayBackMixin

# Beyond these, nobody reads on; an unsorted rest would only slow the list down.
RANKED = 200
# Of the titles that visitors do not see, the last edited: stemming 2,000 takes 0.3 s.
TITLES = 500


def answers(text: str) -> list[int]:
    """Return the ids of the published articles that answer `text` in any locale, best first.

    Three SQL statements at most for each locale of the site; none of its answers when they took
    too long.
    """
    try:
        hits = [results.find(text, locale).hits for locale, _name in settings.LANGUAGES]
    except bounded.TookTooLong:
        return []
    return list(dict.fromkeys(hit.article_id for _score, hit in merged(hits)))[:RANKED]


def merged(by_locale: Iterable[list[Hit]]) -> list[tuple[float, Hit]]:
    """Return the hits of all locales in one order that keeps the order of each.

    Visitors see pinned articles and exact titles first whatever they score, so a hit counts as much
    here as the best one behind it.
    """
    ordered = list(chain.from_iterable(_never_rising(hits) for hits in by_locale))
    return sorted(ordered, key=lambda counted: -counted[0])


def _never_rising(hits: list[Hit]) -> list[tuple[float, Hit]]:
    counted, most = [], 0.0
    for hit in reversed(hits):
        most = max(most, hit.score)
        counted.append((most, hit))
    return counted[::-1]


def best_for_staff(text: str) -> list[int]:
    """Return the ids of `answers`, and among them articles whose new title visitors do not see.

    Such a title begins with `text`, or holds every telling word of it in any form. It stands behind
    the last answer whose title does so, too: visitors' own order is kept, and whoever types the
    title of a draft does not have to look for it behind all that has some words of it.
    """
    ids = answers(text)
    titles = titles_for(ids)
    for titled in (beginning_with(text, titles), holding_every_word(text, titles)):
        ahead = max((place for place, pk in enumerate(ids, 1) if pk in titled), default=0)
        ids = [*ids[:ahead], *(pk for pk in titled if pk not in ids), *ids[ahead:]]
    return ids


def titles_for(ids: list[int]) -> list[tuple[str, int, str]]:
    """Return locale, id and title of articles whose title visitors do not see, and of `ids`.

    The last edited come first. Two SQL statements.
    """
    articles = Article.objects.order_by("-edited_at", "-pk").values_list("locale", "pk", "title")
    unseen = articles.exclude(published__title=F("title")).exclude(pk__in=ids)
    return [*unseen[:TITLES], *articles.filter(pk__in=ids)]


def beginning_with(text: str, titles: list[tuple[str, int, str]]) -> list[int]:
    """Return whose title begins with `text`; one word alone is a question, not a title."""
    typed = " ".join(text.casefold().split())
    if " " not in typed:
        return []
    return [pk for _locale, pk, title in titles if title.casefold().startswith(typed)]


def holding_every_word(text: str, titles: list[tuple[str, int, str]]) -> list[int]:
    """Return whose title holds all telling words of `text`. One SQL statement for each locale."""
    few: dict[str, list[tuple[int, str]]] = {}
    for locale, pk, title in titles:
        few.setdefault(locale, []).append((pk, title))
    return [pk for locale, those in few.items() for pk in _holding(text, locale, those)]


def _holding(text: str, locale: str, titles: list[tuple[int, str]]) -> list[int]:
    asked, *held = in_order([clean(text), *(title for _pk, title in titles)], locale)
    words = set(asked.telling)
    return [
        pk
        for (pk, _title), title in zip(titles, held, strict=True)
        if words and words <= set(title.lexemes)
    ]


def by_relevance(ids: list[int]) -> Func:
    """Return an expression for the place of an article in `ids`; null for one that is not there."""
    return Func(_array(ids), F("pk"), function="array_position", output_field=IntegerField())


def is_one_of(ids: list[int]) -> Func:
    """Return a condition: the article is one of `ids`, which may be all, as one parameter."""
    return Func(
        F("pk"),
        _array(ids),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _array(ids: list[int]) -> Cast:
    """Return `ids` as PostgreSQL writes them: one by one, psycopg takes long over thousands."""
    return Cast(Value(f"{{{','.join(map(str, ids))}}}"), ArrayField(BigIntegerField()))


admin.site.unregister(Article)


@admin.register(Article)
class SearchedArticleAdmin(FoundMixin, KeepsWayBackMixin, ArticleAdmin):
    """The articles' page with the site's own search in its search box, and below its form."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Narrow to what was asked for; ordered by relevance unless a column was chosen."""
        if not search_term.strip():
            return queryset, False
        ranked = best_for_staff(search_term)
        every = Article.objects.order_by()
        written, _repeats = super().get_search_results(request, every, search_term)
        # Read here, once: the page counts what it finds before it shows it, and a look through
        # 30,000 titles takes 0.1 s.
        known = [*ranked, *written.values_list("pk", flat=True)]
        articles = queryset.filter(is_one_of(known))
        if ORDER_VAR not in request.GET:
            articles = articles.order_by(
                by_relevance(ranked).asc(nulls_last=True), "-edited_at", "-pk"
            )
        return articles, False

    def take_over(self, kept: Article, gone: Article) -> None:
        """What was pinned to an article or must be found as it now means the one that is kept."""
        super().take_over(kept, gone)
        for place in PLACES:
            pinned = PinnedQuestion.objects.filter(**{place: gone})
            for other in PLACES:
                pinned = pinned.exclude(pk__in=PinnedQuestion.objects.filter(**{other: kept}))
            pinned.update(**{place: kept})
        GoldenQuery.objects.filter(article=gone).update(article=kept)
