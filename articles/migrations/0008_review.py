"""Review: who may do what, where an article stands, which text was approved, and the audit log.

States. What migration 0005 keeps of an article gets two more values: in review, and expired. A
trigger cannot know that time passes, so an article is kept as expired from the moment on at which
`publish_due` takes it off the site. The same trigger takes an approval back from a text that is not
the approved one, whoever writes it.

The audit log. The site itself cannot change it. A trigger of its own refuses to empty the table:
tests, whose database is emptied between them, switch that one off.

Groups. Made once; what a site makes of them afterwards is left alone.
"""

import articles.models.audit
from importlib import import_module

from articles import groups
from django.conf import settings
from django.db import migrations, models

KEEP_AUDIT = """
CREATE FUNCTION articles_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is never changed.' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON articles_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION articles_keep_audit();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON articles_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION articles_keep_audit();
"""

LOSE_AUDIT = """
DROP TRIGGER keep ON articles_auditentry;
DROP TRIGGER keep_all ON articles_auditentry;
DROP FUNCTION articles_keep_audit;
"""

NOTE_STATE = """
CREATE OR REPLACE FUNCTION articles_note_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tags varchar[] := ARRAY(SELECT tag.name FROM articles_taggedarticle AS tagged
                              JOIN taggit_tag AS tag ON tag.id = tagged.tag_id
                             WHERE tagged.content_object_id = NEW.id);
    is_as_written boolean;
BEGIN
    IF NEW.status = 'approved' AND NOT EXISTS (
        SELECT FROM articles_historicalarticle AS version
         WHERE version.history_id = NEW.approved_version AND version.id = NEW.id
           AND (version.title, version.summary, version.body)
               = (NEW.title, NEW.summary, NEW.body))
    THEN
        NEW.status := 'draft';
    END IF;
    SELECT (live.title, live.slug, live.summary, live.body, live.category_id, live.pinned,
            live.published_at, live.updated_at)
           IS NOT DISTINCT FROM
           (NEW.title, NEW.slug, NEW.summary, NEW.body, NEW.category_id, NEW.pinned,
            NEW.published_at, NEW.updated_at)
           AND live.tag_names @> tags AND live.tag_names <@ tags
      INTO is_as_written
      FROM articles_publishedarticle AS live WHERE live.article_id = NEW.id;
    NEW.state_now := CASE WHEN is_as_written THEN 'live'
                          WHEN NOT is_as_written THEN 'changed'
                          WHEN NEW.publish_at IS NOT NULL THEN 'scheduled'
                          WHEN NEW.expire_at <= clock_timestamp() THEN 'expired'
                          WHEN NEW.status = 'in_review' THEN 'in_review'
                          ELSE 'draft' END;
    RETURN NEW;
END
$$;
"""

# Until now Publish called every text approved; from now on only what a reviewer read is.
FORGET_APPROVALS = "UPDATE articles_article SET status = 'draft' WHERE status <> 'draft'"


def note_state_as_before(apps, schema_editor):
    before = import_module("articles.migrations.0005_states").CREATE
    start, end = before.index("CREATE FUNCTION articles_note_state()"), before.index("$$;") + 3
    schema_editor.execute(before[start:end].replace("CREATE", "CREATE OR REPLACE", 1))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_more_languages'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='article',
            options={'ordering': ['-edited_at'], 'permissions': [('publish_article', 'Can publish and unpublish articles'), ('review_article', 'Can approve articles and return them')]},
        ),
        migrations.AddField(
            model_name='article',
            name='approved_version',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='article',
            name='state_now',
            field=models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('scheduled', 'Scheduled'), ('live', 'Live'), ('changed', 'Changed since published'), ('expired', 'Expired')], default='draft', editable=False, max_length=10),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('status'), models.OrderBy(models.F('edited_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='last_edited_in_review'),
        ),
        migrations.RunSQL(NOTE_STATE, migrations.RunSQL.noop),
        migrations.RunPython(migrations.RunPython.noop, note_state_as_before),
        migrations.RunSQL(FORGET_APPROVALS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('deed', models.CharField(choices=articles.models.audit.deed_choices, max_length=20, verbose_name='deed')),
                ('article_id', models.BigIntegerField(null=True)),
                ('locale', models.CharField(blank=True, max_length=10, verbose_name='locale')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='article')),
                ('version', models.BigIntegerField(help_text='The version in the history.', null=True)),
                ('user_id', models.BigIntegerField(null=True)),
                ('user_name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
            ],
            options={
                'verbose_name': 'audit log entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-id'],
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['article_id', '-id'], name='deeds_of_an_article')],
            },
        ),
        migrations.RunSQL(KEEP_AUDIT, LOSE_AUDIT),
        migrations.RunPython(groups.make, migrations.RunPython.noop),
    ]
