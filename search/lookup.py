"""What the database knows about the words of a question, in one statement.

It reads the question as PostgreSQL stems it, how many passages hold each lexeme, how often they say
it and how many have it in the title, the words that look like a rare one, what synonyms add, which
pins and titles the question may be, and its phrases, exclusions and names as tsqueries.
"""

from __future__ import annotations

from typing import NamedTuple

from articles import reading
from articles.folding import lone_letter
from articles.languages import builtin_configuration, joins_words, search_configuration

from . import compounds, contractions, spelling, synonyms
from .compounds import CUT, HALF, PLACE
from .names import APART, LONGER, names
from .operators import Asked
from .vocabulary import LOOKALIKES, beside

# Any number of articles may have "Who can do this?" among their headings.
MAX_TITLED = 30


class Row(NamedTuple):
    """A lexeme of the question, or one that a synonym finds: those have a `term` and no positions.

    So many `passages` hold it, say it so many `times`, and so many have it `in_titles`; of the
    empty lexeme, these are all passages and all their words. Two words of the question that
    articles may write as one are a row, too: `joined` are the two. `unknown` is the word as typed,
    when no passage holds it; `near` what looks like it and `parts` the words that it may be, both
    as JSON.
    """

    lexeme: str
    positions: list[int]
    is_kept: bool
    passages: int
    times: int
    in_titles: int
    term: str | None
    asked: list[str] | None
    found: list[str] | None
    joined: str | None
    unknown: str | None
    near: str | None
    parts: str | None
    pins: list[int] | None
    titled: list[int] | None
    anchors: list[str] | None
    phrases: list[str] | None
    excluded: list[str] | None
    names: list[str] | None


# Pairs of letters are indexed, so a letter asked by itself is the beginning of many lexemes.
HELD_BY_PREFIX = """
               (SELECT count(*)
                  FROM (SELECT FROM articles_passage AS held
                         WHERE held.locale = %(locale)s
                           AND held.vector @@ ('''' || word.lexeme || ''':*')::tsquery
                         LIMIT 5000) AS held)"""

