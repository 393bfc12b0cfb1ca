"""What is offered while somebody types: titles first, then questions that others asked.

Decides which titles: those with a word that begins as what is typed; first those that begin with it
themselves, then those read most, and of titles that differ in a number only, as in that of a year,
the latest. A question that stands by itself in an article is the title of its answer, and comes
behind articles that fit as well. And which questions of others: those that were asked on several
days and are answered. The work is bounded however many articles there are: where thousands of
titles have a beginning, only the first in the alphabet and those of the most read articles are
looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from articles import paths
from articles.reading import CATEGORY_NAME, SHOWN

from . import bounded
from .question_log import normalized
from .questions import ask, clean

FEWEST_LETTERS = 2
MAX_LENGTH = 100
MAX_SUGGESTIONS = 8
MAX_QUESTIONS = 3
# Questions are shown that were asked this often on this many days. An address counts once a day in
# each worker process, so nobody puts one there in a hurry.
TIMES, DAYS = 5, 3
# Titles looked at, of those that begin with the text, have it inside, and are read most.
BEGINNING, INSIDE, MAX_READ = 150, 150, 300
# Titles with the longest word that are looked at for the other words.
APART = 300
MAX_WORDS = 6
KEPT = 60  # seconds, by browsers and any cache in front

Parts = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line of the list: its text in parts that match or not, where it leads, what it is.

    `lasts` is after how many seconds the article leaves the site, None for never.
    """

    parts: Parts
    url: str
    kind: Literal["article", "question"]
    section: str = ""
    lasts: float | None = None


# In the order of bytes, everything that begins with `{0}` stands between these two.
BEGINS = (
    "words ~>=~ search_title_words({0}) AND words ~<~ (search_title_words({0}) || U&'\\+10FFFF')"
)
RANGE = BEGINS.format("%(typed)s")

TITLES = f"""
    WITH beginning AS MATERIALIZED (
        SELECT article_id, passage_id, 0 AS place FROM search_titleplace
         WHERE locale = %(locale)s AND place = 0 AND {RANGE}
         ORDER BY words USING ~<~ LIMIT {BEGINNING}
    ), inside AS MATERIALIZED (
        SELECT article_id, passage_id, place FROM search_titleplace
         WHERE locale = %(locale)s AND {RANGE}
         ORDER BY words USING ~<~ LIMIT {INSIDE}
    ), most_read AS (
        SELECT total.article_id, its.passage_id, its.place
          FROM (SELECT article_id FROM articles_viewtotal
                 WHERE (SELECT count(*) FROM inside) = {INSIDE}
                 ORDER BY views DESC, article_id LIMIT {MAX_READ}) AS total,
               LATERAL (SELECT passage_id, place FROM search_titleplace AS own
                         WHERE own.article_id = total.article_id AND locale = %(locale)s
                           AND {RANGE}) AS its
    ), apart AS (
        SELECT article_id, passage_id, 1 AS place
          FROM (SELECT article_id, passage_id FROM search_titleplace
                 WHERE locale = %(locale)s AND {BEGINS.format("%(longest)s")}
                   AND %(apart)s AND (SELECT count(*) FROM inside) < {MAX_SUGGESTIONS}
                 ORDER BY words USING ~<~ LIMIT {APART}) AS one
         WHERE {{others}}
    ), found AS (
        SELECT article_id, passage_id, min(least(place, 1)) AS place
          FROM (SELECT * FROM beginning UNION ALL SELECT * FROM inside
                 UNION ALL SELECT * FROM most_read UNION ALL SELECT * FROM apart) AS any_of_them
         GROUP BY article_id, passage_id
    )
    SELECT coalesce(answer.question, article.title), article.slug, coalesce(answer.anchor, ''),
           coalesce({CATEGORY_NAME.format(column="name", category="article.tab_id")}, ''),
           extract(epoch FROM article.expire_at - now())::float, article.published_at
      FROM (SELECT article_id, passage_id, place, passage_id <> 0 AS is_inside,
                   coalesce(views, 0) AS views
              FROM found LEFT JOIN articles_viewtotal USING (article_id)
             ORDER BY place, is_inside, views DESC, article_id, passage_id
             LIMIT {MAX_SUGGESTIONS}) AS best
      JOIN articles_publishedarticle AS article USING (article_id)
      LEFT JOIN articles_passage AS answer ON answer.id = best.passage_id
     WHERE {SHOWN.format(article="article")}
     ORDER BY place, is_inside, views DESC, best.article_id, passage_id"""  # noqa: S608

# No EXISTS: the planner would look for all titles with the word instead of into this one.
OTHER = f"""
    (SELECT true FROM search_titleplace AS other
      WHERE other.article_id = one.article_id AND other.passage_id = one.passage_id
        AND {BEGINS.format("%({0})s")} LIMIT 1)"""  # noqa: S608

