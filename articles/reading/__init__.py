"""What the public pages read: one SQL statement per question, no model instances.

The hot pages are measured against a bare Django view with one query (`make bench`); building a
queryset and its instances costs a fifth of such a page, so these few statements are written out.
All of them read published tables only.
"""

from .changes import Change, changes
from .home import Line, highlights
from .latest import LatestArticle, latest
from .lists import CARD_COLUMNS, Card, cards, tag
from .page import ArticlePage, article, body
from .sitemap import Place, portion, portions
from .statements import CATEGORY_NAME, SHOWN, rows
from .translations import Missing, Translation, Untranslated, missing, translations
from .tree import (
    CategoryNode,
    Section,
    categories,
    category_at,
    category_elsewhere,
    nodes,
    sections,
    tabs,
    told_apart,
    trees,
)
from .whereabouts import Whereabouts, whereabouts

__all__ = [
    "CARD_COLUMNS",
    "CATEGORY_NAME",
    "SHOWN",
    "ArticlePage",
    "Card",
    "CategoryNode",
    "Change",
    "LatestArticle",
    "Line",
    "Missing",
    "Place",
    "Section",
    "Translation",
    "Untranslated",
    "Whereabouts",
    "article",
    "body",
    "cards",
    "categories",
    "category_at",
    "category_elsewhere",
    "changes",
    "highlights",
    "latest",
    "missing",
    "nodes",
    "portion",
    "portions",
    "rows",
    "sections",
    "tabs",
    "tag",
    "told_apart",
    "translations",
    "trees",
    "whereabouts",
]
