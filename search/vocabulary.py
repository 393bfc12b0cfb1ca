"""The words of the articles as they are written, and which of them look like what was typed.

Decides what "looks like" means: one letter too many, too few or another, or two letters swapped,
accents aside. The words are learnt by a trigger when an article is published (migration 0003);
words with digits, of under SHORTEST letters, and of scripts without spaces are not among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal, NamedTuple

from django.db import connection

SHORTEST = 4

Edit = Literal["letter", "swap", "missing", "extra", "first"]


class Lookalike(NamedTuple):
    """A word of the articles that is one edit away from what was typed."""

    typed: str
    typed_lexeme: str
    word: str
    lexeme: str
    is_stop_word: bool
    passages: int
    edit: Edit


# For one row of `word` (lexeme), as JSON; `said` has the words of the question with their lexemes.
# Words share a deletion also when they are two edits apart; `one_edit` tells.
LOOKALIKES = """
    SELECT json_agg(json_build_array(
               said.word, said.lexeme, near.word, stem.lexeme,
               to_tsvector(%(builtin)s::regconfig, near.word) = '', held.passages,
               unaccent(said.word), unaccent(near.word)))::text
      FROM said
      JOIN search_surfaceword AS near
           ON near.deletions && search_deletions(unaccent(said.word)),
           LATERAL unnest(to_tsvector(%(config)s::regconfig, near.word)) AS stem,
           LATERAL (SELECT sum(ledger.passages) AS passages FROM search_lexemecount AS ledger
                     WHERE ledger.locale = %(locale)s AND ledger.lexeme = stem.lexeme) AS held
     WHERE said.lexeme = word.lexeme AND said.word = ANY(%(spellable)s::text[])
       AND stem.lexeme <> word.lexeme AND held.passages > 0"""


def lookalikes(found: str) -> Iterator[Lookalike]:
    """Yield what LOOKALIKES found that is one edit away from what was typed."""
    for *facts, typed, near in json.loads(found):
        if edit := one_edit(typed, near):
            yield Lookalike._make([*facts, edit])


def one_edit(typed: str, meant: str) -> Edit | None:
    """Return the one edit that makes `typed` of `meant`; None when it takes none or more than one.

    `extra` and `missing` say what `typed` has; `first` is any edit of the first letter, which
    people seldom get wrong.
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return None
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    edit: Edit | None = None
    if rest[1:] == wanted:
        edit = "extra"
    elif rest == wanted[1:]:
        edit = "missing"
    elif rest[1:] == wanted[1:]:
        edit = "letter"
    elif rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]:
        return "swap"
    return "first" if edit and start == 0 else edit


# The same words as the trigger learns, those of every article at once.
LEARN = """
    INSERT INTO search_surfaceword (word, deletions)
    SELECT word, search_deletions(unaccent(word))
      FROM (SELECT DISTINCT word
              FROM (SELECT heading || ' ' || text FROM articles_passage
                     UNION ALL
                    SELECT title || ' ' || summary || ' ' || array_to_string(tag_names, ' ')
                      FROM articles_publishedarticle) AS written (text),
                   search_surface_words(written.text) AS word) AS said
     WHERE NOT EXISTS (SELECT FROM search_surfaceword AS known WHERE known.word = said.word)"""


def learn() -> None:
    """Learn every word that is not known yet; blocks neither searches nor publishing."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN)
