from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_desk")]

    operations = [
        migrations.CreateModel(
            name="AskedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locale", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                ("times", models.PositiveIntegerField()),
                ("results", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "question asked",
                "verbose_name_plural": "questions asked",
                "indexes": [
                    models.Index(fields=["locale", "text"], name="questions_by_beginning", opclasses=["varchar_ops", "varchar_pattern_ops"]),
                    models.Index(fields=["-day", "-times"], name="questions_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("locale", "text", "day"), name="one_row_per_question_and_day"),
                ],
            },
        ),
    ]
