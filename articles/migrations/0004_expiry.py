"""Indexes for what expires: the last expiry, which every page asks for, and counts without it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_editions'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(fields=['locale', 'category', 'expire_at'], name='counts_of_categories'),
        ),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(condition=models.Q(('expire_at__isnull', False)), fields=['expire_at'], name='pages_that_expire'),
        ),
    ]
