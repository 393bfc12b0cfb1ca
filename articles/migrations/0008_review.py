"""The audit log, which the site itself cannot change.

A trigger of its own refuses to empty the table: tests, whose database is emptied between them, switch
that one off.
"""

import articles.models.audit
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


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_more_languages'),
    ]

    operations = [
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
    ]
