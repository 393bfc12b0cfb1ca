"""A passage that answers a question which stands by itself knows the question."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0005_states")]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="question",
            # A default of the database: an import that began before goes on beside it.
            field=models.CharField(blank=True, db_default="", default="", help_text="The heading without its number, where it is a question that stands by itself.", max_length=500),
        ),
    ]
