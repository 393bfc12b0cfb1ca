"""Words of a question that are more than letters: names, versions, numbers, addresses.

Decides what is asked for instead of one that no article holds:

- for a name with digits or dots ("php8.1") its parts, where a passage has them one after another;
- for a file name or an address those of its words that articles have, anywhere in a passage; also
  for a number and its unit ("25MB"), as if it were written with a hyphen or a space;
- for a version the same one with or without its v, else those that begin with it ("2.4.3" for
  "2.4");
- for "1099s" or "25th" the number.

Nobody has to be told of any of these, so the page proposes none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from articles.folding import UNSPACED

from .compounds import COUNTS
from .vocabulary import MAX_HELD

# The parts of a name: numbers, also those of versions, and what stands between them.
PART = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
# Words with a dot between them; a number and its unit.
WORDS = re.compile(r"[^\W\d_]{2,}(?:[.@]+[^\W\d_]{2,})+|\d+[^\W\d_]{1,3}")
VERSION = re.compile(r"(v?)(\d+(?:\.\d+)+)")
NUMBER = re.compile(r"(\d+)(?:'?s|st|nd|rd|th|er|e)")  # "1099s", "25th", "1er"
MAX_NAMES = 4
# Versions that begin with one, and the passages that tell which there are.
MAX_LONGER, LOOKED_INTO = 8, 50


class Name(NamedTuple):
    """A word that is more than letters, and its parts with spaces between.

    They count where a passage has them in a row, or anywhere when they are words by themselves.
    """

    word: str
    parts: str
    is_of_words: bool


def names(folded: str) -> list[Name]:
    """Return the words of a folded text that are more than letters, with their parts."""
    words = dict.fromkeys(folded.split())
    whole = (Name(word, _parts(word), bool(WORDS.fullmatch(word))) for word in words)
    apart = (name for name in whole if name.parts != name.word.strip("'.@"))
    return [name for name in apart if not UNSPACED.search(name.word)][:MAX_NAMES]


def _parts(word: str) -> str:
    """Return the parts of a name, a version with a v or without it, a number without its ending."""
    if version := VERSION.fullmatch(word):
        return version[2] if version[1] else f"v{word}"
    if number := NUMBER.fullmatch(word):
        return number[1]
    return " ".join(PART.findall(word))


# For one row of `word`, as JSON that compounds.cut reads: the parts of a name.
APART = f"""
    SELECT json_build_array(name.word, name.parts, true, false,
                            json_agg(json_build_array(stem.lexeme, held.passages, held.times,
                                                      held.in_titles, true))
                            FILTER (WHERE held.passages > 0))::text
      FROM said
      JOIN unnest(%(names)s::text[], %(apart)s::text[], %(of_words)s::bool[])
                AS name (word, parts, is_of_words) USING (word),
           LATERAL unnest(helpcenter_vector(%(config)s, name.parts)) AS stem,
           LATERAL (SELECT coalesce(sum(ledger.passages), 0) AS passages,
                           sum(ledger.words) AS times, sum(ledger.in_titles) AS in_titles
                      FROM search_lexemecount AS ledger
                     WHERE ledger.locale = %(locale)s AND ledger.lexeme = stem.lexeme) AS held
     WHERE said.lexeme = word.lexeme AND word.passages = 0
     GROUP BY name.word, name.parts, name.is_of_words
    HAVING max(held.passages) > 0 AND name.is_of_words
        OR min(held.passages) > 0 AND
           (min(held.passages) > {MAX_HELD} OR
            EXISTS (SELECT FROM articles_passage AS passage
                     WHERE passage.locale = %(locale)s
                       AND passage.vector @@ helpcenter_phrase(%(config)s, name.parts)))
    """  # noqa: S608

# The same of a version: those that begin with it.
LONGER = f"""
    SELECT json_build_array(said.word, said.word, true, false,
                            json_agg({COUNTS.format("longer")}))::text
      FROM said,
           LATERAL (SELECT btrim(said.word, 'v.') || '.' AS begun OFFSET 0) AS version,
           LATERAL (SELECT lexeme, true AS is_kept, sum(ledger.passages) AS passages,
                           sum(ledger.words) AS times, sum(ledger.in_titles) AS in_titles
                      FROM (SELECT DISTINCT lexeme
                              FROM (SELECT vector FROM articles_passage
                                     WHERE locale = %(locale)s
                                       AND vector @@ (quote_literal(begun) || ':*')::tsquery
                                     LIMIT {LOOKED_INTO}) AS passage,
                                   unnest(tsvector_to_array(passage.vector)) AS lexeme
                             WHERE starts_with(lexeme, begun)) AS held
                      JOIN search_lexemecount AS ledger USING (lexeme)
                     WHERE ledger.locale = %(locale)s
                     GROUP BY lexeme HAVING sum(ledger.passages) > 0
                     ORDER BY passages DESC, lexeme LIMIT {MAX_LONGER}) AS longer
     WHERE said.lexeme = word.lexeme AND said.word ~ '^{VERSION.pattern}[.]?$' AND word.passages = 0
     GROUP BY said.word"""  # noqa: S608
