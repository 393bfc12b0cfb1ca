"""/api/v1/search: the answer to a question for programs, the same that the results page shows."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from articles import absolute, api, reading
from articles.endpoints import Problem, as_json, bad_request, endpoint
from articles.paging import requested_page

from . import address as addresses
from . import bounded, facets, question_log
from .matching import END, START
from .questions import clean
from .ranking import Hit
from .results import ResultCard, find

PIECES = re.compile(f"([{START}{END}])")


@endpoint
@question_log.logged
def search(request: HttpRequest) -> HttpResponse:
    """The articles that answer `?q=`; with `?note=1` the question is logged as a visitor's.

    With `&opened=1` as well that the visitor opened one of the results.
    """
    locale = get_language()
    question = clean(request.GET.get("q", ""))
    if not question:
        raise bad_request("q must be a question or some words.")
    tabs = reading.trees(locale)
    address = addresses.read(request.GET, question, tabs)
    try:
        answer, found, fits = _answer(request, address, tabs)
    except bounded.TookTooLong:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The search took too long.",
            {"Retry-After": str(bounded.RETRY_AFTER)},
        ) from None
    response = as_json(answer)
    if request.GET.get("note") == "1":
        question_log.report(response, found, fits, opened=request.GET.get("opened") == "1")
    return response


@bounded.limited()
def _answer(
    request: HttpRequest, address: addresses.Address, tabs: tuple[reading.CategoryNode, ...]
) -> tuple[dict[str, Any], int, bool | None]:
    """Return the answer, how much the question found before it was narrowed, and whether it fits.

    None in another order or on a further page, which do not tell.
    """
    found = find(address.question, get_language())
    address = facets.known(address, found.hits)
    narrowed = found.narrowed(address)
    page = requested_page(request, narrowed.total(), is_cut=found.is_cut)
    cards = narrowed.cards(page.offset, page.size)
    hits = {hit.passage_id: hit for hit in narrowed.on_page(page.offset, page.size)}
    nodes = {node.id: node for node in reading.nodes(tabs)}
    choices = facets.facets(address, found.hits, tabs)
    answer = {
        "question": address.question,
        "url": absolute.address(request, f"{reverse('search:results')}?{address.query}"),
        "did_you_mean": found.question.suggestion or None,
        "total": page.total,
        "total_is_at_least": page.is_cut,
        "page": page.number,
        "pages": page.last,
        "results": [_result(request, card, hits[card.passage_id], nodes) for card in cards],
        "facets": {
            "tabs": _choices(choices.tabs),
            "categories": _choices(choices.categories),
            "tags": _choices(choices.tags),
        },
    }
    best = cards if page.number == 1 and address.sort == addresses.RELEVANCE else []
    return answer, found.articles(), found.fits(narrowed.fit(best), narrowed, best)


def _result(
    request: HttpRequest, card: ResultCard, hit: Hit, nodes: dict[int, reading.CategoryNode]
) -> dict[str, Any]:
    return {
        "id": card.id,
        "slug": card.slug,
        "url": absolute.address(request, card.url),
        "anchor": card.anchor,
        "article_title": card.plain_title,
        "is_question": bool(card.question),
        "title": text_and_marks(card.title),
        "passage": text_and_marks(card.passage),
        "published_at": api.moment(card.published_at),
        "updated_at": api.moment(card.updated_at),
        "views": card.views,
        **api.place(request, nodes.get(hit.category_id)),
        "tags": api.tags(hit.tag_names.values(), hit.tag_names),
    }


def _choices(choices: list[facets.Choice]) -> list[dict[str, Any]]:
    return [{"key": c.key, "name": c.name, "articles": c.articles} for c in choices]


def text_and_marks(marked: str) -> dict[str, Any]:
    """Return the text without the marks, and [start, end] of each match in characters of it."""
    text, start, marks = "", None, []
    for piece in PIECES.split(marked):
        if piece == START:
            start = len(text)
        elif piece == END:
            marks += [[start, len(text)]] if start is not None else []
            start = None
        else:
            text += piece
    return {"text": text, "marks": marks}
