"""A Markdown folder becomes articles; a second time it changes nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import (
    Article,
    Category,
    OldPath,
    PublishedArticle,
    ViewCount,
    ViewTotal,
)
from tests.articles.sources import archive, article, folder, png, refused, run
from tests.articles.turns import overtaken

pytestmark = pytest.mark.django_db


def test_the_second_of_two_equal_slugs_gets_its_folder(tmp_path):
    files = {"a/x/setup.md": "[other](../y/setup.md)", "a/y/setup.md": "[first](../x/setup.md)"}
    run(folder(tmp_path, files))
    assert "/articles/y-setup/" in article("setup").body
    assert "/articles/setup/" in article("y-setup").body


def test_an_index_takes_the_name_of_its_folder(tmp_path):
    run(
        folder(
            tmp_path, {"faq/index.md": "A", "faq/billing/overview.md": "B", "news/_index.md": "C"}
        )
    )
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {"faq", "billing-overview", "news"}


def test_what_is_no_article_is_skipped_and_named(tmp_path):
    files = {
        "TOC.md": "- a",
        "license.md": "MIT",
        ".hidden/a.md": "x",
        "empty.md": "---\na: b\n---\n",
    }
    out = run(folder(tmp_path, files | {"includes/part.md": "x", "a.md": "A"}))
    assert Article.objects.count() == 1
    for name in ("TOC.md", "license.md", "empty.md", "includes/part.md"):
        assert f"  {name}: " in out


@pytest.mark.parametrize("mark", ["SUMMARY.md", ".gitbook.yaml"])
def test_the_readme_of_a_book_is_its_first_page(tmp_path, mark):
    files = {"README.md": "# Welcome\n\nSee [a](faq/a.md).", "faq/a.md": "[Home](../README.md)"}
    assert "README.md: about the repository" in run(folder(tmp_path, files))
    assert article("a").body == "Home"
    run(folder(tmp_path, {mark: "# Summary\n\n* [Welcome](README.md)\n"}))
    assert article("welcome").body == "See [a](/articles/a/)."
    assert article("a").body == "[Home](/articles/welcome/)"
    assert "README.md: no text" in run(folder(tmp_path, {"README.md": "# Welcome\n"}))


def test_files_that_are_only_put_into_pages_are_no_articles(tmp_path):
    files = {"a.md": "A", "faq/_steps.mdx": "1. Do", "_Sidebar.md": "- [a](a)", "b/_index.md": "B"}
    out = run(folder(tmp_path, files))
    assert set(Article.objects.values_list("slug", flat=True)) == {"a", "b"}
    assert "faq/_steps.mdx: a part of other articles" in out


def test_pictures_in_the_hidden_folder_of_gitbook_are_found(tmp_path):
    files = {"a.md": "![A](.gitbook/assets/a.png)", ".gitbook/assets/a.png": png()}
    run(folder(tmp_path, files | {".git/b.md": "B"}))
    assert article("a").body.startswith("![A](/media/images/")
    assert Article.objects.count() == 1


def test_docusaurus_keeps_translations_and_former_versions_apart(tmp_path):
    plugin = "docusaurus-plugin-content-docs"
    files = {
        "docs/faq/a.md": "# A\n\nEnglish",
        f"i18n/de/{plugin}/current/faq/a.md": "# A\n\nDeutsch [b](./b.md)",
        f"i18n/nl/{plugin}/current/faq/a.md": "# A\n\nNederlands",
        f"i18n/de/{plugin}/version-1.0/faq/a.md": "# A\n\nAlt",
        "versioned_docs/version-1.0/faq/a.md": "# A\n\nOld",
        "docs/faq/b.md": "B",
    }
    out = run(folder(tmp_path, files))
    assert article("a").body == "English"
    assert article("a", "de").body == "Deutsch [b](/articles/b/)"
    assert article("a", "de").translation_of == article("a")
    assert article("a", "de").category == article("a").category
    assert Article.objects.count() == 3
    assert out.count(": of an older version") == 2


def test_without_publish_articles_are_drafts_and_live_ones_stay_as_they_are(tmp_path):
    run(folder(tmp_path, {"reset.md": "Old"}), publish=True)
    run(folder(tmp_path, {"reset.md": "New", "other.md": "Other"}))
    assert article().published.body == "Old"
    assert article().state == Article.State.CHANGED
    assert article("other").state == Article.State.DRAFT


def test_the_numbers_that_notion_puts_behind_names_are_left_out(tmp_path):
    number = "0123456789abcdef" * 2
    files = {
        f"Help {number}.md": f"# Help\n\n[a](Help%20{number}/Reset%20it%20{number}.md)",
        f"Help {number}/Reset it {number}.md": "# Reset it\n\nText",
    }
    run(folder(tmp_path, files))
    assert article("help").body == "[a](/articles/reset-it/)"
    assert str(article("reset-it").category) == "Help"


@pytest.mark.parametrize("name", ["kb-main.zip", "renamed.zip"])
def test_a_packed_folder_is_read_as_that_folder(tmp_path, name):
    files = {
        "kb-main/LICENSE": "MIT",
        "kb-main/README.md": "For us",
        "kb-main/_includes/part.md": "Part",
        "kb-main/faq/reset.md": "{% include part.md %}",
        "__MACOSX/kb-main/faq/._reset.md": "x",
    }
    run(archive(tmp_path / name, files))
    assert (article().body, article().category.key) == ("Part", "faq")
    assert Article.objects.count() == 1


def test_an_article_keeps_the_address_that_staff_gave_it(tmp_path):
    source = folder(tmp_path, {"a.md": "A", "reset.md": "Text"})
    run(source, publish=True)
    renamed = article()
    renamed.slug = "new"
    renamed.publish()
    assert "2 unchanged" in run(source, publish=True)
    run(folder(tmp_path, {"reset.md": "Newer"}), publish=True)
    assert article("new").published.body == "Newer"
    assert OldPath.objects.get(slug="reset").article == renamed


def test_an_address_that_was_handed_over_is_none_of_its_new_article(tmp_path, publish):
    other = publish("Other", "Stays.")
    OldPath.objects.create(locale="en-us", slug="reset", article=other)
    assert "1 created" in run(folder(tmp_path, {"reset.md": "Text"}), publish=True)
    other.refresh_from_db()
    assert (other.body, article().body) == ("Stays.", "Text")


def test_publish_waits_for_the_time_of_an_article_and_leaves_out_what_is_over(tmp_path):
    files = {"later": "publishDate: 2094-01-01", "now": "publish_at: 2024-01-01",
             "over": "expiryDate: 2024-01-01"}  # fmt: skip
    pages = {f"{name}.md": f"---\n{head}\n---\nText" for name, head in files.items()}
    source = folder(tmp_path, pages)
    assert "3 created, 0 changed, 0 unchanged, 1 published" in run(source, publish=True)
    assert Article.objects.live().get().slug == "now"
    assert Article.objects.scheduled().get().slug == "later"
    call_command("publish_due", stdout=StringIO())
    assert "3 unchanged, 0 published" in run(source, publish=True)


def test_a_draft_stays_a_draft_when_others_are_published(tmp_path):
    run(folder(tmp_path, {"reset.md": "---\ndraft: true\n---\nA", "b.md": "B"}), publish=True)
    assert list(PublishedArticle.objects.values_list("slug", flat=True)) == ["b"]


def test_a_second_import_changes_nothing_and_makes_no_version(tmp_path):
    head = "title: Reset\ntags: [B, a]\npublished: 2025-01-01\nviews: {2025-04: 120}"
    text = f"---\n{head}\n---\n![x](x.png)"
    source = folder(
        tmp_path, {"faq/reset.md": text, "faq/x.png": png(), "b.md": "[r](faq/reset.md)"}
    )
    run(source, publish=True)
    before = list(Article.objects.order_by("pk").values()), Article.history.count()
    out = run(source, publish=True)
    assert "0 created, 0 changed, 2 unchanged, 0 published" in out
    assert (list(Article.objects.order_by("pk").values()), Article.history.count()) == before


def test_a_new_article_has_one_version_with_its_tags(tmp_path):
    run(folder(tmp_path, {"reset.md": "---\ntags: [b, a]\n---\nText"}), publish=True)
    (version,) = article().history.all()
    assert (version.tag_names, version.history_change_reason) == (["a", "b"], "Imported")
    assert article().published.tag_names == ["a", "b"]


def test_a_changed_file_changes_its_article_and_no_other(tmp_path):
    run(
        folder(tmp_path, {"reset.md": "---\nupdated: 2025-01-01\n---\nOld", "b.md": "B"}),
        publish=True,
    )
    changed = "---\nupdated: 2025-02-02\ntags: [new]\n---\nNew"
    out = run(folder(tmp_path, {"reset.md": changed}), publish=True)
    assert "0 created, 1 changed, 1 unchanged, 1 published" in out
    live = article().published
    assert (live.body, live.tag_names, live.updated_at.date()) == ("New", ["new"], date(2025, 2, 2))


def test_a_changed_text_under_an_unchanged_date_is_stable_too(tmp_path):
    run(folder(tmp_path, {"reset.md": "---\nupdated: 2025-01-01\n---\nOld"}), publish=True)
    source = folder(tmp_path, {"reset.md": "---\nupdated: 2025-01-01\n---\nNew"})
    run(source, publish=True)
    assert "1 unchanged" in run(source, publish=True)


def test_views_are_set_and_never_added_twice(tmp_path):
    files = {
        "days.md": "---\nviews: {2025-04: 120, 2025-05-03: 6}\n---\nA",
        "total.md": "---\npublished: 2025-01-02\nviews: 50\n---\nB",
    }
    for _time in range(2):
        run(folder(tmp_path, files), publish=True)
    assert list(ViewCount.objects.order_by("day").values_list("article__slug", "day", "views")) == [
        ("total", date(2025, 1, 2), 50),
        ("days", date(2025, 4, 1), 120),
        ("days", date(2025, 5, 3), 6),
    ]
    assert dict(ViewTotal.objects.values_list("article__slug", "views")) == {
        "days": 126,
        "total": 50,
    }


def test_an_import_does_not_take_back_views_that_were_counted_since(tmp_path):
    source = folder(tmp_path, {"a.md": "---\nviews: {2025-04-01: 10}\n---\nA"})
    run(source)
    ViewCount.objects.update(views=12)
    run(source)
    assert ViewTotal.objects.get().views == ViewCount.objects.get().views == 12


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16"])
def test_a_text_that_begins_with_the_name_of_its_code_is_read(tmp_path, code):
    run(folder(tmp_path, {"a.md": "---\r\ntitle: Café 🎉\r\n---\r\nTür\r\n".encode(code)}))
    assert (article("a").title, article("a").body) == ("Café 🎉", "Tür")


def test_a_zip_is_read_like_a_folder(tmp_path):
    path = archive(tmp_path / "kb.zip", {"kb/faq/a.md": "![x](x.png)", "kb/faq/x.png": png()})
    run(path, publish=True)
    assert article("a").body.startswith("![x](/media/images/")


def test_a_dry_run_tells_all_and_keeps_nothing(tmp_path, settings):
    files = {"a.md": "![x](x.png) [pdf](x.pdf)", "x.png": png(), "x.pdf": b"%PDF"}
    out = run(folder(tmp_path / "kb", files), publish=True, dry_run=True)
    assert "1 created" in out
    assert not Article.objects.exists()
    assert not Category.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_dry_run_tells_which_lines_would_change(tmp_path):
    text = "---\ntitle: {}\ntags: [{}]\n---\nThe first line.\n\n{}\n"
    files = {"a.md": text.format("Old", "x, y", "Wait a day."), "b.md": "B"}
    run(folder(tmp_path, files))
    files = {"a.md": text.format("New", "y", "Wait a week."), "c.md": "# Next\n\nC"}
    out = run(folder(tmp_path, files), publish=True, dry_run=True)
    told = """Would:
  a.md: change
      - title: Old
      + title: New
      - tags: x, y
      + tags: y
      - Wait a day.
      + Wait a week.
  a.md: publish
  b.md: publish
  c.md: create “Next”
