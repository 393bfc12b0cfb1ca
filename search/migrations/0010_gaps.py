"""Whether what a visitor found fits the question, and which questions need no answer."""

import articles.languages
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0009_topical_words")]

    operations = [
        migrations.AddField(
            model_name="askedquestion",
            name="fits",
            field=models.BooleanField(default=True, db_default=True),
        ),
        migrations.RunSQL(
            "UPDATE search_askedquestion SET fits = false WHERE results = 0", migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="IgnoredQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locale", models.CharField(choices=articles.languages.locale_choices, max_length=10)),
                ("text", models.CharField(max_length=200, verbose_name="question")),
            ],
            options={
                "default_permissions": (),
                "ordering": ["locale", "text"],
                "constraints": [
                    models.UniqueConstraint(fields=("locale", "text"), name="question_ignored_once")
                ],
            },
        ),
    ]
