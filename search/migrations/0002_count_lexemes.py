"""The triggers that keep search_lexemecount, and the index of titles.

Statement triggers with transition tables: one INSERT into the ledger per statement, whatever the
number of passages. About every 20,000th row of the ledger, the statement that wrote it also merges
the rows of each lexeme; the lock lets one statement at a time do so and nobody waits for it.
"""

from django.db import migrations

CREATE = """
-- In the middle of an import the planner knows a tenth of the rows; a nested loop over the others
-- would take minutes.
CREATE FUNCTION search_merge_lexeme_counts() RETURNS void LANGUAGE plpgsql
SET enable_nestloop = off AS $$
BEGIN
    WITH several AS (
        SELECT locale, lexeme FROM search_lexemecount GROUP BY locale, lexeme HAVING count(*) > 1
    ), gone AS (
        DELETE FROM search_lexemecount AS counted USING several
         WHERE counted.locale = several.locale AND counted.lexeme = several.lexeme
        RETURNING counted.*
    )
    INSERT INTO search_lexemecount (locale, lexeme, passages, words)
    SELECT locale, lexeme, sum(passages), sum(words) FROM gone GROUP BY locale, lexeme
    HAVING sum(passages) <> 0 OR sum(words) <> 0;
END
$$;

CREATE FUNCTION search_note_lexemes(written bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF random() < written / 20000.0
       AND pg_try_advisory_xact_lock('search_lexemecount'::regclass::bigint) THEN
        PERFORM search_merge_lexeme_counts();
    END IF;
END
$$;

CREATE FUNCTION search_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words)
    SELECT locale, lexeme, count(*), 0 FROM added, unnest(vector) GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', count(*), sum(words) FROM added GROUP BY locale;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words)
    SELECT locale, lexeme, -count(*), 0 FROM removed, unnest(vector) GROUP BY locale, lexeme
     UNION ALL
    SELECT locale, '', -count(*), -sum(words) FROM removed GROUP BY locale;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    INSERT INTO search_lexemecount (locale, lexeme, passages, words)
    SELECT locale, lexeme, sum(passages), sum(words)
      FROM (SELECT locale, lexeme, 1 AS passages, 0 AS words FROM added, unnest(vector)
             UNION ALL
            SELECT locale, '', 1, words FROM added
             UNION ALL
            SELECT locale, lexeme, -1, 0 FROM removed, unnest(vector)
             UNION ALL
            SELECT locale, '', -1, -words FROM removed) AS changed
     GROUP BY locale, lexeme HAVING sum(passages) <> 0 OR sum(words) <> 0;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM search_note_lexemes(written);
    RETURN NULL;
END
$$;

CREATE FUNCTION search_count_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_lexemecount;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_count_inserted AFTER INSERT ON articles_passage
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_inserted();
CREATE TRIGGER search_count_deleted AFTER DELETE ON articles_passage
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_deleted();
CREATE TRIGGER search_count_updated AFTER UPDATE ON articles_passage
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_updated();
CREATE TRIGGER search_count_truncated AFTER TRUNCATE ON articles_passage
    FOR EACH STATEMENT EXECUTE FUNCTION search_count_truncated();

CREATE INDEX search_titles ON articles_passage USING gin (ts_filter(vector, '{a}'))
    WITH (fastupdate = off) WHERE position = 0;

-- A row that is too long moves its text out of the way first: ranking reads vectors only.
ALTER TABLE articles_passage ALTER COLUMN vector SET STORAGE MAIN;

-- Merging leaves dead rows; an index-only scan of the ledger wants them gone soon.
ALTER TABLE search_lexemecount
    SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

INSERT INTO search_lexemecount (locale, lexeme, passages, words)
SELECT locale, lexeme, count(*), 0 FROM articles_passage, unnest(vector) GROUP BY locale, lexeme
 UNION ALL
SELECT locale, '', count(*), sum(words) FROM articles_passage GROUP BY locale;
"""

DROP = """
ALTER TABLE articles_passage ALTER COLUMN vector SET STORAGE EXTENDED;
DROP INDEX search_titles;
DROP TRIGGER search_count_inserted ON articles_passage;
DROP TRIGGER search_count_deleted ON articles_passage;
DROP TRIGGER search_count_updated ON articles_passage;
DROP TRIGGER search_count_truncated ON articles_passage;
DROP FUNCTION search_count_inserted, search_count_deleted, search_count_updated,
              search_count_truncated, search_note_lexemes, search_merge_lexeme_counts;
DELETE FROM search_lexemecount;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("articles", "0002_text_search_configurations"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
