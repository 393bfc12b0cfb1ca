"""The answer to a question: how many articles, and the cards of one page."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from django.conf import settings

from articles import paths, reading
from articles.reading import CARD_COLUMNS, Card

from . import bounded, facets, fitting, ordering, pinning, ranking, titles
from .address import Address
from .excerpts import ELLIPSIS, MIN, beginning, excerpt
from .explaining import Explanation, explain
from .matching import Matcher, marked
from .questions import Question, ask
from .ranking import Hit


class Door(NamedTuple):
    """A way into an article: one of the tabs that the passage of a card stands in."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultCard(Card):
    """A card that answers: matches are marked in title and passage.

    `plain_title` is the article's. With a `question`, the answer to it is the result: the title is
    that question, marked, and the article's title only says where it stands. `doors` lead to each
    of the tabs (app, web) where the passage is of one of them: not every visitor has what it is of.
    """

    plain_title: str = ""
    question: str = ""
    doors: tuple[Door, ...] = ()
    passage_id: int = 0
    score: float = 0.0
    holds: tuple[bool, ...] = ()  # which of fitting.asked_places(question)
    why: Explanation | None = None  # for staff who ask


@dataclass(frozen=True, slots=True)
class Results:
    """The articles that answer `question`, best first.

    `placed` are the ids of those that staff or their titles put before the others.
    """

    question: Question
    hits: list[Hit]
    placed: frozenset[int] = frozenset()

    @property
    def is_cut(self) -> bool:
        """Whether more articles would be results but for the limit of ranking.py."""
        return any(hit.is_cut for hit in self.hits)

    @property
    def is_emptied(self) -> bool:
        """Whether articles have words of the question, and each a word that it excludes."""
        return bool(not self.hits and self.question.words and self.question.excluded)

    def narrowed(self, address: Address) -> Results:
        """Return the results that `address` asks for, in its order; one SQL statement at most."""
        hits = facets.narrowed(address, self.hits)
        return replace(self, hits=ordering.ordered(hits, address.sort))

    def fit(self, cards: list[ResultCard]) -> fitting.Fit:
        """Return what is to be said of the best `cards`; one SQL statement at most."""
        if cards and cards[0].id in self.placed:
            return fitting.Fit(fitting.misspelt(self.question))
        fit = fitting.fit(self.question, [card.holds for card in cards])
        return replace(fit, unheld=self.question.unheld if cards else ())

    def fits(self, fit: fitting.Fit, shown: Results, best: list[ResultCard]) -> bool | None:
        """Return whether an article of the site fits, whatever is `shown` of the results.

        `fit` is that of the `best` of what is shown; None where these are not at hand, in another
        order or on a further page. Where they do not fit and are not all, three SQL statements at
        most look at the best of all.
        """
        if shown.hits and not best:
            return None
        if shown.total() < self.total() and not (best and fit.fits):
            best = self.cards()
            fit = self.fit(best)
        return bool(best) and fit.fits

    def articles(self) -> int:
        """Return the number of articles that answer; one may be several results."""
        return len(ranking.one_each(self.hits))

    def total(self) -> int:
        """Return the number of results."""
        return len(self.hits)

    def on_page(self, offset: int, limit: int) -> list[Hit]:
        return self.hits[offset : offset + limit]

    def cards(self, offset: int = 0, limit: int = settings.ARTICLES_PER_PAGE) -> list[ResultCard]:
        """Return the cards of one page; two SQL statements at most, none when it is empty."""
        return cards(self.question, self.on_page(offset, limit))

    def explained_cards(self, offset: int, limit: int) -> list[ResultCard]:
        """Return the cards of one page, each with why it is there; six SQL statements at most."""
        hits = self.on_page(offset, limit)
        why = explain(self.question, hits, first=offset + 1)
        return [replace(card, why=why[card.passage_id]) for card in cards(self.question, hits)]


@bounded.limited()
def find(text: str, locale: str) -> Results:
    """Return what the published articles of `locale` answer to `text`.

    Two SQL statements; a third when articles may be pinned to the question, and as many again when
    no article holds a quoted phrase. `text` may be any string. Raises bounded.TookTooLong.
    """
    results = _find(ask(text, locale))
    if results.question.phrases and not results.hits:
        return _find(ask(text, locale, needs_phrases=False))
    return results


def _find(question: Question) -> Results:
    """Return what ranking finds, behind what staff pinned and what the question is the title of."""
    hits = ranking.hits(question)
    named = titles.named(question, hits)
    if question.is_narrowed:
        passages = {hit.passage_id for hit in hits}
        named = [hit for hit in named if hit.passage_id in passages]
    placed = [*pinning.pinned(question, hits), *named]
    by_passage: dict[int, Hit] = {}
    for hit in [*placed, *hits]:
        by_passage.setdefault(hit.passage_id, hit)
    placed_articles = frozenset(hit.article_id for hit in placed)
    return Results(question, list(by_passage.values()), placed_articles)


