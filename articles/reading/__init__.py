"""What the public pages read: one SQL statement per question, no model instances.

The hot pages are measured against a bare Django view with one query (`make bench`); building a
queryset and its instances costs a fifth of such a page, so these few statements are written out.
All of them read published tables only.
"""

from .lists import CARD_COLUMNS, Card, cards, tag
from .page import ArticlePage, article, redirect_target
from .statements import CATEGORY_NAME, SHOWN, rows
from .tree import CategoryNode, categories, tabs, trees

__all__ = [
    "CARD_COLUMNS",
    "CATEGORY_NAME",
    "SHOWN",
    "ArticlePage",
    "Card",
    "CategoryNode",
    "article",
    "cards",
    "categories",
    "redirect_target",
    "rows",
    "tabs",
    "tag",
    "trees",
]
