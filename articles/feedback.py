"""The page that takes "Was this helpful?" and then, on No, what was missing.

Without JavaScript it is a page that says thank you; with it, that page's own section takes the
place of the question in the article (helpful.js), so there is one way through. There, each answer
in an accordion asks, too, and sends the anchor of its question; one that the article has no more
stands for the article.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import reading, voting
from .models import VOTE_REASON_MAX_LENGTH

SAID = {"yes": True, "no": False}


@never_cache
@csrf_exempt  # pages for visitors set no cookie; voting.comes_from_here looks at the sender
@require_http_methods(["GET", "HEAD", "POST"])
def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a vote on an article or an answer in it, or the reason given after a No."""
    page = _article(get_language(), slug)
    if request.method != "POST":
        return redirect(page.path_here)
    if not voting.comes_from_here(request):
        raise PermissionDenied("The vote was sent from another site.")
    on = _answer(page, request.POST.get("answer", ""))
    if "reason" in request.POST:
        return _take_reason(request, page, on)
    answer = request.POST.get("helpful")
    if answer not in SAID:
        raise BadRequest("A vote is yes or no.")
    if not voting.vote(request, page.id, SAID[answer], on):
        return _say(request, page, on, "too_many", 429)
    return _say(request, page, on, answer)


def _answer(page: reading.ArticlePage, anchor: str) -> voting.Answer:
    """Return the answer at `anchor`, or the whole article."""
    answers = (voting.Answer(question, place) for question, place, _text in page.questions)
    return next((answer for answer in answers if answer.anchor == anchor), voting.WHOLE)


def _take_reason(
    request: HttpRequest, page: reading.ArticlePage, on: voting.Answer
) -> HttpResponse:
    written = request.POST["reason"].replace("\r\n", "\n")
    if len(written) > VOTE_REASON_MAX_LENGTH:
        return _say(request, page, on, "no", 400, written=written)
    if not written.strip():
        return _say(request, page, on, "no")
    voting.give_reason(request, page.id, written, on)
    return _say(request, page, on, "reason")


def _article(locale: str, slug: str) -> reading.ArticlePage:
    """Return the article that is shown here: also one of another locale, and one renamed since."""
    page = reading.article(locale, slug)
    if page is None and (found := reading.whereabouts(locale, slug, elsewhere=True)).slug:
        page = reading.article(found.locale, found.slug, reader=locale)
    if page is None:
        raise Http404("No such article.")
    return page


def _say(
    request: HttpRequest,
    page: reading.ArticlePage,
    on: voting.Answer,
    said: str,
    status: int = 200,
    written: str = "",
) -> HttpResponse:
    context = {
        "article": page, "answer": on, "said": said, "written": written,
        "most": VOTE_REASON_MAX_LENGTH,
    }  # fmt: skip
    response = render(request, "articles/helpful.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