1 created, 2 changed"""
    assert out.startswith(told)
    assert "Would" not in run(folder(tmp_path, files))


def test_a_dry_run_tells_nothing_of_a_file_that_fails(tmp_path):
    run(folder(tmp_path, {"a.md": "A"}))
    refusal = refused(folder(tmp_path, {"a.md": f"# {'x' * 300}\n\nA"}), dry_run=True)
    assert "change" not in refusal.split("Failed:")[0]


def test_good_files_stay_when_others_fail_and_the_exit_code_says_so(tmp_path):
    files = {"good.md": "Text", "bad/bad.md": "---\ntitle: x\npublished: 2024-13-45\n---\nText"}
    with pytest.raises(CommandError, match="1 of the files failed"):
        run(folder(tmp_path, files), publish=True)
    assert list(Article.objects.values_list("slug", flat=True)) == ["good"]
    assert not Category.objects.filter(key="bad").exists()


def test_the_database_refuses_one_file_and_keeps_the_others(tmp_path):
    tag = "x" * 101
    files = {"a/bad.md": f"---\ntags: [{tag}]\n---\nText", "b/good.md": "Text"}
    with pytest.raises(CommandError):
        run(folder(tmp_path, files))
    assert list(Article.objects.values_list("slug", flat=True)) == ["good"]


def test_an_unknown_source_or_option_is_refused(tmp_path):
    for source, options in [
        (tmp_path / "missing", {}),
        (folder(tmp_path, {"a.txt": "x"}) / "a.txt", {}),
        (tmp_path, {"locale": "xx"}),
        (tmp_path, {"category": "search"}),
    ]:
        with pytest.raises(CommandError):
            run(source, **options)


def test_articles_need_few_queries_each(tmp_path, django_assert_max_num_queries):
    files = {f"faq/a{n}.md": f"---\ntitle: T{n}\ntags: [a, b]\n---\nText" for n in range(20)}
    source = folder(tmp_path, files)
    with django_assert_max_num_queries(45 + 16 * 20):
        run(source, publish=True)
    with django_assert_max_num_queries(20 + 2 * 20):
        run(source, publish=True)


def test_an_article_about_licences_below_the_top_is_imported(tmp_path):
    run(folder(tmp_path, {"faq/billing/license.md": "# Licences\n\nOne for each seat."}))
    assert article("license").title == "Licences"


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_finds_what_the_first_made(tmp_path):
    source = folder(tmp_path, {"faq/a.md": "A", "faq/b.md": "[A](a.md)"})
    said = overtaken(lambda: run(source, publish=True), lambda: run(source, publish=True))
    assert "0 created, 0 changed, 2 unchanged" in said
