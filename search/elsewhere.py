"""The last step when a locale answers little: how much the site's default locale would answer.

Its readers mostly read that language, too, and a locale that is being translated has few articles.
Nothing is offered in the default locale itself, where most is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import translation

from . import bounded
from .ladder import Fit
from .results import Results, find

# So few results are little, however well they fit.
FEW = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """The same question in another locale, with the number of articles it finds there."""

    locale: str
    url: str
    articles: int


def offer(found: Results, fit: Fit, locale: str) -> Offer | None:
    """Return what the default locale has for a question that `locale` answers with little.

    Five SQL statements at most, and none for a question that is answered well.
    """
    default = settings.LANGUAGE_CODE
    if locale == default or (len(found.hits) >= FEW and not fit.is_weak):
        return None
    text = found.question.text
    try:
        articles = find(text, default).articles()
    except (bounded.TookTooLong, DatabaseError):
        return None
    if not articles:
        return None
    with translation.override(default):
        url = f"{reverse('search:results')}?{urlencode({'q': text})}"
    return Offer(default, url, articles)
