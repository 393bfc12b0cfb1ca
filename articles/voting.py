"""How visitors say whether an article or an answer in it helped: one vote of each a day.

Anonymous and without cookies, so there is no CSRF token: a vote is taken when the browser says that
it comes from a page of this site. Crawlers and nameless programs do not vote, and one address has
few votes a day, whatever browsers it pretends to be. A vote on an answer is one on its article, and
among the few that the address has there. The article's own row and its page are never touched, so
kept pages stay as they are. A reason is taken once, from who said No today; addresses of e-mail and
long numbers in it are not kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from .models import Vote
from .visitors import PERSONAL, is_reader, subscriber_of_the_day, visitor_of_the_day

# Of one address on one day; an office or a school shares one. An article with all its answers.
MAX_FROM_ONE_PLACE = 100
MAX_FOR_ONE_ARTICLE = 10

WRITE_VOTE = """
    WITH here AS (
        SELECT count(*) AS votes, count(*) FILTER (WHERE article_id = %(article)s) AS on_this
          FROM articles_vote WHERE day = %(day)s AND sender = %(sender)s
    ), fresh AS (
        INSERT INTO articles_vote (article_id, anchor, day, visitor, sender, helpful, has_reason)
        SELECT article_id, %(anchor)s, %(day)s, %(visitor)s, %(sender)s, %(helpful)s, false
          FROM articles_publishedarticle, here
         WHERE article_id = %(article)s
           AND here.votes < %(most)s AND here.on_this < %(most_on_this)s
            ON CONFLICT DO NOTHING
        RETURNING article_id, day, helpful::int AS yes, (NOT helpful)::int AS no
    ), days AS (
        INSERT INTO articles_votecount AS kept (article_id, day, helpful, unhelpful)
        SELECT article_id, day, yes, no FROM fresh
            ON CONFLICT (article_id, day) DO UPDATE
           SET helpful = kept.helpful + excluded.helpful,
               unhelpful = kept.unhelpful + excluded.unhelpful
    ), answers AS (
        INSERT INTO articles_answervotes AS kept (article_id, anchor, question, helpful, unhelpful)
        SELECT article_id, %(anchor)s, %(question)s, yes, no FROM fresh WHERE %(anchor)s <> ''
            ON CONFLICT (article_id, anchor) DO UPDATE
           SET question = excluded.question, helpful = kept.helpful + excluded.helpful,
               unhelpful = kept.unhelpful + excluded.unhelpful
    ), totals AS (
        INSERT INTO articles_votetotal AS kept (article_id, helpful, unhelpful)
        SELECT article_id, yes, no FROM fresh
            ON CONFLICT (article_id) DO UPDATE
           SET helpful = kept.helpful + excluded.helpful,
               unhelpful = kept.unhelpful + excluded.unhelpful
    )
    SELECT (SELECT count(*) FROM fresh), here.votes >= %(most)s OR here.on_this >= %(most_on_this)s
      FROM here"""

WRITE_REASON = """
    WITH said AS (
        UPDATE articles_vote SET has_reason = true
         WHERE day = %(day)s AND article_id = %(article)s AND anchor = %(anchor)s
           AND visitor = %(visitor)s AND NOT helpful AND NOT has_reason
        RETURNING article_id, day
    )
    INSERT INTO articles_votereason (article_id, day, text, question)
    SELECT article_id, day, %(text)s, %(question)s FROM said"""

TAKE_OVER = """
    WITH days AS (
        DELETE FROM articles_votecount WHERE article_id = %(given)s
        RETURNING day, helpful, unhelpful
    ), total AS (
        DELETE FROM articles_votetotal WHERE article_id = %(given)s RETURNING helpful, unhelpful
    ), reasons AS (
        UPDATE articles_votereason SET article_id = %(kept)s WHERE article_id = %(given)s
    ), answers AS (
        DELETE FROM articles_answervotes WHERE article_id = %(given)s
        RETURNING anchor, question, helpful, unhelpful
    ), answered AS (
        INSERT INTO articles_answervotes AS kept (article_id, anchor, question, helpful, unhelpful)
        SELECT %(kept)s, anchor, question, helpful, unhelpful FROM answers
            ON CONFLICT (article_id, anchor) DO UPDATE
           SET helpful = kept.helpful + excluded.helpful,
               unhelpful = kept.unhelpful + excluded.unhelpful
    ), merged AS (
        INSERT INTO articles_votecount AS kept (article_id, day, helpful, unhelpful)
        SELECT %(kept)s, day, helpful, unhelpful FROM days
            ON CONFLICT (article_id, day) DO UPDATE
           SET helpful = kept.helpful + excluded.helpful,
               unhelpful = kept.unhelpful + excluded.unhelpful
    )
    INSERT INTO articles_votetotal AS kept (article_id, helpful, unhelpful)
    SELECT %(kept)s, helpful, unhelpful FROM total
        ON CONFLICT (article_id) DO UPDATE
       SET helpful = kept.helpful + excluded.helpful,
           unhelpful = kept.unhelpful + excluded.unhelpful"""


class Answer(NamedTuple):
    """An answer inside an article: to the `question` above `anchor`."""

    question: str
    anchor: str


# What is voted on when it is all of an article.
WHOLE = Answer("", "")


def comes_from_here(request: HttpRequest) -> bool:
    """Return whether a browser sent this from a page of this site.

    Browsers say so by Sec-Fetch-Site or by Origin, which pages cannot forge. Who sends neither is
    no browser, and no page can make it vote.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host == request.get_host() or origin in settings.CSRF_TRUSTED_ORIGINS


def vote(request: HttpRequest, article: int, helpful: bool, on: Answer = WHOLE) -> bool:
    """Count the vote of the visitor behind `request` on a published article; one statement.

    One `on` an answer inside it counts for both. Returns False when too many votes came from the
    visitor's address today. A second vote, and that of a program, is passed over in silence.
    """
    if not is_reader(request):
        return True
    parameters = _whose(request, article, on) | {
        "sender": subscriber_of_the_day(request, timezone.localdate()),
        "helpful": helpful,
        "most": MAX_FROM_ONE_PLACE,
        "most_on_this": MAX_FOR_ONE_ARTICLE,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_VOTE, parameters)
        counted, is_too_much = cursor.fetchone()
    return bool(counted or not is_too_much)


def give_reason(request: HttpRequest, article: int, text: str, on: Answer = WHOLE) -> bool:
    """Keep why an article, or an answer in it, did not help; return whether it was taken.

    Only from who said No today, and once.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITE_REASON, _whose(request, article, on) | {"text": impersonal(text)})
        return bool(cursor.rowcount)


def impersonal(text: str) -> str:
    """Return `text` on one line, without what may say who wrote it."""
    return PERSONAL.sub("…", " ".join(text.replace("\x00", "").split()))


@transaction.atomic
def take_over(kept: int, given: int) -> None:
    """Add the votes and reasons of the article `given` to those of `kept`, which replaces it."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER, {"kept": kept, "given": given})


def forget_voters(before: date) -> int:
    """Delete who voted on days before `before`; the counts stay. Returns how many were deleted."""
    return Vote.objects.filter(day__lt=before).delete()[0]


def _whose(request: HttpRequest, article: int, on: Answer) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "article": article,
        "day": today,
        "visitor": visitor_of_the_day(request, today),
        **on._asdict(),
    }
