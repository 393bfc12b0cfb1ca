"""A full recount of what triggers keep of the articles' words (see migrations 0002 and 0003)."""

from __future__ import annotations

from django.db import connection, transaction

from . import vocabulary

# One statement sees one moment: it replaces exactly the rows that the passages it counts have
# written. Searches read the old rows until it commits, and publishers go on appending theirs.
RECOUNT = """
    WITH gone AS (DELETE FROM search_lexemecount),
         held AS (SELECT locale, lexeme FROM articles_passage, unnest(vector))
    INSERT INTO search_lexemecount (locale, lexeme, passages, words)
    SELECT locale, lexeme, count(*), 0 FROM held GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', count(*), sum(words) FROM articles_passage GROUP BY locale"""


@transaction.atomic
def recount() -> None:
    """Count every lexeme of every locale again, and learn the words that are missing.

    Blocks neither searches nor publishing.
    """
    with connection.cursor() as cursor:
        # The same lock as the trigger's: two statements must not merge the same rows.
        cursor.execute("SELECT pg_advisory_xact_lock('search_lexemecount'::regclass::bigint)")
        cursor.execute(RECOUNT)
    vocabulary.learn()
