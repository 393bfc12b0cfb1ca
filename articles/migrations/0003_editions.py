"""The edition: a number that moves whenever anything that visitors read is written.

`articles.page_cache` keeps rendered pages of one edition. The number must move before anybody can
see the change, and a page that is rendered while the change is not committed yet must not be kept:
so a writer holds a shared lock until its transaction ends, and then moves the number. Many may
write at once; nobody waits for anybody.
"""

from django.db import migrations

CREATE = """
CREATE SEQUENCE articles_edition;

CREATE FUNCTION articles_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared('articles_edition'::regclass::bigint);
    PERFORM nextval('articles_edition');
    RETURN NULL;
END
$$;

CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON articles_publishedarticle FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON articles_category FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON articles_categorytranslation FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
"""

DROP = """
DROP TRIGGER new_edition ON articles_publishedarticle;
DROP TRIGGER new_edition ON articles_category;
DROP TRIGGER new_edition ON articles_categorytranslation;
DROP FUNCTION articles_new_edition;
DROP SEQUENCE articles_edition;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_text_search_configurations")]

    operations = [migrations.RunSQL(CREATE, DROP)]
