"""The way from the admin to the site's own answers."""

from __future__ import annotations

from django import template
from django.conf import settings

from search import gaps
from search.address import results_path
from search.admin.locales import search_address

register = template.Library()


@register.inclusion_tag("admin/search/_search_as_staff.html")
def search_as_staff() -> dict[str, object]:
    """A box whose answers say why each article is one; a button for each locale."""
    return {"sites": [(results_path(locale), name) for locale, name in settings.LANGUAGES]}


@register.inclusion_tag("admin/search/_unanswered.html")
def unanswered() -> dict[str, object]:
    """How many questions of late found no article that fits; one query."""
    share, _before = gaps.shares(settings.LOCALES)
    return {"share": share, "days": gaps.DAYS}


@register.simple_tag
def results_for_staff(question: str, locale: str) -> str:
    """The address of what visitors get to `question`, which tells staff why."""
    return search_address(question, locale)
