"""The list of articles as a CSV file: the sheet with which a team goes through all it has written.

It has no texts, so `import_articles` refuses it as a whole: no article is overwritten by it.
"""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from articles import absolute, paths
from articles.models import Article, Finding, TaggedArticle

from .downloads import Column, DownloadMixin
from .states import marks, shown_state
from .tree import all_branches


class SheetMixin(DownloadMixin):
    """What the file says of each article."""

    def csv_columns(self, request: HttpRequest) -> list[Column]:
        places, origin = _places(request), absolute.origin(request)
        return [
            Column("Title", lambda article: article.title),
            Column("Locale", lambda article: article.locale),
            Column("State", _state),
            Column("Category", lambda article: places.get(article.category_id)),
            Column("Tags", lambda article: ", ".join(article.tags_now)),
            Column("Owner", lambda article: article.owner_name),
            Column("Published", lambda article: article.published_at),
            Column("Updated", lambda article: article.updated_at),
            Column("Read again on", lambda article: article.review_by),
            Column("Views", lambda article: article.views_now),
            Column("Helpful", lambda article: article.helped),
            Column("Not helpful", lambda article: article.not_helped),
            Column("Quality findings", lambda article: article.found_wrong),
            Column("Address", lambda article: _address(article, origin)),
        ]

    def csv_rows(self, request: HttpRequest, rows: QuerySet[Article]) -> QuerySet[Article]:
        tagged = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by("tag__name")
        wrong = Finding.objects.filter(article=OuterRef("pk")).order_by().values("article")
        return rows.annotate(
            tags_now=ArraySubquery(tagged.values("tag__name")),
            owner_name=F("owner__username"),
            helped=_or_zero("vote_total__helpful"),
            not_helped=_or_zero("vote_total__unhelpful"),
            found_wrong=_or_zero(Subquery(wrong.values(number=Count("pk")))),
        )


def _or_zero(counted: str | Subquery) -> Coalesce:
    return Coalesce(counted, Value(0), output_field=IntegerField())


def _places(request: HttpRequest) -> dict[int, str]:
    """Return "Tab > Category" of each category, as the columns of an import have it."""
    names = {branch.id: branch.name for branch in all_branches(request)}
    return {
        branch.id: " > ".join(names[step] for step in branch.path)
        for branch in all_branches(request)
    }


def _state(article: Article) -> str:
    """Return the state and its marks, as the line of the list shows them."""
    state = shown_state(article)
    return ", ".join(str(shown.label) for shown in (state, *marks(article, state)))


def _address(article: Article, origin: str) -> str:
    """Return where visitors read the article; nothing where they cannot."""
    if not article.live_slug or shown_state(article) == Article.State.EXPIRED:
        return ""
    return origin + paths.article(article.live_slug, article.locale)
