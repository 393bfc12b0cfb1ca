"""Names, order and descriptions of new categories, as the files of other systems say them."""

from __future__ import annotations

import pytest

from articles.models import Article, Category
from tests.articles.sources import folder, run

pytestmark = pytest.mark.django_db

PAGES = {f"docs/{name}/a.md": "A" for name in ("alpha", "beta", "gamma")}


def said(parent: str | None = None) -> list[tuple[str, str]]:
    """Return key and name of the categories below `parent`, in their order."""
    found = (
        Category.objects.filter(parent__key=parent)
        if parent
        else Category.objects.filter(parent=None)
    )
    return [(category.key, str(category)) for category in found]


DOCUSAURUS = {
    "docs/alpha/_category_.json": '{"label": "First things", "position": 3}',
    "docs/beta/_category_.yml": "label: Second\nposition: 2.5\n",
    "docs/gamma/_category_.json": '{"position": 1, "link": {"description": "Of *G*."}}',
}
NEXTRA = {
    "docs/_meta.js": """
import type { MetaRecord } from 'nextra'
// the order of the site
export default {
\tgamma: 'Gamma',  // https://example.com
\t"beta": { title: 'Second', type: 'page' },
\t'alpha': "First things",
\t'---': { type: 'separator' },
}
"""
}
FUMADOCS = {
    "docs/meta.json": '{"pages": ["---One---", "gamma", "...", "[X](/x)", "beta", "alpha"]}',
    "docs/alpha/meta.json": '{"title": "First things"}',
    "docs/beta/meta.json": '{"title": "Second", "description": "B."}',
}
SUMMARY = {
    "docs/SUMMARY.md": """# Summary

[Welcome](README.md)

## Gamma
- [One](gamma/a.md)

* [Second](beta/README.md)
    * [A](beta/a.md)
* First things
    * [A](alpha/a.md)

---
""",
    "docs/README.md": "Hello",
    "docs/beta/README.md": "B",
}
MKDOCS = {
    "mkdocs.yml": """
site_name: X
markdown_extensions:
  - emoji: !!python/name:material.extensions.emoji.twemoji
nav:
  - Home: index.md
  - Gamma:
      - gamma/a.md
  - Second: beta/
  - First things:
      - A: alpha/a.md
      - Elsewhere: https://example.com/
"""
}
HUGO = {
    "docs/alpha/_index.md": "---\ntitle: First things\nweight: 30\n---\n",
    "docs/beta/_index.md": "+++\ntitle = 'Second thing'\nlinkTitle = 'Second'\nweight = 20\n+++\nB",
    "docs/gamma/_index.md": "---\nweight: 10\n---\n",
}


@pytest.mark.parametrize("files", [DOCUSAURUS, NEXTRA, FUMADOCS, SUMMARY, MKDOCS, HUGO])
def test_new_categories_have_the_names_and_the_order_of_their_source(tmp_path, files):
    run(folder(tmp_path, PAGES | files))
    expected = [("gamma", "Gamma"), ("beta", "Second"), ("alpha", "First things")]
    assert [category for category in said() if category[0] != "general"] == expected


def test_a_description_comes_with_the_name(tmp_path):
    files = {"docs/alpha/_index.md": "---\ntitle: A\ndescription: What begins.\n---\n"}
    run(folder(tmp_path, PAGES | DOCUSAURUS | files))
    described = dict(Category.objects.values_list("key", "translations__description"))
    assert described == {"alpha": "What begins.", "beta": "", "gamma": "Of G."}


def test_categories_below_a_tab_are_named_and_ordered_too(tmp_path):
    files = {f"guides/{name}/a.md": "A" for name in ("one", "two")} | {"faq/a.md": "A"}
    run(folder(tmp_path, files | {"guides/_meta.json": '{"two": "Number 2", "one": "Number 1"}'}))
    assert said("guides") == [("two", "Number 2"), ("one", "Number 1")]


def test_a_category_that_the_site_has_keeps_its_name_and_place(tmp_path):
    Category.objects.create(key="alpha", position=7).translations.create(locale="en-us", name="Own")
    run(folder(tmp_path, PAGES | DOCUSAURUS))
    assert said() == [("alpha", "Own"), ("gamma", "Gamma"), ("beta", "Second")]
    assert "0 new categories" in run(tmp_path)


def test_what_a_list_leaves_out_stands_between_its_beginning_and_its_end(tmp_path):
    run(folder(tmp_path, PAGES | {"docs/meta.json": '{"pages": ["gamma", "...", "alpha"]}'}))
    assert [key for key, _name in said()] == ["gamma", "beta", "alpha"]


def test_a_group_of_fumadocs_is_no_category(tmp_path):
    run(
        folder(tmp_path, {"docs/(start)/alpha/a.md": "A", "docs/(start)/b.md": "B", "faq/c.md": ""})
    )
    found = Article.objects.values_list("slug", "category__key")
    assert dict(found) == {"a": "alpha", "b": "general"}


