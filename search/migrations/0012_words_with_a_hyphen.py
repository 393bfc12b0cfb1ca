"""A letter, a hyphen and a word are known as one word, too: "e-mail" as "email".

So such words are proposed, and titles with one are suggested while it is typed without its hyphen.
The words of articles that are published already are learnt by `rebuild_articles`.
"""

from django.db import migrations

# `more` is written behind each such word; \3 is its last part.
ONE_WORD = r"""
CREATE FUNCTION search_one_word(said text, more text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(said, '(^|[^[:alnum:]_-])([[:alpha:]])[-\u2010\u2011]([[:alnum:]_]{2,})',
                          '\1\2\3' || more, 'g')
$$;
"""
DROP_ONE_WORD = "DROP FUNCTION search_one_word;"

# As migration 0003 has it, but for what it reads: {0}.
SURFACE_WORDS = r"""
CREATE OR REPLACE FUNCTION search_surface_words(said text)
RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT lower(token)
      FROM ts_parse('default', translate({0}, '/\-_:;,&=?#%<>()[]{{}}"*+~|^$!’‘`´', repeat(' ', 40)))
     WHERE tokid IN (1, 2) AND length(token) BETWEEN 4 AND 30
       AND token !~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u30ff\u3131-\u9fff\uac00-\ud7af\uf900-\ufaff]'
$$;
"""

# As migration 0006 has it, but for the ways to write a title: {0}.
TITLE_PLACES = r"""
CREATE OR REPLACE FUNCTION search_title_places(title text)
RETURNS TABLE (place int, words text) LANGUAGE sql IMMUTABLE AS $$
    SELECT DISTINCT row_number() OVER (PARTITION BY folded ORDER BY start)::int - 1,
           CASE start WHEN 1 THEN folded ELSE substr(folded, start, 60) END
      FROM (SELECT folded, folded ~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af]'
              FROM (SELECT DISTINCT search_title_words(way) FROM unnest({0}) AS way OFFSET 0)
                   AS said (folded) OFFSET 0
           ) AS said (folded, is_unspaced),
           generate_series(1, length(folded)) AS start
     WHERE start = 1 OR substr(folded, start - 1, 1) = ' '
        OR (is_unspaced AND substr(folded, start, 1)
            ~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af]')
     ORDER BY 1 LIMIT 40
$$;

DELETE FROM search_titleplace;
INSERT INTO search_titleplace (article_id, locale, place, words)
SELECT article_id, locale, found.place, found.words
  FROM articles_publishedarticle, search_title_places(title) AS found;
"""

FORWARD = (
    ONE_WORD
    + SURFACE_WORDS.format(r"search_one_word(said, ' \3')")
    + TITLE_PLACES.format(
        r"ARRAY[translate(title, U&'\2010\2011', '--'), search_one_word(title, '')]"
    )
)
BACK = SURFACE_WORDS.format("said") + TITLE_PLACES.format("ARRAY[title]") + DROP_ONE_WORD


class Migration(migrations.Migration):
    dependencies = [("search", "0011_opened_results")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
