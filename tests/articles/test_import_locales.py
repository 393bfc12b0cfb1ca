"""Which locale each file of a folder is in, by its folders and its name."""

from __future__ import annotations

import pytest

from articles.models import Article
from tests.articles.sources import article, folder, run

pytestmark = pytest.mark.django_db


def test_one_path_below_two_locales_is_an_article_and_its_translation(tmp_path):
    files = {
        "en-us/faq/reset.md": "A",
        "en-gb/faq/reset.md": "---\nslug: reset-it\n---\n[me](reset.md)",
    }
    run(folder(tmp_path, files), publish=True)
    british = article("reset-it", "en-gb")
    assert british.translation_of == article()
    assert "/en-gb/articles/reset-it/" in british.body
    assert british.category == article().category


def test_a_folder_that_is_only_called_docs_is_no_category(tmp_path):
    run(folder(tmp_path, {"src/content/docs/reset.md": "A"}))
    assert article().category.key == "general"


def test_a_locale_imported_later_translates_what_is_there(tmp_path):
    run(folder(tmp_path / "one", {"faq/reset.md": "A"}))
    run(folder(tmp_path / "two", {"faq/reset.md": "B"}), locale="en-gb")
    assert article(locale="en-gb").translation_of == article()


def test_folders_of_locales_that_the_site_lacks_are_skipped(tmp_path):
    out = run(folder(tmp_path, {"en-us/a.md": "A", "nl/a.md": "Een"}))
    assert Article.objects.count() == 1
    assert "nl/a.md: in a locale that the site does not have" in out


def test_files_whose_names_end_in_a_locale_that_the_site_lacks_are_skipped(tmp_path):
    out = run(folder(tmp_path, {"a.en.md": "A", "a.nl.md": "Een", "b.md": "B", "way.to.md": "C"}))
    assert {found.slug for found in Article.objects.all()} == {"a", "b", "way-to"}
    assert "a.nl.md: in a locale that the site does not have" in out


def test_a_folder_beside_nothing_but_locales_is_one_too(tmp_path):
    names = ["en", "de", "nl", "es", "it", "xq"]
    out = run(folder(tmp_path, {f"{name}/docs/a.md": name for name in names}))
    assert {found.locale for found in Article.objects.all()} == {"en-us", "de"}
    assert "xq/docs/a.md: in a locale that the site does not have" in out


def test_locales_below_several_folders_are_found(tmp_path):
    names = ["docs/en/a.md", "docs/de/a.md", "blog/en/b.md", "blog/nl/b.md", "about.md"]
    run(folder(tmp_path, dict.fromkeys(names, "Text")))
    found = {(a.locale, a.slug, a.category.key) for a in Article.objects.all()}
    assert found == {
        ("en-us", "a", "docs"), ("de", "a", "docs"), ("en-us", "b", "blog"),
        ("en-us", "about", "general"),
    }  # fmt: skip


def test_a_short_name_among_others_is_a_category(tmp_path):
    run(folder(tmp_path, {"en/a.md": "A", "de/a.md": "B", "qa/c.md": "C"}))
    assert article("c").category.key == "qa"
