"""The page of an article, and where an old address of one leads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from .. import paths
from .statements import CATEGORY_NAME, SHOWN, rows
from .translations import TRANSLATIONS, Translation

# Answers that other search engines are told of; an article about everything has hundreds.
MOST_QUESTIONS = 30


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that an article's page shows."""

    id: int
    title: str
    slug: str
    summary: str
    html: str
    contents: list[tuple[int, str, str]]
    tag_names: list[str]
    tag_slugs: list[str]
    reading_minutes: int
    published_at: datetime
    updated_at: datetime
    tab_key: str
    tab_name: str
    category_id: int
    category_key: str
    category_name: str
    views: int
    neighbour_titles: list[list[str]]
    change_notes: list[list[str]]
    questions: list[list[str]]
    translations: list[Translation]

    @property
    def neighbours(self) -> Sequence[tuple[str, str]]:
        """(title, path) of others of the category: pinned ones, then the most recently updated."""
        path = paths.to("articles:detail")
        return [(title, path(slug)) for title, slug in self.neighbour_titles]

    @property
    def changes(self) -> Sequence[tuple[datetime, str]]:
        """(time, note) of the changes that readers are told of, the newest first."""
        return [(datetime.fromisoformat(moment), text) for moment, text in self.change_notes]

    @property
    def tags(self) -> Sequence[tuple[str, str]]:
        """(name, path) of each tag that has a page."""
        path = paths.to("articles:tag")
        pairs = zip(self.tag_names, self.tag_slugs, strict=True)
        return [(name, path(slug)) for name, slug in pairs if slug]

    @property
    def url(self) -> str:
        return paths.article(self.slug)

    @property
    def tab_url(self) -> str:
        return paths.tab(self.tab_key)

    @property
    def category_url(self) -> str:
        """Path of the category's page; the tab's own when the article stands right in it."""
        in_tab = self.category_key == self.tab_key
        return self.tab_url if in_tab else f"{self.tab_url}{self.category_key}/"


# Older ones are in the history, which is for staff.
MOST_CHANGES = 20

# What stands by itself inside the article: question, anchor, and the answer as plain text.
QUESTIONS = f"""
    ARRAY(SELECT ARRAY[question, anchor, string_agg(text, E'\\n' ORDER BY position)]
            FROM articles_passage AS answer
           WHERE answer.article_id = {{article}}.article_id AND question <> ''
           GROUP BY question, anchor ORDER BY min(position) LIMIT {MOST_QUESTIONS})"""  # noqa: S608

ARTICLE = f"""
    SELECT article.article_id, article.title, article.slug, article.summary, article.html,
           article.contents::text, article.tag_names, article.tag_slugs, article.reading_minutes,
           article.published_at, article.updated_at,
           tab.key, coalesce({CATEGORY_NAME.format(column="name", category="tab.id")}, tab.key),
           category.id, category.key,
           coalesce({CATEGORY_NAME.format(column="name", category="category.id")}, category.key),
           coalesce(total.views, 0),
           ARRAY(SELECT ARRAY[near.title, near.slug] FROM articles_publishedarticle AS near
                  WHERE near.locale = article.locale AND near.category_id = article.category_id
                    AND near.article_id <> article.article_id
                    AND {SHOWN.format(article="near")}
                  ORDER BY near.pinned DESC, near.updated_at DESC, near.article_id DESC LIMIT 6),
           ARRAY(SELECT ARRAY[to_char(note.changed_at AT TIME ZONE 'UTC',
                                      'YYYY-MM-DD"T"HH24:MI:SS"Z"'), note.text]
                   FROM articles_changenote AS note WHERE note.article_id = article.article_id
                  ORDER BY note.changed_at DESC, note.id DESC LIMIT {MOST_CHANGES}),
           {QUESTIONS.format(article="article")}, {TRANSLATIONS.format(article="article")}
      FROM articles_publishedarticle AS article
      JOIN articles_category AS tab ON tab.id = article.tab_id
      JOIN articles_category AS category ON category.id = article.category_id
      LEFT JOIN articles_viewtotal AS total ON total.article_id = article.article_id
     WHERE article.locale = %(locale)s AND article.slug = %(slug)s
       AND {SHOWN.format(article="article")}"""  # noqa: S608


def article(locale: str, slug: str) -> ArticlePage | None:
    """Return what the page of a published article shows; None when there is none."""
    found = rows(
        ARTICLE,
        {
            "locale": locale,
            "default": settings.LANGUAGE_CODE,
            "locales": settings.LOCALES,
            "slug": slug,
        },
    )
    if not found:
        return None
    columns = list(found[0])
    columns[5] = json.loads(columns[5])
    columns[-1] = [Translation(*pair) for pair in columns[-1]]
    return ArticlePage(*columns)


def body(article_id: int) -> str:
    """Return the Markdown of a published article, which its page does not need; "" for none."""
    sql = "SELECT body FROM articles_publishedarticle WHERE article_id = %(id)s"
    found = rows(sql, {"id": article_id})
    return found[0][0] if found else ""


MOVED_TO = f"""
    SELECT article.locale, article.slug FROM articles_oldpath AS old
      JOIN articles_publishedarticle AS article ON article.article_id = old.article_id
     WHERE old.locale = %(locale)s AND old.slug = %(slug)s
       AND {SHOWN.format(article="article")}"""  # noqa: S608


def redirect_target(locale: str, slug: str) -> tuple[str, str] | None:
    """Return locale and slug of the published article that an old slug leads to now."""
    found = rows(MOVED_TO, {"locale": locale, "slug": slug})
    return found[0] if found else None
