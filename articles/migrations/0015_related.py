"""What each article is about and related to, the order within a category, titles of old addresses.

`rebuild_articles` fills in the subjects of what is published already.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


EDITION = """
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON articles_subject FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_sets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='subject', serialize=False, to='articles.publishedarticle')),
                ('locale', models.CharField(max_length=10)),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('related', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='The most alike first.', size=None)),
                ('scores', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None)),
            ],
        ),
        migrations.AddField(
            model_name='oldpath',
            name='title',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(models.F('locale'), models.F('category'), models.OrderBy(models.F('pinned'), descending=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('article'), descending=True), name='listing_of_a_category'),
        ),
        migrations.AddIndex(
            model_name='subject',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='subjects_by_lexeme'),
        ),
        migrations.AddIndex(
            model_name='subject',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['related'], name='subjects_that_name'),
        ),
        migrations.RunSQL(EDITION, "DROP TRIGGER new_edition ON articles_subject"),
    ]