def test_each_locale_names_its_categories(tmp_path):
    files = {
        "alpha/a.md": "A",
        "alpha/a.de.md": "A",
        "alpha/_index.md": "---\ntitle: First\n---\n",
        "alpha/_index.de.md": "---\ntitle: Erstes\n---\n",
        "beta/a.md": "A",
        "beta/a.de.md": "A",
        "beta/_index.md": "---\ntitle: Second\n---\n",
    }
    run(folder(tmp_path, files))
    names = {
        category.key: dict(category.translations.values_list("locale", "name"))
        for category in Category.objects.all()
    }
    assert names["alpha"] == {"en-us": "First", "de": "Erstes"}
    assert {name for name in names["beta"].values() if name} == {"Second"}


def test_a_table_of_contents_below_the_top_is_no_article_and_a_text_of_its_name_is(tmp_path):
    files = {
        "faq/summary.md": "# Summary\n\nWhat [a](a.md) says.\n\n- [a](a.md)\n",
        "faq/a.md": "A",
    }
    out = run(folder(tmp_path, PAGES | SUMMARY | files))
    assert "docs/SUMMARY.md: a table of contents" in out
    assert Article.objects.filter(title="Summary").count() == 1


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("* [About](alpha/README.md)\n* [A](alpha/a.md)", "About"),
        ("# Part\n* [About](alpha/README.md)\n* [A](alpha/a.md)", "Part"),
        ("# Part\n* [About](alpha/README.md)\n  * [A](alpha/a.md)", "About"),
        ("* [A](alpha/a.md)\n  * [B](alpha/b.md)", "Alpha"),
        ("# Part\n* [A](alpha/a.md)\n\n# Other\n* [B](alpha/b.md)", "Alpha"),
        ("* [Chapter](alpha.md)\n  * [A](alpha/a.md#top)\n  * [B](<alpha/b.md>)", "Chapter"),
    ],
)
def test_an_entry_names_the_folder_that_it_stands_for(tmp_path, entry, name):
    run(folder(tmp_path, PAGES | {"docs/SUMMARY.md": f"# Contents\n\n{entry}\n"}))
    assert dict(said())["alpha"] == name


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("docs/alpha/_category_.json", '{\n"label": x}', ":2: Names and order of folders"),
        ("docs/alpha/_category_.yml", "a: [\n", "The YAML is broken"),
        ("docs/_meta.json", "[" * 90_000, "nested too deeply"),
        (
            "docs/_meta.ts",
            "export default {\n  a: `${x}`,\n  ...b }",
            "Only names and plain objects",
        ),
        ("mkdocs.yml", "nav:\n  - a: b: c\n", "mkdocs.yml:2: Names and order"),
        (
            "mkdocs.yml",
            "nav:\n" + "".join(" " * n + "-\n" for n in range(600)),
            "nested too deeply",
        ),
        ("docs/_meta.js", "{'" + "\\'" * 99_000 + "}", "Only names and plain objects"),
        ("SUMMARY.md", "# A\n\n- [\udcff](a.md)", "is not UTF-8"),
    ],
)
def test_a_broken_file_is_warned_of_and_stops_nothing(tmp_path, name, text, said):
    out = run(folder(tmp_path, PAGES | {name: text.encode(errors="surrogateescape")}))
    assert f"  {name}" in out
    assert said in out
    assert Article.objects.count() == len(PAGES)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/_meta.json", '["alpha"]'),
        ("docs/meta.json", '{"title": 5, "pages": {"a": 1}}'),
        (
            "docs/alpha/_category_.json",
            '{"label": "\\u0000\\ud800", "position": "soon", "link": 1}',
        ),
        ("docs/_meta.js", "export { default } from '../meta'"),
        ("mkdocs.yml", "nav: alpha\n"),
        ("mkdocs.yml", "- nav\n"),
        ("mkdocs.yml", "? [a]\n: b\ndocs_dir: [x]\nnav:\n- {[a]: b}\n"),
        ("docs/_meta.json", '{"../../alpha": "Up", "": "Empty", "/": "Root"}'),
        ("docs/SUMMARY.md", "- [A](../../../alpha/README.md)\n- [B](/)\n- [C](https://x.example/)"),
    ],
)
def test_what_says_nothing_of_folders_changes_nothing(tmp_path, name, text):
    run(folder(tmp_path, PAGES | {name: text}))
    assert said() == [("alpha", "Alpha"), ("beta", "Beta"), ("gamma", "Gamma")]


def test_a_list_of_categories_of_ours_goes_before(tmp_path):
    files = {"categories.yml": "- {key: alpha, names: {en-us: Ours}}"}
    run(folder(tmp_path, PAGES | DOCUSAURUS | files))
    assert said()[0] == ("alpha", "Ours")
