"""The ledger also counts how often passages say a lexeme and how many have it in the title.

Its functions are those of 0002 with two more counts.
"""

from django.db import migrations, models

COUNT = """
-- In the middle of an import the planner knows a tenth of the rows; a nested loop over the others
-- would take minutes.
CREATE OR REPLACE FUNCTION search_merge_lexeme_counts() RETURNS void LANGUAGE plpgsql
SET enable_nestloop = off AS $$
BEGIN
    WITH several AS (
        SELECT locale, lexeme FROM search_lexemecount GROUP BY locale, lexeme HAVING count(*) > 1
    ), gone AS (
        DELETE FROM search_lexemecount AS counted USING several
         WHERE counted.locale = several.locale AND counted.lexeme = several.lexeme
        RETURNING counted.*
    )
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, sum(passages), sum(words), sum(in_titles) FROM gone GROUP BY locale, lexeme
    HAVING sum(passages) <> 0 OR sum(words) <> 0 OR sum(in_titles) <> 0;
END
$$;

CREATE OR REPLACE FUNCTION search_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, count(*), sum(cardinality(positions)),
           count(*) FILTER (WHERE 'A' = ANY(weights))
      FROM added, unnest(vector) GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', count(*), sum(words), 0 FROM added GROUP BY locale;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION search_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, -count(*), -sum(cardinality(positions)),
           -count(*) FILTER (WHERE 'A' = ANY(weights))
      FROM removed, unnest(vector) GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', -count(*), -sum(words), 0 FROM removed GROUP BY locale;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION search_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
    SELECT locale, lexeme, sum(passages), sum(words), sum(in_titles)
      FROM (SELECT locale, lexeme, 1 AS passages, cardinality(positions) AS words,
                   ('A' = ANY(weights))::int AS in_titles
              FROM added, unnest(vector)
             UNION ALL
            SELECT locale, '', 1, words, 0 FROM added
             UNION ALL
            SELECT locale, lexeme, -1, -cardinality(positions), -('A' = ANY(weights))::int
              FROM removed, unnest(vector)
             UNION ALL
            SELECT locale, '', -1, -words, 0 FROM removed) AS changed
     GROUP BY locale, lexeme
    HAVING sum(passages) <> 0 OR sum(words) <> 0 OR sum(in_titles) <> 0;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

WITH gone AS (DELETE FROM search_lexemecount)
INSERT INTO search_lexemecount (locale, lexeme, passages, words, in_titles)
SELECT locale, lexeme, count(*), sum(cardinality(positions)),
       count(*) FILTER (WHERE 'A' = ANY(weights))
  FROM articles_passage, unnest(vector) GROUP BY locale, lexeme
 UNION ALL
SELECT locale, '', count(*), sum(words), 0 FROM articles_passage GROUP BY locale;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0008_two_edits")]

    operations = [
        migrations.AddField("lexemecount", "in_titles", models.IntegerField(db_default=0)),
        migrations.RemoveIndex("lexemecount", "counts_of_a_lexeme"),
        # The version before reads none of these counts, so there is nothing to take back.
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
        migrations.AddIndex(
            "lexemecount",
            models.Index(
                fields=["locale", "lexeme"],
                include=["passages", "words", "in_titles"],
                name="all_counts_of_a_lexeme",
            ),
        ),
    ]
