"""Publication sets: what goes live together, and what visitors got before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_change_notes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicationSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('note', models.CharField(blank=True, help_text='For colleagues: why these together.', max_length=500, verbose_name='note')),
                ('state', models.CharField(choices=[('prepared', 'Being prepared'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('rolled_back', 'Rolled back')], default='prepared', editable=False, max_length=12)),
                ('publish_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('problem', models.CharField(blank=True, editable=False, max_length=500)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'publication set',
                'verbose_name_plural': 'publication sets',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SetItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('publish', 'Publish'), ('unpublish', 'Unpublish'), ('redirect', 'Redirect an old address to')], default='publish', max_length=10, verbose_name='deed')),
                ('old_slug', models.CharField(blank=True, help_text='Of a redirect: /articles/old/', max_length=200, verbose_name='old address')),
                ('before', models.JSONField(editable=False, null=True)),
                ('after', models.JSONField(editable=False, null=True)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='set_items', to='articles.article', verbose_name='article')),
                ('publication_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='articles.publicationset')),
            ],
            options={
                'verbose_name': 'item',
                'ordering': ['pk'],
            },
        ),
    ]
