"""The titles that articles were ever published under, noted by a trigger on the passages.

Questions that stand by themselves in an article are known as its titles are, with their anchor.
Those of articles that are published already are noted by `rebuild_articles`, which also tells the
passages which questions they answer.
"""

import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE FUNCTION search_title_key(title tsvector) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(string_agg(lexeme, ' ' ORDER BY place, lexeme), 500)
      FROM unnest(title) AS word, unnest(word.positions) AS place
$$;

CREATE FUNCTION search_note_titles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_knowntitle (article_id, locale, key, anchor)
    SELECT article_id, locale, search_title_key(ts_filter(vector, '{a}')),
           CASE question WHEN '' THEN '' ELSE anchor END
      FROM added
     WHERE (position = 0 OR question <> '') AND ts_filter(vector, '{a}') <> ''
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_note_titles AFTER INSERT ON articles_passage
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_note_titles();

INSERT INTO search_knowntitle (article_id, locale, key)
SELECT article_id, locale, search_title_key(ts_filter(vector, '{a}'))
  FROM articles_passage WHERE position = 0 AND ts_filter(vector, '{a}') <> '';
"""

DROP = """
DROP TRIGGER search_note_titles ON articles_passage;
DROP FUNCTION search_note_titles, search_title_key;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_title_places"),
        ("articles", "0006_standing_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("locale", models.CharField(max_length=10)),
                ("key", models.TextField()),
                ("anchor", models.TextField(blank=True, db_default="", default="")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("locale", "key", "article", "anchor"),
                        name="one_row_per_known_title",
                    )
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
