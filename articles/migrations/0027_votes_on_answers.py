"""Votes on the answers inside an article, and which of them a reason is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0026_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerVotes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(max_length=500)),
                ('question', models.CharField(max_length=500)),
                ('helpful', models.PositiveIntegerField(default=0)),
                ('unhelpful', models.PositiveIntegerField(default=0)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_votes', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'anchor'), name='one_count_of_an_answer')],
            },
        ),
        migrations.AddField(
            model_name='vote',
            name='anchor',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.RemoveConstraint(
            model_name='vote',
            name='one_vote_per_day',
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('day', 'article', 'visitor', 'anchor'), name='one_vote_per_day'),
        ),
        migrations.AddField(
            model_name='votereason',
            name='question',
            field=models.CharField(blank=True, db_default='', default='', max_length=500, verbose_name='in the answer to'),
        ),
    ]
