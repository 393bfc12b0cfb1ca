"""What an article is to staff, computed by the database: the list never loads a text to know it.

`Article.state` answers the same question for one article; a test holds the two together.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.utils.html import format_html

from articles.models import PUBLISHED_AS_WRITTEN, Article, TaggedArticle

State = Article.State


def with_state(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Annotate each article with `state_now`, a value of `Article.State`."""
    tags = ArraySubquery(
        TaggedArticle.objects.filter(content_object=OuterRef("pk")).values("tag__name")
    )
    rewritten = [~Q(**{f"published__{field}": F(field)}) for field in PUBLISHED_AS_WRITTEN]
    retagged = ~Q(published__tag_names__contains=tags, published__tag_names__contained_by=tags)
    return articles.annotate(
        state_now=Case(
            When(published__isnull=True, publish_at__isnull=True, then=Value(State.DRAFT.value)),
            When(published__isnull=True, then=Value(State.SCHEDULED.value)),
            When(reduce(or_, [*rewritten, retagged]), then=Value(State.CHANGED.value)),
            default=Value(State.LIVE.value),
            output_field=TextField(),
        )
    )


def badge(state: str) -> str:
    """Return the label that shows `state`, in words and in colour."""
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)
