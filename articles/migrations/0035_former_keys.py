"""Keys that categories gave up still lead to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from articles.models.categories import validate_category_key


class Migration(migrations.Migration):
    dependencies = [("articles", "0034_actions")]

    operations = [
        migrations.AddField(
            "category",
            "former_keys",
            ArrayField(
                models.SlugField(),
                default=list,
                db_default=[],
                editable=False,
                help_text="Addresses with one of these lead to the category, too.",
            ),
        ),
        migrations.AlterField(
            "category",
            "key",
            models.SlugField(
                help_text="Part of the address: /key/. Old addresses lead to the new one.",
                unique=True,
                validators=[validate_category_key],
            ),
        ),
    ]
