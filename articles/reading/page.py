"""The page of an article."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.conf import settings

from .. import paths
from .changes import MAX_CHANGES
from .statements import CATEGORY_NAME, SHOWN, rows
from .translations import NEWER_SOURCE, TAKEN, TRANSLATIONS, Translation

# Categories from the tab down to an article, should they ever stand in a circle.
MAX_LEVELS = 20

# Lines of the section beside an article, itself included, and articles named below it.
SECTION = 9
RELATED_SHOWN = 4

TAG, NO_LETTERS = re.compile(r"<[^>]*>"), re.compile(r"[\W_]+")
# Of the HTML of a text that is read for its first words; tags of a first paragraph are short.
MARKUP = 2_000


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that an article's page shows; a preview lacks what comes with publishing.

    `taken_in` are the locales in which its address belongs to something else.
    """

    id: int
    locale: str
    title: str
    slug: str
    summary: str
    html: str
    tag_names: list[str]
    tag_slugs: list[str]
    reading_minutes: int
    published_at: datetime
    updated_at: datetime
    category_id: int
    levels: list[list[str]]
    views: int = 0
    titles_before: Sequence[list[str]] = ()
    titles_after: Sequence[list[str]] = ()
    related_titles: Sequence[list[str]] = ()
    change_notes: Sequence[list[str]] = ()
    questions: Sequence[list[str]] = ()
    taken_in: Sequence[str] = ()
    contents: Sequence[tuple[int, str, str]] = ()
    newer_source: Translation | None = None
    translations: Sequence[Translation] = ()

    @property
    def lead(self) -> str:
        """The summary, "" when the text begins with the same words, as most imported ones do."""
        beginning = unescape(TAG.sub("", self.html[: 2 * len(self.summary) + MARKUP]))
        return "" if _letters(beginning).startswith(_letters(self.summary)) else self.summary

    @property
    def previous(self) -> tuple[str, str] | None:
        """(title, path) of the article before this one in the list of its category."""
        return _links(self.titles_before[:1])[0] if self.titles_before else None

    @property
    def next(self) -> tuple[str, str] | None:
        """(title, path) of the article after this one in the list of its category."""
        return _links(self.titles_after[:1])[0] if self.titles_after else None

    @property
    def section(self) -> Sequence[tuple[str, str]]:
        """(title, path) of the articles around this one in its category, itself among them.

        In the order of the category's list; [] when it stands alone.
        """
        before, after = self.titles_before, self.titles_after
        before = before[: max(SECTION - 1 - len(after), SECTION // 2)]
        after = after[: SECTION - 1 - len(before)]
        here = [[self.title, self.slug]]
        return _links([*reversed(before), *here, *after]) if before or after else []

    @property
    def related(self) -> Sequence[tuple[str, str]]:
        """(title, path) of the articles that are about the same, the most alike first."""
        return _links(self.related_titles)

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
        """Path of the article in its own locale, which need not be the active one."""
        return paths.article(self.slug, self.locale)

    @property
    def path_here(self) -> str:
        """Path in the active locale."""
        return paths.article(self.slug)

    @property
    def anchors_of_answers(self) -> str:
        """Where the questions stand that are answered inside the article, with spaces between."""
        return " ".join(anchor for _question, anchor, _answer in self.questions)

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        """(name, path) of the categories that the article stands in, from the tab down."""
        (key, name), *below = self.levels
        tab = paths.tab(key)
        return [(name, tab), *((name, f"{tab}{key}/") for key, name in below)]

    @property
    def category_name(self) -> str:
        return self.trail[-1][0]

    @property
    def category_url(self) -> str:
        return self.trail[-1][1]


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", text).casefold()


# What stands by itself inside the article: question, anchor, and the answer as plain text.
QUESTIONS = """
    ARRAY(SELECT ARRAY[question, anchor, string_agg(text, E'\\n' ORDER BY position)]
            FROM articles_passage AS answer
           WHERE answer.article_id = article.article_id AND question <> ''
           GROUP BY question, anchor ORDER BY min(position))"""


# A neighbour's place is compared as the list orders it: pinned, day of the update, id, all falling.
NEIGHBOURS = f"""
    ARRAY(SELECT ARRAY[near.title, near.slug] FROM articles_publishedarticle AS near
           WHERE near.locale = article.locale AND near.category_id = article.category_id
             AND (near.pinned, near.updated_at, near.article_id) {{compared}}
                 (article.pinned, article.updated_at, article.article_id)
             AND {SHOWN.format(article="near")}
           ORDER BY near.pinned {{order}}, near.updated_at {{order}}, near.article_id {{order}}
           LIMIT {SECTION - 1})"""  # noqa: S608

# What this article names when it was published, and articles published later that name it. One by
# one (LIMIT 1), because the planner expects so many that it would read the whole table.
RELATED = f"""
    ARRAY(SELECT ARRAY[other.title, other.slug]
            FROM (SELECT near.id, near.score
                    FROM articles_subject AS subject,
                         unnest(subject.related, subject.scores) AS near (id, score)
                   WHERE subject.article_id = article.article_id
                   UNION
                  (SELECT subject.article_id,
                          subject.scores[array_position(subject.related, article.article_id)]
                     FROM articles_subject AS subject
                    WHERE subject.related @> ARRAY[article.article_id] LIMIT 50)) AS near,
                 LATERAL (SELECT title, slug FROM articles_publishedarticle AS other
                           WHERE other.article_id = near.id AND other.locale = article.locale
                             AND {SHOWN.format(article="other")} LIMIT 1) AS other
           GROUP BY near.id, other.title, other.slug
           ORDER BY max(near.score) DESC, near.id LIMIT {RELATED_SHOWN})"""  # noqa: S608

LEVELS = f"""
    ARRAY(WITH RECURSIVE level (id, key, parent_id, height) AS (
              SELECT id, key, parent_id, 1 FROM articles_category WHERE id = article.category_id
               UNION ALL
              SELECT above.id, above.key, above.parent_id, height + 1
                FROM level JOIN articles_category AS above ON above.id = level.parent_id
               WHERE height < {MAX_LEVELS})
          SELECT ARRAY[key,
                       coalesce({CATEGORY_NAME.format(column="name", category="level.id")}, key)]
            FROM level ORDER BY height DESC)"""  # noqa: S608

ARTICLE = f"""
    SELECT article.article_id, article.locale, article.title, article.slug, article.summary,
           article.html, article.tag_names, article.tag_slugs, article.reading_minutes,
           article.published_at, article.updated_at, article.category_id, {LEVELS},
           coalesce(total.views, 0),
           {NEIGHBOURS.format(compared=">", order="ASC")},
           {NEIGHBOURS.format(compared="<", order="DESC")},
           {RELATED},
           ARRAY(SELECT ARRAY[to_char(note.changed_at AT TIME ZONE 'UTC',
                                      'YYYY-MM-DD"T"HH24:MI:SS"Z"'), note.text]
                   FROM articles_changenote AS note WHERE note.article_id = article.article_id
                  ORDER BY note.changed_at DESC, note.id DESC LIMIT {MAX_CHANGES}),
           {QUESTIONS},
           {TAKEN.format(article="article")}, article.contents::text,
           {NEWER_SOURCE.format(article="article")}, {TRANSLATIONS.format(article="article")}
      FROM articles_publishedarticle AS article
      LEFT JOIN articles_viewtotal AS total ON total.article_id = article.article_id
     WHERE article.locale = %(in)s AND article.slug = %(slug)s
       AND {SHOWN.format(article="article")}"""  # noqa: S608


def article(locale: str, slug: str, reader: str = "") -> ArticlePage | None:
    """Return what the page of a published article shows; None when there is none.

    `reader` is the locale of the page around the text, where that is another one.
    """
    pages = rows(
        ARTICLE,
        {
            "locale": reader or locale,
            "default": settings.LANGUAGE_CODE,
            "locales": settings.LOCALES,
            "in": locale,
            "slug": slug,
        },
    )
    if not pages:
        return None
    *columns, contents, newer_source, translations = pages[0]
    newer = Translation(*newer_source) if newer_source else None
    others = [Translation(*pair) for pair in translations]
    return ArticlePage(*[*columns, json.loads(contents), newer, others])


def _links(titles: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    path = paths.to("articles:detail")
    return [(title, path(slug)) for title, slug in titles]


def body(article_id: int) -> str:
    """Return the Markdown of a published article, which its page does not need; "" for none."""
    sql = "SELECT body FROM articles_publishedarticle WHERE article_id = %(id)s"
    bodies = rows(sql, {"id": article_id})
    return bodies[0][0] if bodies else ""
