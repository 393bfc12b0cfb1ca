"""Who deleted an article, made a set or published one is known by name when the account is gone."""

from django.db import migrations, models

TOLD = [
    ("article", "deleted_by"),
    ("publicationset", "done_by"),
    ("publicationset", "made_by"),
]
# What is checked at the end of a transaction keeps its tables from being altered until then.
NOW = "SET CONSTRAINTS ALL IMMEDIATE"
NAME = {"default": "", "editable": False, "max_length": 150}


def take_names(apps, schema_editor):
    user = apps.get_model("auth", "User").objects.filter
    for model, field in TOLD:
        rows = apps.get_model("articles", model)._base_manager
        name = models.Subquery(user(pk=models.OuterRef(field)).values("username"))
        rows.exclude(**{field: None}).update(**{f"{field}_name": name})
    schema_editor.execute(NOW)


def find_accounts(apps, schema_editor):
    user = apps.get_model("auth", "User").objects.filter
    for model, field in TOLD:
        rows = apps.get_model("articles", model)._base_manager
        account = models.Subquery(user(username=models.OuterRef(f"{field}_name")).values("pk"))
        rows.exclude(**{f"{field}_name": ""}).update(**{field: account})
    schema_editor.execute(NOW)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0020_former_authors"),
    ]

    operations = [
        migrations.AddField("article", "deleted_by_name", models.CharField(**NAME)),
        migrations.AddField("publicationset", "done_by_name", models.CharField(**NAME)),
        migrations.AddField(
            "publicationset", "made_by_name", models.CharField(verbose_name="made by", **NAME)
        ),
        migrations.RunPython(take_names, find_accounts),
        *(migrations.RemoveField(model, field) for model, field in TOLD),
    ]
