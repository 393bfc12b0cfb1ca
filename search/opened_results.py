"""From results to an article: which question brought a reader there.

Decides by the address of the page before, which a browser names in the header Referer when that
page was one of this site. The view of an article cannot know it: its page is the same for everybody
and kept. Who reads through a cache in front of the site is not seen here.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

from articles import paths

from .address import results_path
from .question_log import log_opened

MAX_FIELDS = 20


def note(request: HttpRequest) -> None:
    """Note that an article was opened, when it was from the results of a question."""
    if question := _question(request.headers.get("Referer", ""), request.get_host()):
        log_opened(request, *question)


def _question(referer: str, host: str) -> tuple[str, str] | None:
    """Return (question, locale) of a page of results of this site; None for any other page."""
    try:
        page = urlsplit(referer)
        asked = parse_qs(page.query, max_num_fields=MAX_FIELDS).get("q")
    except ValueError:  # no address
        return None
    locale = paths.locale_of(page.path)
    is_ours = page.netloc == host and page.path == results_path(locale)
    return (asked[0], locale) if asked and is_ours else None
