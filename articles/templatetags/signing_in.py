"""What the page where staff sign in offers."""

from __future__ import annotations

from django import template

from articles import password_reset

register = template.Library()


@register.simple_tag
def password_reset_is_offered() -> bool:
    """Return whether the page to sign in leads to the one that sends a link by mail."""
    return password_reset.is_offered()
