"""What staff tell the search: synonyms, pinned results, golden queries.

Pages that are kept in memory show the first two, so writing them moves the edition (see migration
0003 of articles): a saved synonym is seen by the next search of every worker.
"""

import articles.languages
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

NEW_EDITIONS = """
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON search_synonym FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON search_pinnedquestion FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
"""

NO_NEW_EDITIONS = """
DROP TRIGGER new_edition ON search_synonym;
DROP TRIGGER new_edition ON search_pinnedquestion;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_editions'),
        ('search', '0003_surface_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='SynonymSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(choices=articles.languages.locale_choices, default=articles.languages.default_locale, max_length=10)),
                ('terms', models.TextField(help_text='Words or phrases with commas between: refund, money back, chargeback.')),
                ('also_finds', models.TextField(blank=True, help_text='Left empty, each of the terms finds the others. Filled in, the terms above also find these, and these find nothing more: 2fa also finds two-step verification.')),
            ],
            options={
                'verbose_name': 'synonyms',
                'verbose_name_plural': 'synonyms',
                'ordering': ['locale', 'terms', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GoldenQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(choices=articles.languages.locale_choices, default=articles.languages.default_locale, max_length=10)),
                ('question', models.CharField(max_length=200)),
                ('within', models.PositiveSmallIntegerField(default=3, help_text='1: it must be the first result. 15: anywhere on the first page.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(15)], verbose_name='within the first')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
            ],
            options={
                'verbose_name': 'golden query',
                'verbose_name_plural': 'golden queries',
                'ordering': ['locale', 'question', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PinnedQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(choices=articles.languages.locale_choices, default=articles.languages.default_locale, max_length=10)),
                ('question', models.CharField(help_text='Its words in any order and form: “cancel plan” is “Cancelling my plan?”, too.', max_length=200)),
                ('contains', models.BooleanField(default=False, help_text='Also when more is asked than these words: “how to cancel a plan abroad”.', verbose_name='also within longer questions')),
                ('lexemes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None)),
                ('first', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('second', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('third', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
            ],
            options={
                'verbose_name': 'pinned results',
                'verbose_name_plural': 'pinned results',
                'ordering': ['locale', 'question', 'pk'],
                'permissions': [('explain_results', 'Can see why an article is a result')],
                'indexes': [models.Index(models.F('locale'), models.F('lexemes__0'), name='pins_of_a_lexeme')],
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(max_length=10)),
                ('term', models.TextField(help_text='What is asked, as staff wrote it.')),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('found', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='synonyms', to='search.synonymset')),
            ],
            options={
                'indexes': [models.Index(models.F('locale'), models.F('asked__0'), name='synonyms_of_a_lexeme')],
            },
        ),
        migrations.RunSQL(NEW_EDITIONS, NO_NEW_EDITIONS),
    ]
