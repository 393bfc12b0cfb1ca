"""What looks at articles found, and what other sites answered; `check_quality` fills the first."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkup',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='checkup', serialize=False, to='articles.article')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('locale', models.CharField(max_length=10)),
                ('reading_ease', models.SmallIntegerField(null=True)),
                ('sketch', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='First of the sketch.', size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['marks'], name='articles_saying_the_same')],
            },
        ),
        migrations.CreateModel(
            name='ExternalAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000, unique=True)),
                ('status', models.PositiveSmallIntegerField(help_text='HTTP status of the answer.', null=True)),
                ('error', models.CharField(blank=True, help_text='Why there was none.', max_length=200)),
                ('moved_to', models.CharField(blank=True, help_text='For good.', max_length=2000)),
                ('checked_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row.')),
            ],
            options={
                'indexes': [models.Index(fields=['checked_at'], name='addresses_by_last_check')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=20)),
                ('severity', models.PositiveSmallIntegerField()),
                ('line', models.PositiveIntegerField(default=0)),
                ('detail', models.CharField(blank=True, max_length=500)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, db_constraint=False, related_name='findings', to='articles.article')),
                ('other', models.ForeignKey(db_constraint=False, help_text='Which it is about, too.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'ordering': ['-severity', 'line', 'pk'],
                'indexes': [models.Index(fields=['rule', 'article'], name='findings_of_a_rule')],
            },
        ),
    ]
