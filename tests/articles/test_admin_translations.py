"""Staff see what is translated, begin a translation, and find those that fall behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import trash
from articles.admin.translating import translation
from articles.models import Article
from tests.articles.pages import LIST, change, texts, words
from tests.articles.pages import page as parsed
from tests.articles.turns import overtaken


@pytest.fixture
def source(publish) -> Article:
    return publish("Reset it", "Press the button.", slug="reset", summary="How.", tags=["keys"])


def titles(client, **query: str) -> set[str]:
    return {article.title for article in client.get(LIST, query).context["cl"].result_list}


def page(article: Article) -> str:
    return f"{LIST}{article.pk}/translations/"


def test_a_translation_begins_with_all_that_the_source_has(at_desk, author, source):
    desk = at_desk(author)
    assert "Translate into Deutsch" in desk.get(page(source)).content.decode()
    for _time in range(2):
        response = desk.post(page(source), {"locale": "de"})
        draft = Article.objects.get(locale="de")
        assert response.url == f"{LIST}{draft.pk}/change/"
    assert (draft.title, draft.slug, draft.summary, draft.body) == (
        "Reset it", "reset", "How.", "Press the button.",
    )  # fmt: skip
    assert (draft.translation_of, draft.owner, draft.is_live) == (source, author, False)
    assert list(draft.tags.names()) == ["keys"]
    assert draft.category == source.category
    desk.post(page(draft), {"locale": "fr"})
    assert Article.objects.get(locale="fr").translation_of == source


def test_the_form_of_a_translation_shows_its_source(at_desk, author, source, write):
    german = write("De", "Text.", locale="de", translation_of=source)
    source.body = "<b>Press</b> the *other* button."
    source.save()
    desk = at_desk(author)
    shown = parsed(desk.get(f"{LIST}{german.pk}/change/")).select_one(".desk-source")
    assert words(shown.summary) == "The source, English (US)"
    assert texts(shown, "p")[1:] == ["Reset it", "How."]
    assert shown.pre.get_text() == "<b>Press</b> the *other* button."
    assert shown.a["href"] == f"{LIST}{source.pk}/change/"
    assert not parsed(desk.get(f"{LIST}{source.pk}/change/")).select(".desk-source")
    trash.delete(source.pk)
    assert not parsed(desk.get(f"{LIST}{german.pk}/change/")).select(".desk-source")


def test_the_form_of_a_translation_leads_to_what_changed_in_its_source_since(
    at_desk, author, source, publish
):
    german = publish("De", locale="de", translation_of=source)
    french = publish("Fr", locale="fr", translation_of=german)
    desk, then = at_desk(author), source.history.first().history_id
    said = "The source was updated since."
    assert said not in desk.get(change(german)).content.decode()
    source.body += " Hold it."
    source.save()
    assert said not in desk.get(change(german)).content.decode()
    source.publish()
    for article in (german, french):
        banner = parsed(desk.get(change(article))).select_one(".desk-banner")
        assert said in words(banner)
        way = banner.select_one("a")["href"]
        assert way == f"{LIST}{source.pk}/difference/?from={then}&to=live"
        assert "Hold it." in texts(parsed(desk.get(way)), ".diff ins")
    assert said not in desk.get(change(source)).content.decode()
    source.history.update(history_date=timezone.now())
    banner = parsed(desk.get(change(german))).select_one(".desk-banner")
    assert banner.select_one("a")["href"] == change(source)


def test_a_translation_of_a_translation_is_the_one_of_the_source(
    at_desk, author, source, publish, write
):
    german = publish("De", locale="de", translation_of=source)
    french = write("Fr", locale="fr", translation_of=german)
    assert titles(at_desk(author), translation="missing-fr") == set()
    response = at_desk(author).post(page(source), {"locale": "fr"})
    assert response.url == f"{LIST}{french.pk}/change/"


def test_a_translation_needs_another_locale_of_the_site_and_the_right(
    at_desk, author, reader, source
):
    for locale in ("en-us", "tlh", "", "d\x00e"):
        assert at_desk(author).post(page(source), {"locale": locale}).status_code == 400
    assert at_desk(reader).get(page(source)).status_code == 200
    assert at_desk(reader).post(page(source), {"locale": "de"}).status_code == 403
    assert at_desk(author).get(f"{LIST}999/translations/").status_code == 404
    assert Article.objects.count() == 1


def test_the_list_finds_what_falls_behind_and_what_is_missing(
    at_desk, author, publish, write, source
):
    publish("Zurücksetzen", "Knopf.", locale="de", translation_of=source)
    other = publish("Other", "Text.", slug="other")
    write("Begun", locale="fr", translation_of=other)
    desk = at_desk(author)
    assert titles(desk, translation="behind") == set()
    assert titles(desk, translation="missing-de") == {"Other"}
    assert titles(desk, translation="missing-fr") == {"Reset it"}
    source.body += " Hold it."
    source.publish(now=timezone.now() + timedelta(days=1))
    assert titles(desk, translation="behind") == {"Zurücksetzen"}
    assert "older than its source" in desk.get(page(source)).content.decode()
    assert len(titles(desk, translation="missing-tlh")) == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_translation_at_once_get_the_same_draft(publish):
    source, begun = publish("Title"), []
    second = overtaken(
        lambda: begun.append(translation(source, "de", None)),
        lambda: translation(source, "de", None),
    )
    assert second == (begun[0][0], False)
