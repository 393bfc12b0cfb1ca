"""The audit log and publication sets call an action what the list of articles calls so."""

from django.db import migrations, models

from articles.models.audit import deed_choices

IN_A_SET = [("publish", "Publish"), ("unpublish", "Unpublish"), ("redirect", "Redirect an old address to")]


class Migration(migrations.Migration):
    dependencies = [("articles", "0033_sign_ins")]

    operations = [
        migrations.AlterField(
            "auditentry",
            "deed",
            models.CharField(choices=deed_choices, max_length=20, verbose_name="action"),
        ),
        migrations.AlterField(
            "setitem",
            "deed",
            models.CharField(choices=IN_A_SET, default="publish", max_length=10, verbose_name="action"),
        ),
    ]
