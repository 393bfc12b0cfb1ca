"""Slavic languages that PostgreSQL has no stemmer for: endings are taken off before it reads a text.

`helpcenter_vector` and `helpcenter_phrase` stand for `to_tsvector` and `phraseto_tsquery`, with the
configuration given by its name. For all others they are just these: the planner puts their bodies
where they are called, so each argument must be cheap there. At least three letters of a word stay:
"konto", "konta" and "kontem" are "kont"; names with digits or dots stay as they are. Published
articles are to be indexed again.
"""

from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION helpcenter_slavic (COPY = helpcenter_unstemmed);
CREATE TEXT SEARCH CONFIGURATION helpcenter_cyrillic (COPY = helpcenter_simple);

CREATE FUNCTION helpcenter_stems(config text, said text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE config
           WHEN 'helpcenter_slavic' THEN regexp_replace(unaccent(said),
                '(?<=(?:^|[ ''])[a-z]{3,})[aeiouy]+(?:mi|ma|ch|h|m|w|v|j|go|ho|ga|mu|wi|vi)?'
                '(?=[''.@]*(?: |$))', '', 'g')
           WHEN 'helpcenter_cyrillic' THEN regexp_replace(said,
                '(?<=(?:^|[ ''])[а-яєіїґў]{3,})[аеиіїоуюяєыйьэ]+(?:ми|мі|х|м|в|ў|го|му|ві)?ь?'
                '(?=[''.@]*(?: |$))', '', 'g')
           ELSE said END
$$;

CREATE FUNCTION helpcenter_vector(config text, said text) RETURNS tsvector
LANGUAGE sql STABLE AS $$
    SELECT to_tsvector(config::regconfig, helpcenter_stems(config, said))
$$;

CREATE FUNCTION helpcenter_phrase(config text, said text) RETURNS tsquery
LANGUAGE sql STABLE AS $$
    SELECT phraseto_tsquery(config::regconfig, helpcenter_stems(config, said))
$$;
"""

DROP = """
DROP FUNCTION helpcenter_phrase, helpcenter_vector, helpcenter_stems;
DROP TEXT SEARCH CONFIGURATION helpcenter_cyrillic;
DROP TEXT SEARCH CONFIGURATION helpcenter_slavic;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_votes_on_answers")]

    operations = [migrations.RunSQL(CREATE, DROP)]
