"""The articles that are read most: what a visitor is offered when nothing was found."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from articles.reading import CARD_COLUMNS, SHOWN, Card

POPULAR = f"""
    SELECT {CARD_COLUMNS.format(passage="article.opening", anchor="''")}
      FROM articles_viewtotal AS total
      JOIN articles_publishedarticle AS article USING (article_id)
     WHERE article.locale = %(locale)s AND total.views > 0
       AND {SHOWN.format(article="article")}
     ORDER BY total.views DESC, article.article_id LIMIT %(limit)s"""  # noqa: S608


def articles(locale: str, limit: int = 5) -> list[Card]:
    """Return the cards of at most `limit` articles, the most read first."""
    with connection.cursor() as cursor:
        cursor.execute(
            POPULAR, {"locale": locale, "default": settings.LANGUAGE_CODE, "limit": limit}
        )
        return [Card(*row) for row in cursor.fetchall()]
