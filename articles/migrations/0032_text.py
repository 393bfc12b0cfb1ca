"""The form, the history and what may only be read call the text alike."""

import django.core.validators
from django.db import migrations, models

TEXT = {"blank": True, "validators": [django.core.validators.MaxLengthValidator(500000)], "verbose_name": "text"}


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_names_of_lists")]

    operations = [
        migrations.AlterField("article", "body", models.TextField(**TEXT)),
        migrations.AlterField("historicalarticle", "body", models.TextField(**TEXT)),
    ]
