"""A hostile or broken source does no harm, and says what is wrong and where."""

from __future__ import annotations

import stat
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing import front_matter, head, pages, sources
from articles.importing.report import Refused
from articles.models import BODY_MAX_LENGTH, Article, Category
from tests.articles.sources import archive, folder, refused, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["../evil.md", "a/../../evil.md", "/etc/evil.md", "C:/evil.md", "..\\evil.md"]
)
def test_an_archive_that_climbs_out_is_refused_whole(tmp_path, name):
    path = archive(tmp_path / "kb.zip", {"a.md": "A", name: "x"})
    assert "Nothing was imported" in refused(path)
    assert not Article.objects.exists()
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("size", [2_000_000, 50_000_000])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, size):
    path = tmp_path / "kb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped,
        zipped.open("a.md", "w") as file,
    ):
        for _part in range(size // 1_000_000):
            file.write(b"\0" * 1_000_000)
    assert "packed 200:1" in refused(path)


def test_an_archive_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_FILES", 3)
    files = {f"{n}.md": "x" for n in range(4)}
    assert "more than 3 files" in refused(archive(tmp_path / "kb.zip", files))
    assert "more than 3 files" in refused(folder(tmp_path / "kb", files))


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    path = tmp_path / "kb.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        entry = zipfile.ZipInfo("link.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(entry, "/etc/hostname")
        zipped.writestr("good.md", "Text")
    assert "link.md: A symbolic link" in refused(path)
    assert [article.slug for article in Article.objects.all()] == ["good"]


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path):
    secret = folder(tmp_path / "secret", {"s.md": "secret words", "x.png": b"secret"})
    source = folder(tmp_path / "kb", {"good.md": "[x](dir/x.png)"})
    (source / "link.md").symlink_to(secret / "s.md")
    (source / "dir").symlink_to(secret)
    assert "link.md: A symbolic link that leaves the folder" in refused(source)
    assert [article.body for article in Article.objects.all()] == ["x"]


def test_a_link_inside_of_the_folder_is_a_file_like_others(tmp_path):
    source = folder(tmp_path, {"faq/a.md": "Text"})
    (source / "faq" / "b.md").symlink_to(source / "faq" / "a.md")
    run(source)
    assert Article.objects.count() == 2


def test_a_link_to_a_folder_is_no_text(tmp_path):
    source = folder(tmp_path, {"faq/a.md": "Text"})
    (source / "b.md").symlink_to(source / "faq")
    assert "b.md: This is not a regular file." in refused(source)


def test_a_source_without_markdown_is_refused_and_says_what_it_holds(tmp_path):
    files = {"SUP/a.html": "<p>A</p>", "SUP/b.html": "B", "SUP/x.png": b"x"}
    said = refused(archive(tmp_path / "wiki.zip", files))
    assert "wiki has no Markdown files (2 .html, 1 .png). --format html reads HTML." in said
    assert "Convert its texts" in refused(folder(tmp_path / "b", {"a.rst": "A"}))


def test_texts_in_other_languages_than_markdown_are_named(tmp_path):
    out = run(folder(tmp_path, {"a.md": "A", "pages/b.adoc": "= B", "c.rst": "C"}))
    assert "pages/b.adoc: is not Markdown; convert it first" in out
    assert "2 skipped" in out


def test_a_list_of_categories_alone_is_imported(tmp_path):
    run(folder(tmp_path, {"categories.yml": "- {key: faq, names: {en-us: Questions}}"}))
    assert str(Category.objects.get()) == "Questions"


def test_a_zip_in_a_zip_is_left_closed(tmp_path):
    inner = archive(tmp_path / "inner.zip", {"b.md": "B"}).read_bytes()
    run(archive(tmp_path / "kb.zip", {"a.md": "A", "inner.zip": inner}))
    assert Article.objects.count() == 1


