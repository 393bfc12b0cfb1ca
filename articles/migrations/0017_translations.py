"""Pages know what they translate, so that visitors are led to the same article in their locale.

What is live already is grouped as the working copies say. A change of what an article translates is
a change since it was published: the triggers of migrations 0005 and 0008 compare it from now on.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

# What the triggers do today, whole.
NOTE_STATE = """
CREATE OR REPLACE FUNCTION articles_note_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tags varchar[] := ARRAY(SELECT tag.name FROM articles_taggedarticle AS tagged
                              JOIN taggit_tag AS tag ON tag.id = tagged.tag_id
                             WHERE tagged.content_object_id = NEW.id);
    is_as_written boolean;
BEGIN
    IF NEW.status = 'approved' AND NOT EXISTS (
        SELECT FROM articles_historicalarticle AS version
         WHERE version.history_id = NEW.approved_version AND version.id = NEW.id
           AND (version.title, version.summary, version.body)
               = (NEW.title, NEW.summary, NEW.body))
    THEN
        NEW.status := 'draft';
    END IF;
    SELECT (live.title, live.slug, live.summary, live.body, live.category_id,
            live.translation_of_id, live.pinned, live.published_at, live.updated_at)
           IS NOT DISTINCT FROM
           (NEW.title, NEW.slug, NEW.summary, NEW.body, NEW.category_id,
            NEW.translation_of_id, NEW.pinned, NEW.published_at, NEW.updated_at)
           AND live.tag_names @> tags AND live.tag_names <@ tags
      INTO is_as_written
      FROM articles_publishedarticle AS live WHERE live.article_id = NEW.id;
    NEW.state_now := CASE WHEN is_as_written THEN 'live'
                          WHEN NOT is_as_written THEN 'changed'
                          WHEN NEW.publish_at IS NOT NULL THEN 'scheduled'
                          WHEN NEW.expire_at <= clock_timestamp() THEN 'expired'
                          WHEN NEW.status = 'in_review' THEN 'in_review'
                          ELSE 'draft' END;
    RETURN NEW;
END
$$;
"""

NOTE_STATE_OF_CHANGE = """
CREATE TRIGGER note_state_of_change AFTER UPDATE ON articles_publishedarticle FOR EACH ROW
    WHEN ((OLD.title, OLD.slug, OLD.summary, OLD.body, OLD.category_id, OLD.translation_of_id,
           OLD.pinned, OLD.published_at, OLD.updated_at, OLD.tag_names)
          IS DISTINCT FROM
          (NEW.title, NEW.slug, NEW.summary, NEW.body, NEW.category_id, NEW.translation_of_id,
           NEW.pinned, NEW.published_at, NEW.updated_at, NEW.tag_names))
    EXECUTE FUNCTION articles_note_state_of_page();
"""

GROUP = """
UPDATE articles_publishedarticle AS live
   SET translation_of_id = draft.translation_of_id,
       source_id = coalesce(above.translation_of_id, draft.translation_of_id, draft.id)
  FROM articles_article AS draft
  LEFT JOIN articles_article AS above ON above.id = draft.translation_of_id
 WHERE draft.id = live.article_id;
"""


def _replace(schema_editor, note_state, note_state_of_change):
    schema_editor.execute("DROP TRIGGER note_state_of_change ON articles_publishedarticle")
    schema_editor.execute(note_state)
    schema_editor.execute(note_state_of_change)


def compare(apps, schema_editor):
    _replace(schema_editor, NOTE_STATE, NOTE_STATE_OF_CHANGE)


def compare_no_more(apps, schema_editor):
    """Make function and trigger as migrations 0008 and 0005 made them."""
    before = import_module("articles.migrations.0005_states").CREATE
    start = before.index("CREATE TRIGGER note_state_of_change")
    trigger = before[start : before.index(";", start) + 1]
    _replace(schema_editor, import_module("articles.migrations.0008_review").NOTE_STATE, trigger)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_repeated_paragraphs'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedarticle',
            name='translation_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='publishedarticle',
            name='source_id',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL([GROUP, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='publishedarticle',
            index=models.Index(fields=['source_id', 'locale'], name='translations_of_a_source'),
        ),
        migrations.RunPython(compare, compare_no_more),
    ]
