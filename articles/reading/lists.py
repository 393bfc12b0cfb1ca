"""Lists of articles: the cards of one page of All, of a tab, of a category or of a tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from .. import paths
from .statements import CATEGORY_NAME, SHOWN, rows
from .tree import CategoryNode


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a list: what a visitor sees before deciding to read."""

    title: str
    slug: str
    passage: str
    anchor: str
    published_at: datetime
    updated_at: datetime
    views: int
    category_name: str
    pinned: bool
    id: int

    # A result may be the answer to a question inside the article (search/results.py).
    question = ""

    @property
    def url(self) -> str:
        """Path of the article, to the heading that the passage stands under."""
        path = paths.article(self.slug)
        return f"{path}#{self.anchor}" if self.anchor else path


CARD_COLUMNS = f"""
    article.title, article.slug,
    {{passage}}, {{anchor}},
    article.published_at, article.updated_at, coalesce(total.views, 0),
    coalesce({CATEGORY_NAME.format(column="name", category="article.category_id")}, ''),
    article.pinned, article.article_id"""

LISTING = f"""
    SELECT {CARD_COLUMNS.format(passage="article.opening", anchor="''")}
      FROM articles_publishedarticle AS article
      LEFT JOIN articles_viewtotal AS total ON total.article_id = article.article_id
     WHERE article.locale = %(locale)s AND {SHOWN.format(article="article")} {{narrowed}}
     ORDER BY article.pinned DESC, article.updated_at DESC, article.article_id DESC
     LIMIT %(limit)s OFFSET %(offset)s"""  # noqa: S608

LISTING_OF = {
    "all": LISTING.format(narrowed=""),
    "tab": LISTING.format(narrowed="AND article.tab_id = %(tab)s"),
    "category": LISTING.format(narrowed="AND article.category_id = ANY(%(categories)s)"),
    "tag": LISTING.format(narrowed="AND article.tag_slugs @> ARRAY[%(tag)s]::varchar[]"),
}


def cards(
    locale: str,
    offset: int = 0,
    *,
    limit: int = settings.ARTICLES_PER_PAGE,
    category: CategoryNode | None = None,
    tag: str | None = None,
) -> list[Card]:
    """Return the cards of one page: pinned articles first, then the most recently updated."""
    of = "tag" if tag else "all" if category is None else "category" if category.parent else "tab"
    parameters = {
        "locale": locale,
        "default": settings.LANGUAGE_CODE,
        "tab": category and category.id,
        "categories": category and category.ids,
        "tag": tag,
        "limit": limit,
        "offset": offset,
    }
    return [Card(*row) for row in rows(LISTING_OF[of], parameters)]


TAG = f"""
    SELECT tag.name, (SELECT count(*) FROM articles_publishedarticle AS article
                       WHERE locale = %(locale)s AND tag_slugs @> ARRAY[%(tag)s]::varchar[]
                         AND {SHOWN.format(article="article")}),
           EXISTS (SELECT FROM articles_publishedarticle AS article
                    WHERE locale = ANY(%(locales)s::text[])
                      AND tag_slugs @> ARRAY[%(tag)s]::varchar[]
                      AND {SHOWN.format(article="article")})
      FROM taggit_tag AS tag WHERE tag.slug = %(tag)s"""  # noqa: S608


def tag(locale: str, slug: str) -> tuple[str, int] | None:
    """Return name and number of articles of a tag in `locale`; None when no locale shows it."""
    tags = rows(TAG, {"locale": locale, "tag": slug, "locales": settings.LOCALES})
    return tags[0][:2] if tags and tags[0][2] else None