def test_a_damaged_archive_is_refused(tmp_path):
    path = archive(tmp_path / "kb.zip", {"a.md": "A" * 1000, "b.md": "B"})
    data = bytearray(path.read_bytes())
    data[40:50] = b"\0" * 10
    path.write_bytes(data)
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Text \xff\xfe", "bad.md:1: Byte 6 (0xff) is not UTF-8"),
        ("Text".encode("utf-16")[:-1], "The UTF-16 is damaged"),
        ("Text".encode("utf-16-le"), "bad.md:1: A NUL"),
        ("caf\xe9".encode("cp1252"), "Save the file as UTF-8, or write it anew by `iconv"),
        (b"one\ntwo\0", "bad.md:2: A NUL"),
        ("---\ntitle: " + "x" * 201 + "\n---\nText", "bad.md:2: title: The title has 201"),
        ("# " + "x" * 201, "The title has 201"),
        ("---\ntitle: x\nslug: a b!\n---\nText", "bad.md:3: slug: 'a b!' is not a slug"),
        ("---\nslug: " + "x" * 201 + "\n---\nText", "slug: The slug has 201"),
        ("---\npublished: 2024-13-45\n---\nText", "bad.md:2: published: '2024-13-45' is not"),
        ("---\ndate: soon\n---\nText", "bad.md:2: date: 'soon' is not a date"),
        ("---\nupdated: [2024]\n---\nText", "bad.md:2: updated: One line of text"),
        ("---\nlocale: tlh\n---\nText", "bad.md: locale: The site has no locale 'tlh'"),
        ("---\ntitle: [a, b]\n---\nText", "bad.md:2: title: One line of text"),
        ("---\ntags: {a: b}\n---\nText", "bad.md:2: tags: A list of names"),
        ("---\ntags: [{a: b}]\n---\nText", "bad.md:2: tags: A list of names"),
        ("---\npinned: perhaps\n---\nText", "bad.md:2: pinned: 'perhaps' is neither"),
        ("---\nviews: -5\n---\nText", "bad.md:2: views: '-5' is not a number"),
        ("---\nviews: {2025-04: many}\n---\nText", "views: 'many' is not a number"),
        ("---\nviews: 99999999999\n---\nText", "views: '99999999999' is not a number"),
        ("---\ntitle: a: b\n---\nText", "bad.md:2: The YAML is broken"),
        ("---\ntitle: x\nText", "bad.md:1: The front matter has no end"),
        ("---\n- a\n---\nText", "is not a list of `key: value` lines"),
        ("---\na: &a [x]\nb: [*a, *a]\n---\nText", "YAML aliases"),
        ("# " + "`" * 100_000 + "a\n\nText", "The title has 100001 characters"),
        ("# " + "[" * 10**6 + "\n\nText", "The title has 1000000 characters"),
        ("---\na: " + "[" * 5000 + "\n---\nText", "nested too deeply"),
        ("---\na:\n  " + "- " * 5000 + "x\n---\nText", "nested too deeply"),
        ("---\na: " + "x" * 70_000 + "\n---\nText", "longer than 64 KB"),
        ("---\nexpire_at: 2094-01-01\npublish_at: 2095-01-01\n---\nText", "bad.md: "),
        ("x" * (BODY_MAX_LENGTH + 1), "bad.md: body: "),
        ("x" * (pages.MAX_FILE_BYTES + 1), "larger than 4,096 KB"),
        ("<table><td>" + "<ul><li>" * 3000 + "x" + "</ul>" * 3000 + "</table>", "too deeply"),
    ],
    ids=range(33),
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_place_and_leaves_nothing(tmp_path, content, said):
    source = folder(tmp_path, {"bad/bad.md": content, "good/good.md": "Text"})
    told = refused(source)
    assert said.replace("bad.md", "bad/bad.md") in told
    assert "1 of the files failed" in told
    assert [article.slug for article in Article.objects.all()] == ["good"]
    assert [category.key for category in Category.objects.all()] == ["good"]


@pytest.mark.parametrize(
    "yml",
    [
        "- {names: x}",
        "- key: search",
        "- key: a b",
        "x: y",
        "- key: a\n  icon: skull",
        "[",
        "- key: [a]",
    ],
)
def test_a_broken_categories_yml_stops_the_import(tmp_path, yml):
    assert "categories.yml" in refused(folder(tmp_path, {"categories.yml": yml, "a.md": "A"}))
    assert not Article.objects.exists()
    assert not Category.objects.exists()


def test_a_crash_leaves_nothing(tmp_path, monkeypatch):
    def crash(views):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.importing.writing.counts.set_views", crash)
    with pytest.raises(KeyboardInterrupt):
        run(folder(tmp_path, {"a.md": "A"}), publish=True)
    assert not Article.objects.exists()


def test_scripts_in_names_and_texts_reach_no_page(tmp_path, client):
    bad = '"><script>alert(1)</script>'
    text = f"---\ntitle: '{bad}'\ntags: ['{bad}']\n---\n{bad}\n<img src=x onerror=alert(1)>"
    files = {'"><script>x/page.md': text}
    run(folder(tmp_path, files), publish=True)
    page = client.get(Article.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "onerror" not in page


@given(st.text(max_size=300))
def test_any_front_matter_is_read_or_refused(text):
    with suppress(Refused):
        values, _body = front_matter.split(f"---\n{text}\n---\nText")
        head.read(values)