# A passage that is too short for a card is shown with its heading and what follows it, each heading
# once; an answer by itself, however short, stands below its question. The text of a tab begins with
# its heading.
SHOWN_TEXT = """
    CASE WHEN length(passage.text) >= %(short)s OR passage.id = ANY(%(answers)s)
    THEN passage.text ELSE
    (SELECT string_agg(CASE WHEN more.heading = '' OR more.heading = more.above
                              OR starts_with(more.text, more.heading || E'\n') THEN '' ELSE
                       rtrim(coalesce(nullif(more.question, ''), more.heading), ':') ||
                       CASE WHEN more.heading ~ '[.?!。？！]$' THEN E'\n' ELSE E':\n' END END
                       || more.text, E'\n' ORDER BY more.position)
       FROM (SELECT text, question, position, heading,
                    lag(heading) OVER (ORDER BY position) AS above
               FROM articles_passage AS near
              WHERE near.article_id = passage.article_id
                AND near.position BETWEEN passage.position AND passage.position + 2) AS more) END"""

# Which words of the question the article holds; its best passage mostly holds them all.
HOLDS = """
    ARRAY(SELECT passage.vector @@ told.words::tsquery OR
                 EXISTS (SELECT FROM articles_passage AS other
                          WHERE other.article_id = passage.article_id
                            AND other.vector @@ told.words::tsquery)
            FROM unnest(%(told)s::text[]) WITH ORDINALITY AS told (words, place)
           ORDER BY told.place)"""

CARDS = f"""
    SELECT {CARD_COLUMNS.format(passage=SHOWN_TEXT, anchor="passage.anchor")},
           passage.id, passage.heading, article.opening, passage.question,
           CASE WHEN passage.anchor <> '' AND article.tabs <> '[]' THEN article.tabs::text END,
           {HOLDS}
      FROM articles_passage AS passage
      JOIN articles_publishedarticle AS article USING (article_id)
      LEFT JOIN articles_viewtotal AS total USING (article_id)
     WHERE passage.id = ANY(%(passages)s) AND {reading.SHOWN.format(article="article")}"""  # noqa: S608


class CardRow(NamedTuple):
    """A row of CARDS: what an entry of a list has, its passage uncut, and what to cut it by."""

    entry: Card
    passage_id: int
    heading: str
    opening: str
    question: str
    tabs: str | None
    holds: list[bool]

    @classmethod
    def of(cls, row: tuple) -> CardRow:
        return cls(Card(*row[:CARD_LENGTH]), *row[CARD_LENGTH:])

    @property
    def texts(self) -> tuple[str, ...]:
        """Return what the card may mark words of the question in."""
        return self.entry.title, self.entry.passage, self.heading, self.question

    def doors(self, anchor: str) -> tuple[Door, ...]:
        """Return links to the tabs of the group that has one at `anchor` beside others."""
        for group in json.loads(self.tabs) if self.tabs and anchor else ():
            if len(group) > 1 and anchor in (place for _title, place in group):
                address = paths.article(self.entry.slug)
                return tuple(Door(title, f"{address}#{place}") for title, place in group)
        return ()


CARD_LENGTH = len(fields(Card))


@bounded.limited()
def cards(question: Question, hits: list[Hit]) -> list[ResultCard]:
    """Return the card of each hit, in their order; an article that just went is left out.

    Raises bounded.TookTooLong.
    """
    if not hits:
        return []
    values = {
        "passages": [hit.passage_id for hit in hits],
        "locale": question.locale,
        "default": settings.LANGUAGE_CODE,
        "short": MIN,
        "answers": [hit.passage_id for hit in hits if hit.anchor],
        "told": [
            " | ".join(word.literal for word in words) for words in fitting.asked_places(question)
        ],
    }
    rows = {row.passage_id: row for row in map(CardRow.of, reading.rows(CARDS, values))}
    matcher = Matcher(question, {text for row in rows.values() for text in row.texts})
    return [_card(rows[hit.passage_id], hit, matcher) for hit in hits if hit.passage_id in rows]


def _card(row: CardRow, hit: Hit, matcher: Matcher) -> ResultCard:
    """Return the card of `hit`: what matches in its passage, else its heading, else its opening."""
    question = row.question if hit.anchor else ""
    entry, text = row.entry, row.entry.passage
    passage, anchor = excerpt(text, matcher), entry.anchor
    if not passage and text and question:
        passage = beginning(text)
    elif not passage and text and matcher.matches(row.heading):
        passage = f"{_before_text(row.heading, matcher)} {beginning(text)}"
    elif not passage:
        passage = f"{row.opening.rstrip(ELLIPSIS)} {ELLIPSIS}" if row.opening else ""
        anchor = ""
    title = question or entry.title
    return ResultCard(
        marked(title, matcher.matches(title)), entry.slug, passage, anchor, entry.published_at,
        entry.updated_at, entry.views, entry.category_name, entry.pinned, entry.id,
        plain_title=entry.title, question=question, doors=row.doors(anchor),
        passage_id=hit.passage_id, score=hit.score, holds=tuple(row.holds),
    )  # fmt: skip


def _before_text(heading: str, matcher: Matcher) -> str:
    """Return a heading that is all that matches, marked: the text alone would not say why."""
    shown = heading.rstrip(":")
    end = "" if shown.endswith(tuple(".?!。？！")) else ":"
    return marked(heading, matcher.matches(heading), 0, len(shown)) + end
