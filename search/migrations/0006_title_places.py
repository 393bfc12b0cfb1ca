"""Where the words of each title begin, so that what is being typed is found by its first letters.

A title has a row for each of its words: the title from there on, folded. One range of the index
then holds every title that has the typed letters at the beginning of a word; the rows at place 0
are the titles that begin with them.
"""

from django.db import migrations, models

CREATE = r"""
-- Folds a title and what is typed alike; punctuation separates words as in articles/folding.py.
-- Declared immutable so that it is computed once for a search: the rules of unaccent do not change.
CREATE FUNCTION search_title_words(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT trim(regexp_replace(lower(unaccent(translate(
           said, '’‘`´/\-_:;,&=?#%<>()[]{}"*+~|^$!.@“”„«»…–—·、。「」『』（）！？：', '''''''''' || repeat(' ', 60)))),
           '\s+', ' ', 'g'))
$$;

-- A word begins behind a space; in scripts without spaces any letter may begin one.
CREATE FUNCTION search_title_places(title text) RETURNS TABLE (place int, words text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT row_number() OVER (ORDER BY start)::int - 1,
           CASE start WHEN 1 THEN folded ELSE substr(folded, start, 60) END
      FROM (SELECT folded, folded ~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af]'
              FROM (SELECT search_title_words(title) OFFSET 0) AS said (folded) OFFSET 0
           ) AS said (folded, is_unspaced),
           generate_series(1, length(folded)) AS start
     WHERE start = 1 OR substr(folded, start - 1, 1) = ' '
        OR (is_unspaced AND substr(folded, start, 1)
            ~ '[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af]')
     LIMIT 40
$$;

CREATE FUNCTION search_place_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_titleplace WHERE article_id = OLD.article_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_titleplace (article_id, locale, place, words)
        SELECT NEW.article_id, NEW.locale, found.place, found.words
          FROM search_title_places(NEW.title) AS found;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_forget_titles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_titleplace;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_place_title AFTER INSERT OR DELETE ON articles_publishedarticle
    FOR EACH ROW EXECUTE FUNCTION search_place_title();
CREATE TRIGGER search_move_title AFTER UPDATE ON articles_publishedarticle
    FOR EACH ROW WHEN (OLD.title <> NEW.title OR OLD.locale <> NEW.locale)
    EXECUTE FUNCTION search_place_title();
CREATE TRIGGER search_forget_titles AFTER TRUNCATE ON articles_publishedarticle
    FOR EACH STATEMENT EXECUTE FUNCTION search_forget_titles();

INSERT INTO search_titleplace (article_id, locale, place, words)
SELECT article_id, locale, found.place, found.words
  FROM articles_publishedarticle, search_title_places(title) AS found;

-- What is read most, for beginnings that thousands of titles have, and for popular articles.
CREATE INDEX search_most_viewed ON articles_viewtotal (views DESC, article_id);
"""

DROP = """
DROP INDEX search_most_viewed;
DROP TRIGGER search_place_title ON articles_publishedarticle;
DROP TRIGGER search_move_title ON articles_publishedarticle;
DROP TRIGGER search_forget_titles ON articles_publishedarticle;
DROP FUNCTION search_place_title, search_forget_titles, search_title_places, search_title_words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_asked_questions"),
        ("articles", "0003_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="TitlePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("article_id", models.BigIntegerField()),
                ("locale", models.CharField(max_length=10)),
                ("place", models.SmallIntegerField()),
                ("words", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["locale", "words"], opclasses=["varchar_ops", "text_pattern_ops"], include=["article_id"], condition=models.Q(place=0), name="titles_by_beginning"),
                    models.Index(fields=["locale", "words"], opclasses=["varchar_ops", "text_pattern_ops"], include=["article_id", "place"], name="titles_by_any_word"),
                    models.Index(fields=["article_id", "words"], opclasses=["int8_ops", "text_pattern_ops"], include=["locale", "place"], name="places_of_a_title"),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
