"""What triggers keep of the words (migrations 0003, 0007 and 0009): a recount, and lookups."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from . import titles, vocabulary
from .phrases import in_order

# One statement sees one moment: it replaces exactly the rows that the passages it counts have
# written. Searches read the old rows until it commits, and publishers go on appending theirs.
RECOUNT = """
    WITH gone AS (DELETE FROM search_lexemecount),
         held AS (SELECT locale, lexeme, positions, weights FROM articles_passage, unnest(vector))
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, count(*), sum(cardinality(positions)),
           count(*) FILTER (WHERE 'A' = ANY(weights))
      FROM held GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', count(*), sum(words), 0 FROM articles_passage GROUP BY locale"""


@transaction.atomic
def recount() -> None:
    """Count every lexeme of every locale again; learn words and titles that are missing.

    Blocks neither searches nor publishing.
    """
    with connection.cursor() as cursor:
        # The same lock as the trigger's: two statements must not merge the same rows.
        cursor.execute("SELECT pg_advisory_xact_lock('search_lexemecount'::regclass::bigint)")
        cursor.execute(RECOUNT)
    vocabulary.learn()
    titles.remember()


HELD = """
    SELECT lexeme FROM search_lexemecount
     WHERE locale = %(locale)s AND lexeme = ANY(%(lexemes)s)
     GROUP BY lexeme HAVING sum(passages) > 0"""


def unheld(texts: Sequence[str], locale: str) -> list[str]:
    """Return those of `texts` that no published article of `locale` can hold: it lacks a word.

    Small words do not count. Two SQL statements.
    """
    words = sorted({word for text in texts for word in text.split()})
    telling_of = {
        word: phrase.telling
        for word, phrase in zip(words, in_order(words, locale), strict=True)
        if phrase.telling and not phrase.is_small
    }
    lexemes = sorted({lexeme for telling in telling_of.values() for lexeme in telling})
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"locale": locale, "lexemes": lexemes})
        held_lexemes = {lexeme for (lexeme,) in cursor.fetchall()}
    lacked = {word for word, telling in telling_of.items() if held_lexemes.isdisjoint(telling)}
    return [text for text in texts if not lacked.isdisjoint(text.split())]
