"""Who is told by mail: reviewers what waits for them, authors what became of their texts.

Mail leaves after the deed is kept, one message for each person, however many articles; nobody is
told of their own deeds. A mail server that is down is in the log and hinders nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from . import branding
from .languages import staff_language
from .models import Article, AuditEntry, Deed

BACKEND = "django.contrib.auth.backends.ModelBackend"


def tell(
    deed: Deed,
    articles: Iterable[Article],
    actor: User | None = None,
    comment: str = "",
    site: str = "",
) -> None:
    """Send mail to those who should know of a deed, once the transaction is over.

    `site` is the address of the site, https://help.example.com (default: SITE_URL).
    """
    chosen = list(articles)

    def send() -> None:
        _send(deed, chosen, actor, comment, site or settings.SITE_URL)

    if chosen:
        transaction.on_commit(send, robust=True)


def _send(deed: Deed, articles: list[Article], actor: User | None, comment: str, site: str) -> None:
    concerned = _concerned(deed, articles)
    with translation.override(staff_language()):
        messages = [
            EmailMessage(_subject(deed, few), _body(deed, few, actor, comment, site), to=[to.email])
            for to, few in concerned.items()
            if to != actor
        ]
    if messages:
        get_connection().send_messages(messages)


def _concerned(deed: Deed, articles: list[Article]) -> dict[User, list[Article]]:
    """Return reviewers for what is submitted; of anything else, owners and who submitted it."""
    everybody = get_user_model().objects
    if deed == Deed.SUBMITTED:
        reviewers = everybody.with_perm("articles.review_article", backend=BACKEND)
        return dict.fromkeys(_with_mail(reviewers), articles)
    submitters = _submitters(articles)
    theirs = {article: {article.owner_id, submitters.get(article.pk)} for article in articles}
    people = _with_mail(everybody.all()).in_bulk(set().union(*theirs.values()) - {None})
    concerned: dict[User, list[Article]] = defaultdict(list)
    for article, pks in theirs.items():
        for pk in pks & people.keys():
            concerned[people[pk]].append(article)
    return concerned


def _with_mail(people: QuerySet[User]) -> QuerySet[User]:
    return people.filter(is_active=True, is_staff=True).exclude(email="")


def _submitters(articles: list[Article]) -> dict[int | None, int | None]:
    """Return by article the user who submitted what is, or was until now, in review."""
    deeds = AuditEntry.objects.filter(
        article_id__in=[article.pk for article in articles],
        deed__in=[Deed.SUBMITTED, Deed.PUBLISHED],
    )
    # The newest may be the publishing that is told; what is older than another one is settled.
    age = Window(RowNumber(), partition_by="article_id", order_by="-id")
    newest = deeds.annotate(age=age).filter(age__lte=2).order_by("id")
    return {
        article: user
        for article, deed, user in newest.values_list("article_id", "deed", "user_id")
        if deed == Deed.SUBMITTED
    }


def _subject(deed: Deed, articles: list[Article]) -> str:
    title, n = " ".join(articles[0].title.split()), len(articles)
    subject = title if n == 1 else ngettext("%d article", "%d articles", n) % n
    return f"{deed.label}: {subject}"


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
