"""One of them is no plural: "The synonym set ... was added"."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0013_places_of_questions")]

    operations = [
        migrations.AlterModelOptions(
            name="pinnedquestion",
            options={
                "ordering": ["locale", "question", "pk"],
                "permissions": [("explain_results", "Can see why an article is a result")],
                "verbose_name": "pinned result",
                "verbose_name_plural": "pinned results",
            },
        ),
        migrations.AlterModelOptions(
            name="synonymset",
            options={
                "ordering": ["locale", "terms", "pk"],
                "verbose_name": "synonym set",
                "verbose_name_plural": "synonym sets",
            },
        ),
    ]
