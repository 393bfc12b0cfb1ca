"""The frame around every page, rendered once and kept.

A tag costs 3 to 27 microseconds each time (`translate` 9, `static` 15, `url` 27), and the frame of
a page has fifty: as much as the cards of a search. Nothing kept here depends on the visitor.
"""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()

# Combinations that each place in a template keeps. Those with old counts pile up; then all are
# dropped, and pages fill it again.
MAX_KEPT = 4096


class KeptNode(Node):
    """Renders its content once for each combination of values."""

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.kept: dict[tuple, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        key = tuple([value.resolve(context) for value in self.values])
        if (html := self.kept.get(key)) is None or settings.DEBUG:
            if len(self.kept) >= MAX_KEPT:
                self.kept.clear()
            html = self.kept[key] = self.nodelist.render(context)
        return html


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands between `{% kept a b %}` and `{% endkept %}`, for each `a` and `b`.

    The content may depend on nothing but these values, which are hashable, and the settings.
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)