# PostgreSQL's own configuration drops stop words but counts their positions: the positions that it
# leaves out are theirs. The row of the empty lexeme tells of the locale: its passages, the words of
# all of them, the pins, and the articles titled so or with such a question, which has an anchor.
LOOKUP = f"""
    WITH question AS MATERIALIZED (
        SELECT helpcenter_vector(%(config)s, %(text)s) AS vector
    ), said AS MATERIALIZED (
        SELECT typed.word, stem.lexeme
          FROM unnest(%(said)s::text[]) AS typed (word),
               unnest(helpcenter_vector(%(config)s, typed.word)) AS stem
    ), spoken AS MATERIALIZED (
        SELECT tsvector_to_array(vector) AS lexemes FROM question
    ), known AS MATERIALIZED (
        SELECT article_id, anchor, row_number() OVER (ORDER BY anchor <> '', title.id DESC) AS place
          FROM search_knowntitle AS title, question
         WHERE locale = %(locale)s AND key = search_title_key(question.vector)
         ORDER BY place LIMIT {MAX_TITLED}
    ), meant AS MATERIALIZED ({synonyms.MEANT}
    ), word AS MATERIALIZED (
        SELECT word.lexeme, word.positions, word.positions && kept.positions AS is_kept,
               CASE WHEN word.lexeme = %(lone)s AND word.lexeme <> '' THEN {HELD_BY_PREFIX}
               ELSE coalesce(counted.passages, 0) END::int AS passages,
               coalesce(counted.words, 0)::bigint AS times,
               coalesce(counted.in_titles, 0)::int AS in_titles, word.term, word.asked, word.found,
               word.joined
          FROM (SELECT lexeme, positions::int[], NULL::text AS term, NULL::text[] AS asked,
                       NULL::text[] AS found, NULL::text AS joined FROM question, unnest(vector)
                 UNION ALL
                SELECT '', '{{}}'::int[], NULL, NULL, NULL, NULL
                 UNION ALL
                SELECT lexeme, '{{}}'::int[], term, asked, found, NULL
                  FROM meant, unnest(found) AS lexeme
                 UNION ALL
                SELECT stem.lexeme, pair.place, NULL, NULL, NULL, pair.words
                  FROM (SELECT words, ARRAY[{PLACE}] AS place
                          FROM unnest(%(pairs)s::text[], %(before)s::text[])
                               AS pair (words, before) OFFSET 0) AS pair,
                       unnest(helpcenter_vector(%(config)s, replace(pair.words, ' ', '')
                                          || ' ' || replace(pair.words, ' ', '.'))) AS stem) AS word
          LEFT JOIN LATERAL (SELECT sum(passages) AS passages, sum(words) AS words,
                                    sum(in_titles) AS in_titles
                               FROM search_lexemecount AS ledger
                              WHERE ledger.locale = %(locale)s AND ledger.lexeme = word.lexeme)
                 AS counted ON true,
               (SELECT coalesce(array_agg(position::int), '{{}}') AS positions
                  FROM unnest(helpcenter_vector(%(builtin)s, %(stopped)s)),
                       unnest(positions) AS position) AS kept
    )
    SELECT lexeme, positions, is_kept, passages, times, in_titles, term, asked, found, joined,
           CASE WHEN is_kept AND passages = 0 THEN
           (SELECT said.word FROM said WHERE said.lexeme = word.lexeme LIMIT 1) END,
           CASE WHEN is_kept AND joined IS NULL AND passages <= %(rare)s THEN ({LOOKALIKES}) END,
           CASE WHEN is_kept AND joined IS NULL AND passages <= %(rare)s THEN
           coalesce(({CUT}), ({APART}), ({LONGER}), ({HALF})) END,
           CASE lexeme WHEN '' THEN
           ARRAY(SELECT pinned.id FROM search_pinnedquestion AS pinned, spoken
                  WHERE pinned.locale = %(locale)s AND pinned.lexemes[1] = ANY(spoken.lexemes)
                    AND pinned.lexemes <@ spoken.lexemes
                  ORDER BY cardinality(pinned.lexemes) DESC, pinned.id LIMIT 100) END,
           CASE lexeme WHEN '' THEN ARRAY(SELECT article_id FROM known ORDER BY place) END,
           CASE lexeme WHEN '' THEN ARRAY(SELECT anchor FROM known ORDER BY place) END,
           CASE lexeme WHEN '' THEN
           ARRAY(SELECT helpcenter_phrase(%(config)s, phrase)::text
                   FROM unnest(%(phrases)s::text[]) AS phrase) END,
           CASE lexeme WHEN '' THEN
           ARRAY(SELECT helpcenter_phrase(%(config)s, phrase)::text
                   FROM unnest(%(excluded)s::text[]) AS phrase) END,
           CASE lexeme WHEN '' THEN
           ARRAY(SELECT helpcenter_phrase(%(config)s, phrase)::text
                   FROM unnest(%(bound)s::text[]) AS phrase) END
      FROM word
     WHERE joined IS NULL OR passages > 0"""  # noqa: S608


def look_up(asked: Asked, locale: str) -> list[Row]:
    """Return the rows of a question, the one of the empty lexeme among them."""
    words = contractions.written(asked.words, locale)
    spellable = spelling.spellable(words)
    pairs = compounds.pairs(words)
    named = names(words)
    neighbours = beside(words)
    values = {
        "config": search_configuration(locale),
        "builtin": builtin_configuration(locale),
        "locale": locale,
        "text": words,
        "stopped": contractions.as_stop_words(words, locale),
        "lone": lone_letter(words),
        "said": words.split(),
        "phrases": [*asked.phrases],
        "excluded": [*asked.excluded],
        "bound": [*asked.names],
        "spellable": spellable,
        "short": [word for word, _text in neighbours],
        "beside": [text for _word, text in neighbours],
        "joins": joins_words(locale),
        "cut": spellable[: compounds.MAX_CUT],
        "names": [name.word for name in named],
        "apart": [name.parts for name in named],
        "of_words": [name.is_of_words for name in named],
        "pairs": [words for words, _before in pairs],
        "before": [before for _words, before in pairs],
        "rare": spelling.RARE,
    }
    return [Row._make(row) for row in reading.rows(LOOKUP, values)]
