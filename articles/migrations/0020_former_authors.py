"""A version keeps the name of its author when the account is deleted.

Django sets `history_user` to null before it deletes the account, so that the name is still there
to be read. Where that has happened already, the audit log knows who made versions with a deed.
"""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION articles_keep_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.history_user_name := coalesce(
        (SELECT username FROM auth_user WHERE id = OLD.history_user_id), '');
    RETURN NEW;
END
$$;

CREATE TRIGGER keep_author BEFORE UPDATE OF history_user_id ON articles_historicalarticle
    FOR EACH ROW WHEN (OLD.history_user_id IS NOT NULL AND NEW.history_user_id IS NULL)
    EXECUTE FUNCTION articles_keep_author();

UPDATE articles_historicalarticle AS version
   SET history_user_name = entry.user_name
  FROM articles_auditentry AS entry
 WHERE version.history_user_id IS NULL AND entry.version = version.history_id
   AND entry.article_id = version.id AND entry.user_name <> '';
"""

LOSE = """
DROP TRIGGER keep_author ON articles_historicalarticle;
DROP FUNCTION articles_keep_author;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0019_scheduled"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalarticle",
            name="history_user_name",
            field=models.CharField(db_default="", default="", editable=False, max_length=150),
        ),
        migrations.RunSQL(KEEP, LOSE),
    ]
