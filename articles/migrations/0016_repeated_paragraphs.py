"""Paragraphs that many articles repeat, so that search need not read them (articles/repeated.py)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# How many articles say a paragraph; counts `most` at most. In the middle of an import the planner
# would rather read the whole table.
CREATE = """
CREATE FUNCTION articles_saying(said bigint, most bigint) RETURNS bigint LANGUAGE sql STABLE
SET enable_seqscan = off AS $$
    SELECT count(*) FROM (SELECT FROM articles_publishedarticle
                           WHERE paragraphs @> ARRAY[said] LIMIT most) AS holding
$$;
"""

DROP = "DROP FUNCTION articles_saying;"


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_related")]

    operations = [
        migrations.CreateModel(
            name="RepeatedParagraph",
            fields=[
                ("paragraph", models.BigIntegerField(primary_key=True, serialize=False)),
                ("locale", models.CharField(max_length=10)),
                ("is_settled", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="publishedarticle",
            name="paragraphs",
            # A default of the database: what began to publish before goes on beside it.
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                db_default=[],
                default=list,
                help_text="Digests of those that may be repeated.",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="publishedarticle",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["paragraphs"], name="articles_of_a_paragraph"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
