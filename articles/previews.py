"""Preview links: one article, as it was last saved, for whoever has the link, for a day at most.

A link is signed and holds the article, the time until which it works and how often the article's
links were withdrawn before: it cannot be made up, lengthened or used after a withdrawal, and
nothing is stored for it. It shows the working copy at the time of opening, not a version: who
reviews a text sees what was mended since. The page is rendered as the public one, and no cache may
keep it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from . import reading
from .models import Article, Deed, PublishedArticle, WithdrawnPreviews, audit

HOURS = (1, 8, 24)
LONGEST = timedelta(hours=max(HOURS))
SALT = "articles.preview"

WITHDRAW = """
    INSERT INTO articles_withdrawnpreviews AS kept (article_id, times) VALUES (%s, 1)
        ON CONFLICT (article_id) DO UPDATE SET times = kept.times + 1"""


def address(article: Article, hours: int) -> tuple[str, datetime]:
    """Return the path of a new preview link and the time until which it works, and note it."""
    length = ngettext("For %(n)s hour", "For %(n)s hours", hours) % {"n": hours}
    audit.note(Deed.SHARED, article, comment=length)
    until = timezone.now().replace(microsecond=0) + timedelta(hours=hours)
    claims = {"a": article.pk, "w": _withdrawals(article.pk), "u": int(until.timestamp())}
    with translation.override(article.locale):
        return reverse("articles:preview", args=[signing.dumps(claims, salt=SALT)]), until


def withdraw(article: Article) -> None:
    """Stop all links made so far from working."""
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW, [article.pk])
    audit.note(Deed.UNSHARED, article)


def _withdrawals(article_id: int) -> int:
    times = WithdrawnPreviews.objects.filter(pk=article_id).values_list("times", flat=True)
    return times.first() or 0


def opened(token: str) -> tuple[Article, datetime]:
    """Return the article of a link and until when it works.

    Raises Http404 for a link that is made up, over or withdrawn, and for an article that is gone or
    belongs to another locale than the address.
    """
    try:
        claims: dict[str, Any] = signing.loads(token, salt=SALT, max_age=LONGEST)
    except signing.BadSignature as error:
        raise Http404("No such preview.") from error
    until = datetime.fromtimestamp(claims["u"], UTC)
    here = Article.objects.in_locale(get_language()).select_related("category")
    article = here.filter(pk=claims["a"]).first()
    if article is None or until <= timezone.now() or claims["w"] != _withdrawals(article.pk):
        raise Http404("No such preview.")
    return article, until


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The page that the working copy would be; nothing is counted and nothing kept."""
    article, until = opened(token)
    context = {"article": page_of(article), "until": until, "state": article.state_now}
    response = render(request, "articles/preview.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"  # links in the text must not tell the token
    return response


def page_of(article: Article) -> reading.ArticlePage:
    """Return what the article's page would show if it were published now."""
    shown = PublishedArticle(article=article, locale=article.locale)
    article.copy_over(shown)
    shown.render()
    nodes = reading.nodes(reading.trees(article.locale))
    node = next(node for node in nodes if node.id == article.category_id)
    published_at = shown.published_at or timezone.now()
    return reading.ArticlePage(
        id=article.pk,
        locale=article.locale,
        title=shown.title,
        slug=shown.slug,
        summary=shown.summary,
        html=shown.html,
        contents=shown.contents,
        tag_names=shown.tag_names,
        tag_slugs=shown.tag_slugs,
        reading_minutes=shown.reading_minutes,
        published_at=published_at,
        updated_at=shown.updated_at or published_at,
        category_id=node.id,
        levels=[[level.key, level.name] for level in node.levels],
    )
