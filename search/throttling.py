"""How much one address may ask in a minute, so that a flood of questions harms nobody else.

What is typed is looked up at each pause and is a question only in the end: it has an allowance of
its own, so large that nobody types it away.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.rate_limit import TokenBuckets
from articles.visitors import subscriber

# The pauses in which a long question is typed.
LOOKUPS_PER_QUESTION = 10

questions, lookups = TokenBuckets(), TokenBuckets()


def seconds_until_question(request: HttpRequest) -> int:
    """Take one question; return 0, or after how many seconds there is one to take."""
    return math.ceil(questions.take(subscriber(request), settings.QUESTIONS_PER_MINUTE))


def limit_lookups(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that looks up what is typed: 429 for an address that asks too often."""

    @wraps(view)
    def limited_view(request: HttpRequest) -> HttpResponse:
        per_minute = LOOKUPS_PER_QUESTION * settings.QUESTIONS_PER_MINUTE
        wait = math.ceil(lookups.take(subscriber(request), per_minute))
        return _refused(wait) if wait else view(request)

    return limited_view


def _refused(seconds: int) -> HttpResponse:
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
