"""The words of the published articles as they are written, to find those that a typing error means.

`deletions` holds a word and what is left of it without any one letter (SymSpell's symmetric
deletion): two words within one insertion, deletion, replacement or swap share one of these, so one
look into the index finds all of them. The trigger only ever adds words that are not there yet, and
nothing makes two publishers wait for each other: both may add the same word, which does no harm. A
word that no article holds any more stays; the ledger says that nobody holds it.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

CREATE = r"""
-- Punctuation separates words here as it does in articles/folding.py. Left out: words with numbers,
-- words of under four letters (everything is near to them), and scripts that are cut into pairs.
CREATE FUNCTION search_surface_words(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT lower(token)
      FROM ts_parse('default', translate(said, '/\-_:;,&=?#%<>()[]{}"*+~|^$!’‘`´', repeat(' ', 40)))
     WHERE tokid IN (1, 2) AND length(token) BETWEEN 4 AND 30
       AND token !~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u30ff\u3131-\u9fff\uac00-\ud7af\uf900-\ufaff]'
$$;

CREATE FUNCTION search_deletions(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT word || array_agg(DISTINCT left(word, place - 1) || substr(word, place + 1))
      FROM generate_series(1, length(word)) AS place
$$;

-- The planner knows nothing of a transition table and would read all known words for each passage.
CREATE FUNCTION search_learn_words() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO search_surfaceword (word, deletions)
    SELECT word, search_deletions(unaccent(word))
      FROM (SELECT DISTINCT word
              FROM (SELECT string_agg(heading || ' ' || text, ' ') FROM added
                     UNION ALL
                    SELECT title || ' ' || summary || ' ' || array_to_string(tag_names, ' ')
                      FROM added JOIN articles_publishedarticle AS article USING (article_id)
                     WHERE position = 0) AS written (text),
                   search_surface_words(written.text) AS word OFFSET 0) AS said
     WHERE NOT EXISTS (SELECT FROM search_surfaceword AS known WHERE known.word = said.word);
    RETURN NULL;
END
$$;

CREATE TRIGGER search_learn_words AFTER INSERT ON articles_passage
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_learn_words();

INSERT INTO search_surfaceword (word, deletions)
SELECT word, search_deletions(unaccent(word))
  FROM (SELECT DISTINCT word
          FROM (SELECT heading || ' ' || text FROM articles_passage
                 UNION ALL
                SELECT title || ' ' || summary || ' ' || array_to_string(tag_names, ' ')
                  FROM articles_publishedarticle) AS written (text),
               search_surface_words(written.text) AS word) AS said;
"""

DROP = """
DROP TRIGGER search_learn_words ON articles_passage;
DROP FUNCTION search_learn_words, search_surface_words, search_deletions;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_count_lexemes"),
        ("articles", "0003_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurfaceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
                ("deletions", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="surface_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["deletions"], name="words_by_deletion"),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
