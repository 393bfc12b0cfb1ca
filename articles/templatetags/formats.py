"""How dates, counts and matches look to a reader of the active locale.

CLDR decides, through Babel: `Sep 7, 2023` in en-us, `26 Sept 2023` in en-gb, `149.333` in de. A
list shows forty-five of them and Babel takes 12 microseconds for each, so results are kept.
Digits are 0 to 9 in Arabic, too: prices, codes and telephone numbers in articles are written
so, and a page with both kinds is harder to read and to search.
"""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from articles.languages import cldr_locale, day_format
from articles.markup.links import TELEPHONE
from articles.paging import Page

from .icons import icon

register = template.Library()

CURRENT = ' aria-current="page"'
MARKED = re.compile("\ue000([^\ue000\ue001]*)\ue001")
STRAY_MARK = re.compile("[\ue000\ue001]")
# Where the views of an article go in a cached page: form, id, count when it was rendered. No
# author can write such a place: it begins with what only this start of the site knows.
_BEGINNING = f"\ue010{secrets.token_hex(4)}:"
VIEWS_PLACE = re.compile(_BEGINNING + "(card|page):(\\d+):(\\d+)\ue011")


def day_and_time(moment: datetime) -> str:
    """Return a day and its time as staff read it, in the site's time zone."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@lru_cache(maxsize=8192)
def _time(day: date, locale: str) -> SafeString:
    text = escape(format_date(day, day_format(locale), locale=cldr_locale(locale)))
    return mark_safe(f'<time datetime="{day.isoformat()}">{text}</time>')


@lru_cache(maxsize=8192)
def _published_on(day: date, locale: str) -> SafeString:
    return mark_safe(escape(gettext("Published on %(date)s")) % {"date": _time(day, locale)})


@lru_cache(maxsize=8192)
def _updated_on(day: date, locale: str) -> SafeString:
    return mark_safe(escape(gettext("Updated on %(date)s")) % {"date": _time(day, locale)})


@lru_cache(maxsize=8192)
def _number(value: int, locale: str) -> str:
    return format_decimal(value, locale=cldr_locale(locale))


@lru_cache(maxsize=8192)
def _view_count(views: int, locale: str) -> SafeString:
    number = _number(views, locale)
    words = ngettext("%(number)s view", "%(number)s views", views)
    hidden = [
        f'<span class="visually-hidden">{escape(part)}</span>' if part else ""
        for part in words.split("%(number)s", 1)
    ]
    return mark_safe(escape(number).join(hidden))


@lru_cache(maxsize=8192)
def _views(views: int, locale: str) -> str:
    words = ngettext("%(number)s view", "%(number)s views", views)
    return escape(words % {"number": _number(views, locale)})


@register.filter
def day(moment: datetime) -> SafeString:
    """Return a `<time>` with the day of `moment` on the site's calendar."""
    return _time(_local_day(moment), get_language())


@register.filter
def published_on(moment: datetime) -> SafeString:
    """Return `Published on Sep 7, 2023` with the date in a `<time>`."""
    return _published_on(_local_day(moment), get_language())


@register.filter
def updated_on(moment: datetime) -> SafeString:
    """Return `Updated on Sep 7, 2023` with the date in a `<time>`."""
    return _updated_on(_local_day(moment), get_language())


@register.filter
def number(value: int) -> str:
    """Return `value` with the separators of the locale."""
    return _number(value, get_language())


def shown_views(count: int, form: str) -> str:
    """Return the eye and the count: "149,333 views" on an article's "page", and on a "card" with
    the word for screen readers only. Nothing for 0.
    """
    if not count:
        return ""
    locale = get_language()
    text = _view_count(count, locale) if form == "card" else _views(count, locale)
    return f'<span class="views">{icon("eye")}{text}</span>'


@register.simple_tag(takes_context=True)
def views(context: template.Context, counted: Any, form: str) -> SafeString:
    """Return the views of `counted`, a card or an article; a place for them in a cached page."""
    if not getattr(context["request"], "leaves_places_for_views", False):
        return mark_safe(shown_views(counted.views, form))
    return mark_safe(views_place(form, counted.id, counted.views))


