"""Words by how they begin: two typing errors in a long word are looked for among those."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0007_known_titles")]

    operations = [
        migrations.AddIndex(
            model_name="surfaceword",
            index=models.Index(
                fields=["word"], opclasses=["text_pattern_ops"], name="words_by_beginning"
            ),
        ),
    ]
