"""What a list counts is called what it is: 12 audit log entries, 3 articles with votes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_german_participles")]

    operations = [
        migrations.AlterModelOptions(
            name="auditentry",
            options={"default_permissions": ["view"], "ordering": ["-id"], "verbose_name": "audit log entry", "verbose_name_plural": "audit log entries"},
        ),
        migrations.AlterModelOptions(
            name="votetotal",
            options={"verbose_name": "article with votes", "verbose_name_plural": "articles with votes"},
        ),
    ]
