"""Where articles are chosen for a question, the form says which."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_names_of_lists"), ("search", "0014_names_of_one")]

    operations = [
        migrations.AlterField(
            model_name="goldenquery",
            name="article",
            field=models.ForeignKey(help_text="An article of the same locale.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.article"),
        ),
        migrations.AlterField(
            model_name="pinnedquestion",
            name="first",
            field=models.ForeignKey(blank=True, help_text="An article of the same locale.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.article"),
        ),
    ]
