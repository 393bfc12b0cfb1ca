"""The words of the articles as they are written, and which of them look like what was typed.

Decides what "looks like" means: a letter too many, a letter missing, a wrong letter or two letters
swapped, accents aside. In a word of LONG letters or more it may be two of these, if both words
begin alike and nothing nearer is found. A short word looks like many others, so it is also told
whether a passage has the similar word beside the same word that stands beside it in the question.

A trigger learns the words when an article is published (migration 0003). Words with digits, words
of fewer than SHORTEST letters and those of scripts without spaces are not among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from django.db import connection

SHORTEST = 4
LONG = 8
BEGINNING = 3
# Letters of a word that looks like too many others, and the place of one among words beside it.
SHORT, BLANK = 5, "*"
# Words that more passages than this hold are not looked for in a row: some has them so.
MAX_HELD = 500

Edit = Literal["letter", "swap", "missing", "extra", "first", "two"]


class Lookalike(NamedTuple):
    """A word of the articles that is one edit away from what was typed; a long one, maybe two.

    For a SHORT word it `is_said_so` when a passage has it beside the word that this one is beside
    in the question, or so many have it that one will.
    """

    typed: str
    typed_lexeme: str
    word: str
    lexeme: str
    is_stop_word: bool
    passages: int
    times: int
    in_titles: int
    is_said_so: bool
    edit: Edit


# For one row of `word` (lexeme), as JSON; `said` has the words of the question with their lexemes.
_LIKE = """
    SELECT json_agg(json_build_array(
               said.word, said.lexeme, near.word, stem.lexeme,
               helpcenter_vector(%(builtin)s, near.word) = '',
               held.passages, held.times, held.in_titles,
               {said_so},
               unaccent(said.word), unaccent(near.word)))::text
      FROM said
      JOIN search_surfaceword AS near ON {looks_alike},
           LATERAL unnest(helpcenter_vector(%(config)s, near.word)) AS stem,
           LATERAL (SELECT sum(ledger.passages) AS passages, sum(ledger.words) AS times,
                           sum(ledger.in_titles) AS in_titles
                      FROM search_lexemecount AS ledger
                     WHERE ledger.locale = %(locale)s AND ledger.lexeme = stem.lexeme) AS held
     WHERE said.lexeme = word.lexeme AND said.word = ANY(%(spellable)s::text[])
       AND stem.lexeme <> word.lexeme AND held.passages > 0"""
# Who leaves out a letter of one word seldom writes another; two other letters are two edits.
_SAID_SO = f"""
               CASE WHEN length(said.word) > {SHORT} OR length(near.word) > length(said.word)
                         OR held.passages > {MAX_HELD} THEN true
                    WHEN length(translate(near.word, said.word, '')) > 1 THEN false
               ELSE EXISTS (SELECT FROM unnest(%(short)s::text[], %(beside)s::text[])
                                             AS beside (word, text)
                              JOIN articles_passage AS passage ON passage.locale = %(locale)s
                               AND passage.vector @@ helpcenter_phrase(%(config)s,
                                       replace(beside.text, '{BLANK}', near.word))
                             WHERE beside.word = said.word) END"""
# Words share a deletion also when they are two edits apart; `edit` tells.
ONE_EDIT = "near.deletions && search_deletions(unaccent(said.word))"
# At most two letters of each are not among those of the other.
TWO_EDITS = f"""length(said.word) >= {LONG}
               AND near.word ~>=~ left(said.word, {BEGINNING})
               AND near.word ~<~ (left(said.word, {BEGINNING}) || U&'\\FFFF')
               AND length(near.word) BETWEEN length(said.word) - 2 AND length(said.word) + 2
               AND length(translate(near.word, said.word, '')) <= 2
               AND length(translate(said.word, near.word, '')) <= 2"""
LOOKALIKES = (
    f"SELECT coalesce(({_LIKE.format(looks_alike=ONE_EDIT, said_so=_SAID_SO)}), CASE WHEN"
    f" passages = 0 THEN ({_LIKE.format(looks_alike=TWO_EDITS, said_so='true')}) END)"
)


def beside(folded: str) -> list[tuple[str, str]]:
    """Return (word, words beside each other with BLANK in its place) of the SHORT words."""
    words = [word.strip("'.@") for word in folded.split()]
    neighbours = [
        pair
        for word, following in pairwise(words)
        for pair in ((word, f"{BLANK} {following}"), (following, f"{word} {BLANK}"))
    ]
    return [(word, text) for word, text in neighbours if SHORTEST <= len(word) <= SHORT]


def lookalikes(rows: str) -> Iterator[Lookalike]:
    """Yield what LOOKALIKES found that is near enough to what was typed."""
    for *facts, typed, near in json.loads(rows):
        if how := edit(typed, near):
            yield Lookalike._make([*facts, how])


def edit(typed: str, meant: str) -> Edit | None:
    """Return the edit that makes `typed` of `meant`, "two" for two of them; None for none or more.

    `extra` and `missing` say what `typed` has; `first` is any edit of the first letter, which
    people seldom get wrong. Two are only found in long words that begin alike.
    """
    if single := one_edit(typed, meant):
        return single
    is_long = len(typed) >= LONG and typed[:BEGINNING] == meant[:BEGINNING]
    return "two" if is_long and typed != meant and distance(typed, meant) <= 2 else None


def distance(first: str, second: str) -> int:
    """Return how many letters must be put in, taken out, changed or swapped with the next one.

    No part of a word is edited twice (the optimal string alignment distance).
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        last, before, row = before, row, [number]
        for place, wanted in enumerate(second, 1):
            least = min(row[-1] + 1, before[place] + 1, before[place - 1] + (letter != wanted))
            if min(number, place) > 1 and first[number - 2 : number] == wanted + second[place - 2]:
                least = min(least, last[place - 2] + 1)
            row.append(least)
    return row[-1]


def one_edit(typed: str, meant: str) -> Edit | None:
    """Return the one edit that makes `typed` of `meant`; None when it takes none or more."""
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
