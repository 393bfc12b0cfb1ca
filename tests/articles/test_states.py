"""The state that the database keeps of an article is right, whoever wrote what."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, Category, PublishedArticle, TaggedArticle
from articles.restoring import restore
from tests.articles.pages import LIST, change, submit, titles

migration = import_module("articles.migrations.0005_states")
State = Article.State


def states() -> dict[str, str]:
    """Return title -> state, as the database says and as each article compares itself."""
    articles = list(Article.objects.all())
    kept = {article.title: article.state_now for article in articles}
    assert kept == {article.title: article.state for article in articles}
    return kept


@pytest.fixture
def live(publish) -> Article:
    return publish("Live", "Text.", tags=["a", "b"])


def test_from_draft_to_live_and_back(write):
    article = write("A", "Text.", tags=["a"])
    assert states() == {"A": State.DRAFT}
    article.publish_at = timezone.now() + timedelta(days=1)
    article.save()
    assert states() == {"A": State.SCHEDULED}
    article.publish()
    assert states() == {"A": State.LIVE}
    article.body = "Other."
    article.save()
    assert states() == {"A": State.CHANGED}
    article.publish()
    assert states() == {"A": State.LIVE}
    article.unpublish()
    assert states() == {"A": State.DRAFT}


def test_an_edit_that_is_taken_back_leaves_the_article_live(live):
    for body, state in (("Other.", State.CHANGED), ("Text.", State.LIVE)):
        live.body = body
        live.save()
        assert states() == {"Live": state}


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b", "c"], ["a", "c"]])
def test_other_tags_make_an_article_changed(live, names):
    live.tags.set(names)
    assert states() == {"Live": State.CHANGED}
    live.tags.set(["b", "a"])
    assert states() == {"Live": State.LIVE}


def test_tags_written_past_the_models_count_too(live):
    tag = Tag.objects.create(name="c")
    TaggedArticle.objects.bulk_create([TaggedArticle(content_object=live, tag=tag)])
    assert states() == {"Live": State.CHANGED}
    tag.delete()
    assert states() == {"Live": State.LIVE}
    Tag.objects.filter(name="a").update(name="z")
    assert states() == {"Live": State.CHANGED}


@pytest.mark.parametrize("field", ["title", "slug", "summary", "body", "pinned", "updated_at"])
@pytest.mark.parametrize("model", [Article, PublishedArticle])
def test_a_bulk_edit_of_either_side_counts(live, model, field):
    value = {"pinned": True, "updated_at": timezone.now()}.get(field, "other")
    model.objects.update(**{field: value})
    assert set(states().values()) == {State.CHANGED}


def test_another_category_counts(live, make_category):
    Article.objects.update(category=make_category("other"))
    assert states() == {"Live": State.CHANGED}


def test_a_page_that_is_rebuilt_or_moves_to_another_tab_stays_as_it_was(live, make_category):
    call_command("rebuild_articles", verbosity=0)
    faq = Category.objects.get(key="faq")
    faq.parent = make_category("above")
    faq.save()
    assert states() == {"Live": State.LIVE}


def test_an_old_instance_cannot_bring_an_old_state_back(live):
    old = Article.objects.get()
    live.unpublish()
    old.state_now = State.SCHEDULED
    old.save()
    assert Article.objects.get().state_now == State.DRAFT


def test_restoring_a_version_counts(live):
    first = live.history.earliest("history_id")
    live.title, live.body = "Newer", "Newer text."
    live.save()
    live.publish()
    assert states() == {"Newer": State.LIVE}
    restore(live.pk, first)
    assert states() == {"Live": State.CHANGED}


def test_an_import_leaves_every_state_right(tmp_path, live):
    (tmp_path / "faq").mkdir()
    for name, more in (("live", "tags: [a, b]"), ("new", "tags: [x]"), ("draft", "draft: true")):
        text = f"---\ntitle: {name.capitalize()}\nslug: {name}\n{more}\n---\nText.\n"
        (tmp_path / "faq" / f"{name}.md").write_text(text)
    call_command("import_articles", tmp_path, publish=True, verbosity=0)
    assert states() == {"Live": State.LIVE, "New": State.LIVE, "Draft": State.DRAFT}
    (tmp_path / "faq/new.md").write_text("---\ntitle: New\nslug: new\ntags: [y]\n---\nText.\n")
    call_command("import_articles", tmp_path, verbosity=0)
    assert states() == {"Live": State.LIVE, "New": State.CHANGED, "Draft": State.DRAFT}


def test_what_is_due_or_over_has_its_new_state(publish, write):
    now = timezone.now()
    write("Due", publish_at=now - timedelta(seconds=1))
    publish("Over", expire_at=now - timedelta(seconds=1))
    call_command("publish_due", verbosity=0)
    assert states() == {"Due": State.LIVE, "Over": State.EXPIRED}


def test_the_form_saves_and_publishes(at_desk, publisher, live):
    desk = at_desk(publisher)
    submit(desk, change(live), body="Other.", tags="a, b")
    assert states() == {"Live": State.CHANGED}
    submit(desk, change(live), "_publish", tags="b", is_minor_edit="on")
    assert states() == {"Live": State.LIVE}
    submit(desk, change(live), tags="b, c")
    assert states() == {"Live": State.CHANGED}


def test_an_article_with_tags_can_be_deleted(live):
    live.delete()
    assert not Article.objects.exists()
    assert not TaggedArticle.objects.exists()


def test_the_list_of_a_state_compares_no_texts_and_takes_a_fixed_number_of_queries(
    at_desk, publisher, publish, write, django_assert_max_num_queries
):
    for number in range(7):
        publish(f"Live {number}", "Text.", tags=["a"])
        write(f"Draft {number}", "Text.")
    desk = at_desk(publisher)
    for state in State.values:
        with django_assert_max_num_queries(9) as queries:
            found = titles(desk.get(f"{LIST}?state={state}"))
        assert len(found) == {State.LIVE: 7, State.DRAFT: 7}.get(state, 0), state
        assert not any('."body"' in query["sql"] for query in queries.captured_queries), state


def test_an_upgrade_notes_the_states_of_all_articles(publish, write):
    with connection.cursor() as cursor:
        cursor.execute(migration.DROP)
        publish("Live", "Text.", tags=["a"])
        publish("Changed", "Text.").tags.set(["b"])
        write("Scheduled", publish_at=timezone.now() + timedelta(days=1))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.CREATE)
    assert states() == {
        "Live": State.LIVE,
        "Changed": State.CHANGED,
        "Scheduled": State.SCHEDULED,
    }
