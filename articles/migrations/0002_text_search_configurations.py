"""One text search configuration per language, `helpcenter_<language>`.

They differ from PostgreSQL's own in two ways. Stop words are kept: in a small FAQ they carry the
meaning ("Should I stay home?"), and their low weight is decided when a question is asked. Accents
are folded, because people type without them. Words in Latin letters inside a text in another
script (product names) are stemmed as English.
"""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

CREATE = """
DO $do$
DECLARE
    language text;
    latin text;
BEGIN
    FOR language IN
        SELECT cfgname FROM pg_ts_config
         WHERE cfgnamespace = 'pg_catalog'::regnamespace AND cfgname <> 'simple'
    LOOP
        EXECUTE format('CREATE TEXT SEARCH DICTIONARY helpcenter_%1$s_stem
                        (TEMPLATE = snowball, Language = %1$s)', language);
    END LOOP;
    FOR language IN
        SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace
    LOOP
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION helpcenter_%1$s
                        (COPY = pg_catalog.%1$s)', language);
        latin := CASE WHEN language IN ('arabic', 'armenian', 'greek', 'hindi', 'nepali',
                                        'russian', 'serbian', 'simple', 'tamil', 'yiddish')
                 THEN 'english' ELSE language END;
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION helpcenter_%s
                        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart
                        WITH unaccent, helpcenter_%s_stem', language, latin);
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION helpcenter_%s
                        ALTER MAPPING FOR word, hword, hword_part WITH unaccent, %s', language,
                       CASE language WHEN 'simple' THEN 'simple'
                       ELSE 'helpcenter_' || language || '_stem' END);
    END LOOP;
END
$do$
"""

DROP = """
DO $do$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT cfgname FROM pg_ts_config WHERE cfgname LIKE 'helpcenter\\_%' LOOP
        EXECUTE format('DROP TEXT SEARCH CONFIGURATION %I', name);
    END LOOP;
    FOR name IN SELECT dictname FROM pg_ts_dict WHERE dictname LIKE 'helpcenter\\_%' LOOP
        EXECUTE format('DROP TEXT SEARCH DICTIONARY %I', name);
    END LOOP;
END
$do$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [UnaccentExtension(), migrations.RunSQL(CREATE, DROP)]
