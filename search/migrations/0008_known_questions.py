"""Questions that stand by themselves in an article are known as its titles are, with their anchor.

Those of articles that are published already are noted by `rebuild_articles`, which also tells the
passages which questions they answer.
"""

from django.db import migrations, models

CREATE = """
CREATE OR REPLACE FUNCTION search_note_titles() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

DROP = """
DELETE FROM search_knowntitle WHERE anchor <> '';
CREATE OR REPLACE FUNCTION search_note_titles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_knowntitle (article_id, locale, key)
    SELECT article_id, locale, search_title_key(ts_filter(vector, '{a}'))
      FROM added WHERE position = 0 AND ts_filter(vector, '{a}') <> ''
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_known_titles"),
        ("articles", "0006_standing_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="knowntitle",
            name="anchor",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.RemoveConstraint(model_name="knowntitle", name="one_row_per_known_title"),
        migrations.AddConstraint(
            model_name="knowntitle",
            constraint=models.UniqueConstraint(
                fields=("locale", "key", "article", "anchor"), name="one_row_per_known_title"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
