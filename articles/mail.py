"""Who is told by mail: reviewers what waits for them, authors what became of their texts.

Mail leaves after the deed is kept, one message for each person, however many articles; nobody is
told of their own deeds. A mail server that is down is in the log and hinders nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from . import branding
from .models import Article, AuditEntry, Deed

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What a text went through since it was last published tells who submitted it.
REMEMBERED = 20


def tell(
    deed: Deed,
    articles: Iterable[Article],
    actor: User | None = None,
    comment: str = "",
    site: str = "",
) -> None:
    """Tell those whom it concerns, once the transaction is over.

    `site` is the address of the site, https://help.example.com (default: SITE_URL).
    """
    told = list(articles)

    def send() -> None:
        _send(deed, told, actor, comment, site or settings.SITE_URL)

    transaction.on_commit(send, robust=True)


def _send(deed: Deed, articles: list[Article], actor: User | None, comment: str, site: str) -> None:
    concerned: dict[User, list[Article]] = defaultdict(list)
    for article in articles:
        for person in _concerned(deed, article):
            if person != actor:
                concerned[person].append(article)
    with translation.override(settings.LANGUAGE_CODE):
        messages = [
            EmailMessage(_subject(deed, few), _body(deed, few, actor, comment, site), to=[to.email])
            for to, few in concerned.items()
        ]
    if messages:
        get_connection().send_messages(messages)


def _concerned(deed: Deed, article: Article) -> QuerySet:
    """Return reviewers for what is submitted; of anything else, the owner and who submitted it."""
    people = get_user_model().objects
    if deed == Deed.SUBMITTED:
        found = people.with_perm("articles.review_article", backend=BACKEND)
    else:
        theirs = {article.owner_id, _submitter(article)}
        found = people.filter(pk__in=[pk for pk in theirs if pk])
    return found.filter(is_active=True, is_staff=True).exclude(email="")


def _submitter(article: Article) -> int | None:
    """Return the user who submitted what is, or was until now, in review."""
    deeds = AuditEntry.objects.filter(article_id=article.pk).values_list("deed", "user_id")
    newest = list(deeds.order_by("-id")[:REMEMBERED])
    if newest and newest[0][0] == Deed.PUBLISHED:
        newest = newest[1:]
    since = takewhile(lambda entry: entry[0] != Deed.PUBLISHED, newest)
    return next((user for deed, user in since if deed == Deed.SUBMITTED), None)


def _subject(deed: Deed, articles: list[Article]) -> str:
    one, n = " ".join(articles[0].title.split()), len(articles)
    what = one if n == 1 else ngettext("%d article", "%d articles", n) % n
    return f"{deed.label}: {what}"


def _body(deed: Deed, articles: list[Article], actor: User | None, comment: str, site: str) -> str:
    lines = [(article.title, site + _address(deed, article)) for article in articles]
    return render_to_string(
        "articles/mail.txt",
        {"deed": deed.label, "lines": lines, "who": actor, "comment": comment}
        | {"site_name": branding.current().name},
    )


def _address(deed: Deed, article: Article) -> str:
    if deed == Deed.PUBLISHED:
        return article.get_absolute_url()
    return reverse("admin:articles_article_change", args=[article.pk])
