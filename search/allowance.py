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
LOOKED_UP_FOR_EACH = 10

questions, looked_up = TokenBuckets(), TokenBuckets()


def seconds_until_question(request: HttpRequest) -> int:
    """Take one question; return 0, or after how many seconds there is one to take."""
    return math.ceil(questions.take(subscriber(request), settings.QUESTIONS_PER_MINUTE))


def while_typing(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that looks up what is typed: 429 for an address that asks too often."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        most = LOOKED_UP_FOR_EACH * settings.QUESTIONS_PER_MINUTE
        wait = math.ceil(looked_up.take(subscriber(request), most))
        return _refused(wait) if wait else view(request)

    return answer


def _refused(seconds: int) -> HttpResponse:
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
