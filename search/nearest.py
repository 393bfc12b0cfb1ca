"""What is closest to the words of an address where nothing is, or nothing is any more.

For people only: a program that tries addresses by the thousand costs no search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import DatabaseError
from django.http import HttpRequest

from articles import reading
from articles.reading import Card
from articles.visitors import is_reader

from . import bounded, throttling
from .results import ResultCard, find

SHOWN = 5
LONGEST = 100
BETWEEN_WORDS = re.compile(r"[-_+.\s]+")
# "/wp-login.php", "/.env": no article had such an address.
FILE = re.compile(r"\.[A-Za-z0-9]{1,5}$|^\.")


def words_of(path: str) -> str:
    """Return what the last part of `path` says: "reset my password" for /articles/reset-my_..."""
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return BETWEEN_WORDS.sub(" ", last).strip()[:LONGEST]


def _is_close(card: ResultCard) -> bool:
    """Whether an article holds half of the telling words: an address is no well-put question."""
    return 2 * sum(card.holds) >= len(card.holds)


def articles(
    request: HttpRequest, words: str, locale: str
) -> tuple[list[Card], Sequence[reading.Line]]:
    """Return (the articles closest to `words`, the most read ones where there are none).

    Both empty for a program, for the address of a file, for who asks too much, and when it cannot
    be said in time.
    """
    is_file = FILE.search(request.path.rstrip("/"))
    is_asked = request.method == "GET" and is_reader(request) and not is_file
    if not is_asked or throttling.seconds_until_question(request):
        return [], []
    try:
        cards = find(words, locale).cards(limit=SHOWN) if words else []
        near: list[Card] = [card for card in cards if _is_close(card)]
        return near, [] if near else reading.highlights(locale)[0]
    except (bounded.TookTooLong, DatabaseError):
        return [], []
