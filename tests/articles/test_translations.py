"""Which pages say the same in another locale, and what readers of a locale without one get."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import reading
from articles.merging import merge
from articles.models import Article, PublishedArticle
from tests.articles.pages import read_frame


@pytest.fixture
def source(publish) -> Article:
    return publish("Reset it", "Press the button.", slug="reset", tags=["keys"])


@pytest.fixture
def german(publish, source) -> Article:
    return publish(
        "Zurücksetzen", "Knopf drücken.", slug="zurück", locale="de", translation_of=source
    )


def sources() -> dict[str, int]:
    """Return the source of each live article by slug."""
    return dict(PublishedArticle.objects.values_list("slug", "source_id"))


def hreflangs(page) -> dict[str, str]:
    links = page.select("link[rel=alternate][hreflang]")
    return {link["hreflang"]: link["href"].removeprefix("http://testserver") for link in links}


def menu(page) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.select(".locale-menu a")}


def test_what_translates_a_translation_has_the_same_source(publish, source, german):
    french = publish("Réinitialiser", locale="fr", slug="r", translation_of=german)
    assert set(sources().values()) == {source.pk}
    before = publish("Before", slug="before")
    source.translation_of = before
    source.publish()
    assert sources() == dict.fromkeys(["reset", "zurück", "r", "before"], before.pk)
    french.translation_of = None
    french.publish()
    assert sources()["r"] == french.pk


def test_translations_of_a_source_that_is_not_live_find_each_other(publish, source, german):
    publish("Réinitialiser", locale="fr", slug="r", translation_of=german)
    source.unpublish()
    german.publish()
    assert reading.translations("de", "zurück") == [("fr", "/fr/articles/r/")]


def test_articles_that_translate_each_other_are_published_all_the_same(source, german):
    source.translation_of = german
    source.publish()
    assert PublishedArticle.objects.count() == 2


def test_visitors_hear_of_another_source_when_it_is_published(publish, source, german):
    german.translation_of = other = publish("Other", slug="other")
    german.save()
    german.refresh_from_db()
    assert german.state_now == german.state == Article.State.CHANGED
    assert sources()["zurück"] == source.pk
    german.publish()
    german.refresh_from_db()
    assert german.state_now == Article.State.LIVE
    assert sources()["zurück"] == other.pk


def test_merging_leads_translations_to_the_article_that_is_kept(publish, source, german):
    kept = publish("Kept", slug="kept")
    merge(kept, source, "Merged")
    assert sources() == {"kept": kept.pk, "zurück": kept.pk}
    assert Article.objects.get(pk=german.pk).state_now == Article.State.LIVE


def test_an_article_names_its_translations_and_the_menu_leads_to_them(see, source, german):
    page = see("/de/articles/zur%C3%BCck/")
    assert hreflangs(page) == {
        "en-us": "/articles/reset/",
        "de": "/de/articles/zur%C3%BCck/",
        "x-default": "/articles/reset/",
    }
    links = menu(page)
    assert links["en-us"] == "/articles/reset/"
    assert links["fr"] == "/fr/articles/zur%C3%BCck/"
    assert not page.select(".notice")


def test_a_locale_without_the_article_shows_its_source_and_says_so(see, source, german):
    page = see("/ja/articles/reset/")
    assert page.html["lang"] == "ja"
    text = page.select_one(".prose")
    assert (text["lang"], text["dir"], text.text.strip()) == ("en-us", "ltr", "Press the button.")
    assert page.select_one(".notice")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/articles/reset/"
    assert page.select_one(".pixel")["src"] == "/articles/reset/view.gif"
    assert not hreflangs(page)


def test_words_of_another_language_say_which_one_it_is(see, publish, source):
    publish("Open it", slug="open")
    source.body, source.change_note = "Press both buttons.", "Both buttons"
    source.publish()
    page = see("/ar/articles/reset/")
    for place in (".crumbs [aria-current]", "h1", ".changes dd", ".prose", ".turn bdi"):
        words = page.select_one(place)
        assert (words["lang"], words["dir"]) == ("en-us", "ltr"), place


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/de/articles/reset/", "/de/articles/zur%C3%BCck/"),
        ("/articles/zurück/", "/articles/reset/"),
        ("/fr/articles/zurück/", "/fr/articles/reset/"),
    ],
)
def test_any_slug_of_an_article_leads_to_it_in_a_locale_for_now(
    client, source, german, asked, leads_to
):
    response = client.get(asked)
    assert (response.status_code, response.url) == (302, leads_to)


def test_no_locale_shows_a_draft_or_what_has_expired(client, write, source):
    write("Entwurf", slug="entwurf", locale="de", translation_of=source)
    assert client.get("/de/articles/entwurf/").status_code == 404
    PublishedArticle.objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/de/articles/reset/").status_code == 404


def test_a_page_in_another_locale_needs_three_queries(client, source, django_assert_num_queries):
    read_frame()
    with django_assert_num_queries(3):
        assert client.get("/ja/articles/reset/").status_code == 200


def test_a_translation_says_that_its_source_is_newer_until_it_is_updated(see, source, german):
    source.body += " Hold it."
    source.is_minor_edit = True
    source.publish(now=timezone.now() + timedelta(days=1))
    assert not see("/de/articles/zurück/").select(".notice")
    source.body += " Let it go."
    source.publish(now=timezone.now() + timedelta(days=1))
    notice = see("/de/articles/zurück/").select_one(".notice")
    assert notice.a["href"] == "/articles/reset/"
    german.body += " Halten."
    german.publish(now=timezone.now() + timedelta(days=2))
    assert not see("/de/articles/zurück/").select(".notice")


@pytest.mark.parametrize("path", ["", "faq/", "tags/keys/"])
def test_a_list_ends_with_what_its_locale_lacks(see, publish, source, german, path):
    publish("Open it", slug="open", tags=["keys"])
    lines = see(f"/de/{path}").select(".missing li a")
    assert [(line["href"], line["lang"]) for line in lines] == [("/de/articles/open/", "en-us")]
    assert not see(f"/{path}").select(".missing")


def test_a_list_names_a_dozen_of_what_it_lacks_and_how_much_there_is(see, many, source):
    many(14)
    missing = see("/ar/faq/").select_one(".missing")
    assert len(missing.select("li")) == 12
    assert "15" in missing.p.text
    assert missing.select("a")[-1]["href"] == "/faq/"


def test_lists_and_searches_have_themselves_in_the_menu(see, source):
    assert menu(see("/search/?q=button&tab=faq&page=1"))["ar"] == "/ar/search/?q=button&tab=faq"
    assert menu(see("/de/faq/"))["en-us"] == "/faq/"
    assert menu(see("/tags/keys/"))["ja"] == "/ja/tags/keys/"
    assert menu(see("/de/articles/nothing/", status=404))["fr"] == "/fr/"


def test_a_site_with_one_locale_has_no_menu_and_lacks_nothing(see, settings, source):
    settings.LANGUAGES, settings.LOCALES = settings.LANGUAGES[:1], settings.LOCALES[:1]
    page = see("/articles/reset/")
    assert not page.select(".locale-menu")
    assert not hreflangs(see("/"))


def test_a_tag_of_another_language_leads_home_where_nothing_carries_it(client, publish, source):
    publish("Zurück", locale="de", slug="z", translation_of=source, tags=["schlüssel"])
    response = client.get("/tags/schlüssel/")
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/de/tags/nothing/").status_code == 404


@pytest.mark.parametrize("renamed", [False, True])
def test_an_address_that_is_something_else_in_a_locale_is_not_taken_for_a_translation(
    see, publish, renamed
):
    publish("Fees", "What it costs.", slug="fees")
    other = publish("Ganz anderes", "Etwas anderes.", slug="fees", locale="de")
    if renamed:
        other.slug = "anderes"
        other.publish()
    assert see("/de/").select_one(".missing li a")["href"] == "/articles/fees/"
    links = menu(see("/articles/fees/"))
    assert (links["de"], links["fr"]) == ("/de/", "/fr/articles/fees/")
