"""The last step when a locale answers little: which other locale knows more of the words.

Decides which: the one that holds most of the words of the question, so that a German question leads
to the German articles whatever page it was typed on. Where several hold as many, or where there are
a few results and they fit, it is the default locale of the site, which most readers understand and
most articles are written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError

from articles.folding import fold
from articles.languages import builtin_configuration, search_configuration

from . import bounded
from .address import results_path
from .fitting import Fit
from .results import Results, find

# So few results are little, however well they fit.
FEW = 3

# Stop words of a language are no reason to search in it.
HELD = """
    SELECT each.locale, count(*)
      FROM unnest(%(locales)s::text[], %(configs)s::text[], %(builtins)s::text[])
                AS each (locale, config, builtin),
           LATERAL (SELECT array_agg(position) AS positions
                      FROM unnest(helpcenter_vector(each.builtin, %(text)s)),
                           unnest(positions) AS position) AS kept,
           LATERAL unnest(helpcenter_vector(each.config, %(text)s)) AS word
     WHERE word.positions && kept.positions
       AND 0 < (SELECT sum(passages) FROM search_lexemecount AS ledger
                 WHERE ledger.locale = each.locale AND ledger.lexeme = word.lexeme)
     GROUP BY each.locale"""


@dataclass(frozen=True, slots=True)
class Offer:
    """The same question in another locale, with the number of articles it finds there.

    One that `knows_more` holds more of its words, so none of them is an error.
    """

    locale: str
    url: str
    articles: int
    knows_more: bool


def offer(found: Results, fit: Fit, locale: str) -> Offer | None:
    """Return what another locale has for a question that `locale` answers with little.

    One that is answered, but has words that no article of `locale` has, is offered where all of
    these are known. Six SQL statements at most, and none for a question that is answered well.
    """
    is_answered = len(found.hits) >= FEW and not fit.is_weak
    if is_answered and not fit.is_sure:
        return None
    text, unknown = found.question.text, found.question.unknown
    try:
        known = {} if found.hits and fit.fits else _held(" ".join(unknown) if is_answered else text)
        best = max(settings.LOCALES, key=lambda each: known.get(each, 0))
        is_better = known.get(best, 0) >= len(unknown) if is_answered else best != locale
        articles = find(text, best).articles() if is_better else 0
    except (bounded.TookTooLong, DatabaseError):
        return None
    if not articles:
        return None
    url = f"{results_path(best)}?{urlencode({'q': text})}"
    return Offer(best, url, articles, knows_more=known.get(best, 0) > known.get(locale, 0))


def _held(text: str) -> dict[str, int]:
    """Return how many words of `text` each locale holds; none that holds none."""
    values = {
        "text": fold(text),
        "locales": settings.LOCALES,
        "configs": [search_configuration(each) for each in settings.LOCALES],
        "builtins": [builtin_configuration(each) for each in settings.LOCALES],
    }
    return dict(bounded.rows(HELD, values))
