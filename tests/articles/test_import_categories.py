"""The folders of an import become tabs and categories."""

from __future__ import annotations

import pytest

from articles.models import Article, Category
from tests.articles.sources import article, folder, png, run

pytestmark = pytest.mark.django_db


def test_folders_become_tabs_and_categories_and_what_wraps_them_does_not(tmp_path):
    files = {
        "help/faq/general/a.md": "A",
        "help/how-to/general/deep/b.md": "B",
        "help/how-to/c.md": "C",
        "help/d.md": "D",
    }
    run(folder(tmp_path, files))
    paths = {a.slug: [c.key for c in a.category.ancestry()] for a in Article.objects.all()}
    assert paths == {
        "a": ["faq", "faq-general"],
        "b": ["how-to", "how-to-general"],
        "c": ["how-to"],
        "d": ["general"],
    }
    assert [str(Category.objects.get(key=key)) for key in ("faq", "how-to")] == ["FAQ", "How to"]


def test_a_folder_alone_is_the_tab_of_its_name_where_the_site_has_it(tmp_path):
    run(folder(tmp_path / "all", {"faq/security/a.md": "A", "news/b.md": "B"}))
    run(folder(tmp_path / "one", {"faq/security/c.md": "C"}))
    assert [c.key for c in article("c").category.ancestry()] == ["faq", "security"]
    assert Category.objects.filter(parent=None).count() == 2


def test_a_tab_with_the_name_of_its_wrapper_is_found_again(tmp_path):
    source = folder(tmp_path, {"docs/docs/a.md": "A", "docs/faq/b.md": "B"})
    run(source)
    assert "0 changed, 2 unchanged" in run(source)
    assert [c.key for c in article("a").category.ancestry()] == ["docs"]


def test_a_folder_never_takes_an_address_of_the_site(tmp_path):
    run(folder(tmp_path, {"search/a.md": "A", "en-us-notes/b.md": "B", "tags/c.md": "C"}))
    assert not Category.objects.filter(key__in=["search", "tags"]).exists()
    assert Article.objects.count() == 3


def test_categories_yml_names_the_tabs_in_its_order(tmp_path):
    yml = """
- key: news
  icon: megaphone
  names: {en-us: News, en-gb: The news}
  children:
    - {key: outages, names: {en-us: Outages}, descriptions: {en-us: What broke.}}
- {key: faq, names: {en-us: Questions}}
"""
    run(folder(tmp_path, {"categories.yml": yml, "faq/a.md": "A", "x/outages/b.md": "B"}))
    tabs = Category.objects.filter(parent=None).values_list("key", "icon")
    assert list(tabs) == [("news", "megaphone"), ("faq", "question")]
    assert article("b").category.ancestry()[0].key == "news"
    assert Category.objects.get(key="news").name_in("en-gb") == "The news"


def test_an_import_leaves_names_that_staff_changed(tmp_path):
    source = folder(tmp_path, {"faq/a.md": "A"})
    run(source)
    Category.objects.get(key="faq").translations.update(name="Questions")
    run(source)
    assert str(Category.objects.get()) == "Questions"


def test_a_folder_and_a_link_still_name_a_category_that_got_another_key(tmp_path):
    files = {"faq/cards/a.md": "See [all](/faq/cards/).", "faq/b.md": "B"}
    for _time in range(2):  # the link is to what the first one makes
        run(folder(tmp_path, files))
    cards = Category.objects.get(key="cards")
    cards.key = "bank-cards"
    cards.save()
    report = run(folder(tmp_path, files))
    assert "0 changed, 2 unchanged" in report
    assert "0 new categories, 0 skipped, 0 warnings" in report
    assert "[all](/faq/cards/)" in article("a").body


def test_the_category_option_takes_the_place_of_folders(tmp_path):
    source = folder(tmp_path, {"x/a.md": "A", "x/b.md": "---\ncategory: own\n---\nB"})
    run(source, category="faq")
    assert {a.slug: a.category.key for a in Article.objects.all()} == {"a": "faq", "b": "own"}


def test_a_folder_of_one_page_is_no_category(tmp_path):
    files = {
        "guides/a.md": "A",
        "guides/b/index.md": "![B](b.png)",
        "guides/b/index.de.md": "B",
        "guides/b/b.png": png(),
        "guides/c/README.md": "C",
        "guides/c/d.md": "D",
        "faq/index.md": "E",
    }
    run(folder(tmp_path, files))
    found = Article.objects.in_locale("en-us").values_list("slug", "category__key")
    assert dict(found) == {"a": "guides", "b": "guides", "c": "c", "d": "c", "faq": "faq"}