QUESTIONS = f"""
    SELECT text
      FROM (SELECT text, day, times, fits FROM search_askedquestion
             WHERE locale = %(locale)s AND text ~>=~ %(typed)s
               AND text ~<~ (%(typed)s || U&'\\+10FFFF')
             ORDER BY text USING ~<~ LIMIT 500) AS asked
     GROUP BY text
    HAVING sum(times) >= {TIMES} AND count(*) >= {DAYS}
       AND (array_agg(fits ORDER BY day DESC))[1]
     ORDER BY sum(times) DESC, text LIMIT {MAX_QUESTIONS}"""  # noqa: S608


@bounded.limited()
def suggestions(text: str, locale: str) -> list[Suggestion]:
    """Return at most MAX_SUGGESTIONS suggestions for what is typed so far, which may be any string.

    Two SQL statements; two more when no title fits and a word may be misspelt. Raises
    bounded.TookTooLong.
    """
    typed = unicodedata.normalize("NFKC", clean(text[:MAX_LENGTH]))
    if sum(character.isalnum() for character in typed) < FEWEST_LETTERS:
        return []
    fitting = titles(typed, locale)
    if not fitting and (meant := ask(typed, locale).suggestion):
        fitting = titles(meant, locale)
    often_asked = questions(typed, locale)
    return [*fitting[: MAX_SUGGESTIONS - len(often_asked)], *often_asked]


def offered(text: str, locale: str) -> tuple[list[Suggestion], str]:
    """Return the suggestions, and as Cache-Control says it how long anybody may keep them.

    An article that is about to expire is not offered from a memory. Nothing is offered, nor kept,
    when that takes too long or the database is away.
    """
    try:
        lines = suggestions(text, locale)
    except (bounded.TookTooLong, DatabaseError):
        return [], "no-store"
    ends = [line.lasts for line in lines if line.lasts is not None]
    return lines, f"public, max-age={int(min([KEPT, *ends]))}"


def titles(typed: str, locale: str) -> list[Suggestion]:
    """Return the articles whose titles fit, best first; one SQL statement."""
    words = list(dict.fromkeys(_folded_words(typed)))[:MAX_WORDS]
    if not words:
        return []
    longest, *rest = sorted(words, key=len, reverse=True)
    values: dict[str, Any] = {
        "typed": typed,
        "longest": longest,
        "apart": len(words) > 1,
        "locale": locale,
        "default": settings.LANGUAGE_CODE,
    }
    values |= {f"word{number}": word for number, word in enumerate(rest)}
    each = (OTHER.format(f"word{number}") for number in range(len(rest)))
    rows = bounded.rows(TITLES.format(others=" AND ".join(each) or "true"), values)
    path = paths.to("articles:detail")
    return [
        Suggestion(
            parts(title, words),
            path(slug) + (f"#{anchor}" if anchor else ""),
            "article",
            section,
            lasts,
        )
        for title, slug, anchor, section, lasts, _published_at in _latest_first(rows)
    ]


def _latest_first(rows: list[tuple]) -> list[tuple]:
    """Put the latest article first of those whose titles differ in numbers only.

    They share the places that they have: last year's holidays were read more than this year's.
    """
    places = defaultdict(list)
    for place, (title, *_) in enumerate(rows):
        places[NUMBER.sub("0", title)].append(place)
    ordered = list(rows)
    for same in places.values():
        latest = sorted((rows[place] for place in same), key=itemgetter(-1), reverse=True)
        for place, row in zip(same, latest, strict=True):
            ordered[place] = row
    return ordered


def questions(typed: str, locale: str) -> list[Suggestion]:
    """Return questions that are asked again and again and are answered, the most asked first."""
    begun = normalized(typed)
    if not begun:
        return []
    rows = bounded.rows(QUESTIONS, {"typed": begun, "locale": locale})
    here = reverse("search:results")
    return [
        Suggestion(
            [(text[: len(begun)], True), (text[len(begun) :], False)],
            f"{here}?{urlencode({'q': text})}",
            "question",
        )
        for (text,) in rows
    ]


WORD, NUMBER = re.compile(r"[^\W_]+"), re.compile(r"\d+")


def _folded_words(text: str) -> list[str]:
    return [_folded(word) for word in WORD.findall(text)]


def _folded(word: str) -> str:
    """Return `word` in small letters without accents, letter by letter."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[:1] for letter in word)


def parts(title: str, words: list[str]) -> Parts:
    """Cut `title` into (text, whether it matches): the beginnings that are one of `words`.

    One that `title` has as it is marks no longer word; but the last may be typed on, unless it is
    one letter: "how do I" marks the "I" of "How do I sign in?", not that of "in".
    """
    whole = set(_folded_words(title)).difference(word for word in words[-1:] if len(word) > 1)
    cut: Parts = []
    done = 0
    for word in WORD.finditer(title):
        folded = _folded(word[0])
        begun = (len(w) for w in words if folded == w or (w not in whole and folded.startswith(w)))
        length = max(begun, default=0)
        if length:
            cut += [(title[done : word.start()], False)]
            done = word.start() + length
            cut += [(title[word.start() : done], True)]
    return [part for part in [*cut, (title[done:], False)] if part[0]]
