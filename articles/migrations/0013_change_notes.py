"""What readers say of articles and what they are told: votes, notes of changes, previews by link.

A note stands on the article's page, so writing one moves the edition (migration 0003).
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER new_edition BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON articles_changenote FOR EACH STATEMENT EXECUTE FUNCTION articles_new_edition();
"""

DROP = "DROP TRIGGER new_edition ON articles_changenote;"


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_quality'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='VoteTotal',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='vote_total', serialize=False, to='articles.article')),
                ('helpful', models.PositiveIntegerField(default=0, verbose_name='helpful')),
                ('unhelpful', models.PositiveIntegerField(default=0, verbose_name='not helpful')),
            ],
            options={
                'verbose_name': 'article with votes',
                'verbose_name_plural': 'votes',
            },
        ),
        migrations.CreateModel(
            name='WithdrawnPreviews',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='withdrawn_previews', serialize=False, to='articles.article')),
                ('times', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='change_note',
            field=models.CharField(blank=True, help_text='One line that readers see, with the day, when you publish.', max_length=200, verbose_name='what changed'),
        ),
        migrations.AddField(
            model_name='article',
            name='is_minor_edit',
            field=models.BooleanField(default=False, help_text='Readers are not told, and “Updated on” stays.', verbose_name='minor edit'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='change_note',
            field=models.CharField(blank=True, help_text='One line that readers see, with the day, when you publish.', max_length=200, verbose_name='what changed'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='is_minor_edit',
            field=models.BooleanField(default=False, help_text='Readers are not told, and “Updated on” stays.', verbose_name='minor edit'),
        ),
        migrations.CreateModel(
            name='ChangeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField()),
                ('text', models.CharField(max_length=200)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='change_notes', to='articles.article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
                'indexes': [models.Index(fields=['article', '-changed_at'], name='notes_of_an_article')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('visitor', models.BigIntegerField()),
                ('sender', models.BigIntegerField()),
                ('helpful', models.BooleanField()),
                ('has_reason', models.BooleanField(default=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'sender'], name='votes_from_one_place')],
                'constraints': [models.UniqueConstraint(fields=('day', 'article', 'visitor'), name='one_vote_per_day')],
            },
        ),
        migrations.CreateModel(
            name='VoteCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('helpful', models.PositiveIntegerField(default=0)),
                ('unhelpful', models.PositiveIntegerField(default=0)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vote_counts', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'day'), name='one_vote_count_a_day')],
            },
        ),
        migrations.CreateModel(
            name='VoteReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('text', models.CharField(max_length=500, verbose_name='what was missing')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vote_reasons', to='articles.article')),
            ],
            options={
                'verbose_name': 'reason',
                'verbose_name_plural': 'reasons why an article did not help',
                'ordering': ['-day', '-pk'],
                'indexes': [models.Index(fields=['article', '-day', '-id'], name='newest_reasons')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
