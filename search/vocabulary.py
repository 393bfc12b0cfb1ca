"""The words of the articles as they are written, and which of them look like what was typed.

Decides what "looks like" means: one letter too many, too few or another, or two letters swapped,
accents aside. The words are learnt by a trigger when an article is published (migration 0003);
words with digits, of under SHORTEST letters, and of scripts without spaces are not among them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from django.db import connection

from articles.languages import search_configuration

from . import bounded

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


# Words share a deletion also when they are two edits apart; `one_edit` tells.
LOOKALIKES = """
    SELECT DISTINCT typed.word, typed.lexeme, near.word, stem.lexeme,
           to_tsvector(%(builtin)s::regconfig, near.word) = '', held.passages::int,
           unaccent(typed.word), unaccent(near.word)
      FROM (SELECT said.word, stem.lexeme
              FROM unnest(%(words)s::text[]) AS said (word),
                   unnest(to_tsvector(%(config)s::regconfig, said.word)) AS stem
             WHERE stem.lexeme = ANY(%(lexemes)s)) AS typed
      JOIN search_surfaceword AS near
           ON near.deletions && search_deletions(unaccent(typed.word)),
           LATERAL unnest(to_tsvector(%(config)s::regconfig, near.word)) AS stem,
           LATERAL (SELECT sum(ledger.passages) AS passages FROM search_lexemecount AS ledger
                     WHERE ledger.locale = %(locale)s AND ledger.lexeme = stem.lexeme) AS held
     WHERE stem.lexeme <> typed.lexeme AND held.passages > 0"""


def lookalikes(words: Sequence[str], lexemes: Collection[str], locale: str) -> list[Lookalike]:
    """Return what looks like those of `words` (folded) whose lexeme is one of `lexemes`.

    One SQL statement. Raises bounded.TookTooLong.
    """
    config = search_configuration(locale)
    rows = bounded.rows(
        LOOKALIKES,
        {
            "words": list(words),
            "lexemes": list(lexemes),
            "locale": locale,
            "config": config,
            "builtin": config.replace("helpcenter_", "pg_catalog."),
        },
    )
    found = []
    for *facts, typed, near in rows:
        if edit := one_edit(typed, near):
            found.append(Lookalike._make([*facts, edit]))
    return found


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
