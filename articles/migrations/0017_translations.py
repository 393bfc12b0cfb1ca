"""Pages know what they translate, so that visitors are led to the same article in their locale.

What is live already is grouped as the working copies say. A change of what an article translates is
a change since it was published: the triggers of migrations 0005 and 0008 compare it from now on.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

COMPARED = [
    ("live.category_id, live.pinned,", "live.category_id, live.translation_of_id, live.pinned,"),
    ("NEW.category_id, NEW.pinned,", "NEW.category_id, NEW.translation_of_id, NEW.pinned,"),
    ("OLD.category_id, OLD.pinned,", "OLD.category_id, OLD.translation_of_id, OLD.pinned,"),
]

GROUP = """
UPDATE articles_publishedarticle AS live
   SET translation_of_id = draft.translation_of_id,
       source_id = coalesce(above.translation_of_id, draft.translation_of_id, draft.id)
  FROM articles_article AS draft
  LEFT JOIN articles_article AS above ON above.id = draft.translation_of_id
 WHERE draft.id = live.article_id;
"""


def _statements():
    """Return the function that notes the state, and the trigger for pages, as they were made."""
    state = import_module("articles.migrations.0008_review").NOTE_STATE
    pages = import_module("articles.migrations.0005_states").CREATE
    start = pages.index("CREATE TRIGGER note_state_of_change")
    return state, pages[start : pages.index(";", start) + 1]


def _execute(schema_editor, compared):
    state, trigger = _statements()
    for before, after in compared:
        state, trigger = state.replace(before, after), trigger.replace(before, after)
    schema_editor.execute("DROP TRIGGER note_state_of_change ON articles_publishedarticle")
    schema_editor.execute(state)
    schema_editor.execute(trigger)


def compare(apps, schema_editor):
    _execute(schema_editor, COMPARED)


def compare_no_more(apps, schema_editor):
    _execute(schema_editor, [])


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
