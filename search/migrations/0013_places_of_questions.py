"""Questions that stand by themselves in an article are suggested while one is typed, as titles are.

Each has the rows that a title has, with the first passage that answers it.
"""

from django.db import migrations, models

# What `added` passages answer; an answer may have several passages.
PLACES = """
    INSERT INTO search_titleplace (article_id, locale, passage_id, place, words)
    SELECT answer.article_id, answer.locale, answer.id, found.place, found.words
      FROM (SELECT DISTINCT ON (article_id, anchor, question) *
              FROM {added} WHERE question <> ''
             ORDER BY article_id, anchor, question, position) AS answer,
           search_title_places(answer.question) AS found;
"""
PLACE_QUESTIONS = f"""
CREATE FUNCTION search_place_questions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {PLACES.format(added="added")}
    RETURN NULL;
END
$$;

CREATE FUNCTION search_forget_questions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_titleplace AS its USING gone
     WHERE its.article_id = gone.article_id AND its.passage_id = gone.id AND gone.question <> '';
    RETURN NULL;
END
$$;

CREATE TRIGGER search_place_questions AFTER INSERT ON articles_passage
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_place_questions();
CREATE TRIGGER search_forget_questions AFTER DELETE ON articles_passage
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION search_forget_questions();

{PLACES.format(added="articles_passage")}
"""
FORGET_QUESTIONS = """
DROP TRIGGER search_place_questions ON articles_passage;
DROP TRIGGER search_forget_questions ON articles_passage;
DROP FUNCTION search_place_questions, search_forget_questions;
DELETE FROM search_titleplace WHERE passage_id <> 0;
"""

# As migration 0006 has it, but for what a new title takes away: {0}.
PLACE_TITLE = """
CREATE OR REPLACE FUNCTION search_place_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_titleplace WHERE article_id = OLD.article_id{0};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_titleplace (article_id, locale, place, words)
        SELECT NEW.article_id, NEW.locale, found.place, found.words
          FROM search_title_places(NEW.title) AS found;
    END IF;
    RETURN NULL;
END
$$;
"""

FORWARD = PLACE_TITLE.format(" AND (passage_id = 0 OR TG_OP = 'DELETE')") + PLACE_QUESTIONS
BACK = FORGET_QUESTIONS + PLACE_TITLE.format("")

LOCALE_AND_WORDS = {
    "fields": ["locale", "words"],
    "opclasses": ["varchar_ops", "text_pattern_ops"],
}


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0012_words_with_a_hyphen"),
        ("articles", "0028_slavic"),
    ]

    operations = [
        migrations.AddField(
            "titleplace", "passage_id", models.BigIntegerField(default=0, db_default=0)
        ),
        migrations.RemoveIndex("titleplace", "titles_by_beginning"),
        migrations.RemoveIndex("titleplace", "titles_by_any_word"),
        migrations.RemoveIndex("titleplace", "places_of_a_title"),
        migrations.AddIndex(
            "titleplace",
            models.Index(
                **LOCALE_AND_WORDS,
                include=["article_id", "passage_id"],
                condition=models.Q(place=0),
                name="titles_by_beginning",
            ),
        ),
        migrations.AddIndex(
            "titleplace",
            models.Index(
                **LOCALE_AND_WORDS,
                include=["article_id", "passage_id", "place"],
                name="titles_by_any_word",
            ),
        ),
        migrations.AddIndex(
            "titleplace",
            models.Index(
                fields=["article_id", "words"],
                opclasses=["int8_ops", "text_pattern_ops"],
                include=["locale", "passage_id", "place"],
                name="places_of_a_title",
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
