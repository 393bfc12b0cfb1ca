"""How many of who asked a question opened one of its results; unknown of what was asked before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0010_gaps")]

    operations = [
        migrations.AddField(
            model_name="askedquestion",
            name="opened",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