def views_place(form: str, id: int, count: int) -> str:
    """Return what VIEWS_PLACE finds."""
    return f"{_BEGINNING}{form}:{id}:{count}\ue011"


@register.filter
def articles(count: int) -> str:
    """Return `12 articles`."""
    words = ngettext("%(number)s article", "%(number)s articles", count)
    return words % {"number": _number(count, get_language())}


@register.filter
def links(targets: Iterable[tuple[str, str]], css: str = "") -> SafeString:
    """Return a list item with a link for each (text, address).

    A loop in a template takes ten times as long, and an article's page has three such lists.
    """
    attribute = f' class="{escape(css)}"' if css else ""
    return mark_safe(
        "\n".join(
            f'<li><a{attribute} href="{html.escape(address)}">{html.escape(text)}</a></li>'
            for text, address in targets
        )
    )


@register.filter
def siblings(targets: Iterable[tuple[str, str]], here: str) -> SafeString:
    """Return a list item with a link for each (text, address), the one to `here` as the page."""
    return mark_safe(
        "\n".join(
            f'<li><a href="{html.escape(address)}"{CURRENT if address == here else ""}>'
            f"{html.escape(text)}</a></li>"
            for text, address in targets
        )
    )


@register.filter
def headings(contents: Iterable[tuple[int, str, str]]) -> SafeString:
    """Return a list item with a link for each (level, text, anchor) of an article's contents."""
    return mark_safe(
        "\n".join(
            f'<li class="level-{int(level)}">'
            f'<a href="#{html.escape(anchor)}">{html.escape(text)}</a></li>'
            for level, text, anchor in contents
        )
    )


@register.filter
def more_in(category: str) -> str:
    """Return `More in Cards`."""
    return gettext("More in %(category)s") % {"category": category}


@register.filter
def reading_time(minutes: int) -> str:
    """Return `4 min read`."""
    return gettext("%(minutes)s min read") % {"minutes": _number(minutes, get_language())}


@register.filter
def count_line(page: Page) -> str:
    """Return the line that closes a list: `Showing 1-12 of 12 articles`.

    Results of which several may belong to one article count both: `of 23 results in 20 articles`.
    """
    if page.articles not in (None, page.total):
        return _results_line(page)
    words = ngettext(
        "Showing %(start)s-%(end)s of %(total)s article",
        "Showing %(start)s-%(end)s of %(total)s articles",
        page.total,
    )
    return words % _shown(page)


def _results_line(page: Page) -> str:
    words = ngettext(
        "Showing %(start)s-%(end)s of %(total)s results in %(articles)s article",
        "Showing %(start)s-%(end)s of %(total)s results in %(articles)s articles",
        page.articles or 0,
    )
    return words % (_shown(page) | {"articles": at_least(page.articles or 0, page.is_cut)})


def _shown(page: Page) -> dict[str, str]:
    locale = get_language()
    shown = {"start": page.start, "end": page.end}
    numbers = {name: _number(value, locale) for name, value in shown.items()}
    return numbers | {"total": at_least(page.total, page.is_cut)}


@register.filter
def at_least(count: int, is_cut: bool) -> str:
    """Return `180`, or `180+` when there are more than were counted."""
    number = _number(count, get_language())
    return gettext("%(number)s+") % {"number": number} if is_cut else number


@register.filter
def marked(text: str) -> SafeString:
    """Escape `text`, then show what stands between U+E000 and U+E001 as `<mark>`.

    In this order, because only our own search writes these two characters; one without its partner
    is dropped. A dot between two items stays with the first: it begins no line. A telephone number
    stays in one line.
    """
    escaped: str = escape(text).replace(" · ", "\N{NO-BREAK SPACE}· ")
    if "+" in escaped:
        escaped = TELEPHONE.sub(r'<span class="whole">\g<0></span>', escaped)
    if "\ue000" in escaped or "\ue001" in escaped:
        escaped = STRAY_MARK.sub("", MARKED.sub(r"<mark>\1</mark>", escaped))
    return mark_safe(escaped)
