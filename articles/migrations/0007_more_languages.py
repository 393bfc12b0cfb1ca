"""Languages that no stemmer is for, or not on every server.

PostgreSQL stems Estonian since version 18; on an older server it is not stemmed. In a language
in Latin letters without a stemmer (Polish, Czech, Vietnamese) no word is stemmed as English: only
those without accents would be, and "zolte" would not find what "żółte" is folded to.
"""

from django.db import migrations

CREATE = """
DO $do$
DECLARE
    builtin text := CASE WHEN EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'estonian'
                                         AND cfgnamespace = 'pg_catalog'::regnamespace)
                         THEN 'pg_catalog.estonian' ELSE 'pg_catalog.simple' END;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = 'helpcenter_estonian') THEN
        CREATE TEXT SEARCH CONFIGURATION helpcenter_estonian (COPY = helpcenter_simple);
    END IF;
    CREATE TEXT SEARCH CONFIGURATION helpcenter_unstemmed (COPY = helpcenter_simple);
    ALTER TEXT SEARCH CONFIGURATION helpcenter_unstemmed
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart WITH unaccent, simple;
    EXECUTE 'CREATE TEXT SEARCH CONFIGURATION helpcenter_stop_estonian (COPY = ' || builtin || ')';
END
$do$
"""

DROP = """
DROP TEXT SEARCH CONFIGURATION helpcenter_stop_estonian;
DROP TEXT SEARCH CONFIGURATION helpcenter_unstemmed;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_standing_questions")]

    operations = [migrations.RunSQL(CREATE, DROP)]
