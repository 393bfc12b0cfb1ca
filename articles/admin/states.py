"""How staff see what an article is: in words and in colour."""

from __future__ import annotations

from django.utils.html import format_html

from articles.models import Article


def badge(state: str) -> str:
    """Return the label that shows `state`, a value of `Article.State`."""
    return format_html('<span class="state state-{}">{}</span>', state, Article.State(state).label)
