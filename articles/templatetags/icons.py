"""Icons of the sprite `helpcenter/icons.svg`, each drawn in the colour of the text around it."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def _draw(name: str, css: str) -> SafeString:
    sprite = static("helpcenter/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, sprite, name
    )


_drawn = lru_cache(maxsize=256)(_draw)


@register.simple_tag
def icon(name: str, css: str = "icon") -> SafeString:
    """Return the symbol `name`, hidden from screen readers: the text beside it says what it is."""
    return (_draw if settings.DEBUG else _drawn)(name, css)
