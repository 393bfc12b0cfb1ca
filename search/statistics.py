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
    """Return those of `texts` whose words no published article of `locale` holds, not even one.

    Two SQL statements.
    """
    phrases = in_order(texts, locale)
    lexemes = sorted({lexeme for phrase in phrases for lexeme in phrase.telling})
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"locale": locale, "lexemes": lexemes})
        held = {lexeme for (lexeme,) in cursor.fetchall()}
    pairs = zip(texts, phrases, strict=True)
    return [text for text, phrase in pairs if held.isdisjoint(phrase.telling)]
