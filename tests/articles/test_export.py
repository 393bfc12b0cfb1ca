"""Export, import and export again: the same bytes, and nothing changes on the site."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles import exporting, images
from articles.models import Article, Category, ChangeNote, OldPath, ViewCount
from tests.articles.sources import folder, png, run

pytestmark = pytest.mark.django_db


def export(dest, **options) -> dict[str, bytes]:
    """Export to `dest` and return its files."""
    call_command("export_articles", dest, stdout=StringIO(), **options)
    return {
        path.relative_to(dest).as_posix(): path.read_bytes()
        for path in sorted(dest.rglob("*"))
        if path.is_file()
    }


def empty_site(settings) -> None:
    Article.objects.all().delete()
    Category.objects.filter(parent__isnull=False).delete()
    Category.objects.all().delete()
    OldPath.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def site(make_category, publish, write):
    """A site with everything that an export holds."""
    news = make_category("news", name="News", icon="megaphone", position=2)
    below = make_category("outages", parent=news, name="Störungen: “all”")
    picture = images.store(png())
    target = publish(
        "Target",
        "Text",
        slug="target",
        category=below,
        published_at=datetime(2024, 5, 6, tzinfo=UTC),
    )
    body = (
        f'![a]({picture} "Caption") [t](/articles/target/#x) [g](/en-gb/articles/ziel-größe/)\n\n'
        "[d]: /articles/target/\n\n`[t](/articles/target/)` <table> [x](/articles/gone/)\r\n\r\n"
    )
    publish(
        "The *title*: <b>x</b> #1", body, tags=["b, c", "A"], slug="page", pinned=True,
        published_at=datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=UTC),
        expire_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    publish(
        "Ziel", "[t](/articles/target/)", locale="en-gb", slug="ziel-grösse", translation_of=target
    )
    publish("Page", "Other", locale="en-gb", slug="page")
    write("Draft", "  text\n\n", slug="draft", publish_at=datetime(2089, 1, 1, tzinfo=UTC))
    ViewCount.objects.create(article=target, day=date(2024, 6, 1), views=5)
    ViewCount.objects.create(article=target, day=date(2024, 6, 7), views=6)
    OldPath.objects.create(locale="en-us", slug="old-target", article=target)
    for day, note in ((1, "New: “fees” #2"), (2, "- a\n: b"), (2, "Twice a day")):
        moment = datetime(2024, 6, day, 0, 0, 0, day - 1, tzinfo=UTC)
        ChangeNote.objects.create(article=target, changed_at=moment, text=note)


def test_export_import_export_gives_the_same_bytes(site, tmp_path, settings):
    first = export(tmp_path / "one")
    empty_site(settings)
    run(tmp_path / "one", publish=True)
    assert export(tmp_path / "two") == first
    assert {
        "categories.yml",
        "en-us/news/outages/target.md",
        "en-gb/news/outages/target.md",
    } <= set(first)


def test_importing_an_export_where_it_came_from_changes_nothing(site, tmp_path):
    export(tmp_path / "one")
    before = Article.history.count(), list(Article.objects.order_by("pk").values())
    out = run(tmp_path / "one", publish=True)
    assert "0 created, 0 changed, 5 unchanged, 0 published" in out
    assert (Article.history.count(), list(Article.objects.order_by("pk").values())) == before


def test_links_and_pictures_are_relative_files(site, tmp_path):
    files = export(tmp_path / "one")
    text = files["en-us/faq/page.md"].decode()
    assert "[t](../news/outages/target.md#x)" in text
    assert "[d]: ../news/outages/target.md" in text
    assert "`[t](/articles/target/)`" in text
    picture = text.split("![a](../../")[1].split(" ")[0]
    assert picture in files


def test_links_tell_addresses_that_differ_in_case(publish, tmp_path):
    publish("One", "[b](/articles/one/)", slug="One")
    publish("Two", "[a](/articles/One/)", slug="one")
    export(tmp_path / "one")
    assert "2 unchanged" in run(tmp_path / "one", publish=True)


def test_the_file_of_a_video_goes_along(publish, tmp_path, settings):
    body = "::: video /media/files/film.mp4 How\n:::"
    publish("Film", body)
    film = folder(settings.MEDIA_ROOT, {"files/film.mp4": "film"}) / "files/film.mp4"
    assert export(tmp_path / "one")["media/files/film.mp4"] == b"film"
    film.unlink()
    empty_site(settings)
    run(tmp_path / "one", publish=True)
    (stored,) = film.parent.iterdir()
    assert Article.objects.get().body == body.replace("film.mp4", stored.name)


@pytest.mark.parametrize("articles", [1, 20])
def test_a_portion_of_articles_is_read_by_a_fixed_number_of_queries(
    publish, make_category, tmp_path, django_assert_max_num_queries, articles
):
    for number in range(articles):
        source = publish(f"T {number}", category=make_category(f"c{number}"), tags=[f"t{number}"])
        publish(f"Z {number}", locale="en-gb", category=source.category, translation_of=source)
    with django_assert_max_num_queries(11):
        assert len(export(tmp_path / "one")) == 2 * articles + 2


def test_an_export_in_several_portions_is_the_same(site, tmp_path, monkeypatch):
    whole = export(tmp_path / "one")
    monkeypatch.setattr(exporting, "TOGETHER", 2)
    assert export(tmp_path / "two") == whole


def test_an_export_that_was_packed_is_known_as_one(site, tmp_path):
    export(tmp_path / "one")
    packed = shutil.make_archive(tmp_path / "any", "zip", tmp_path, "one")
    assert "5 unchanged" in run(packed, publish=True)


def test_a_translation_stays_linked_and_an_equal_slug_alone_does_not_link(site, tmp_path, settings):
    export(tmp_path / "one")
    empty_site(settings)
    run(tmp_path / "one", publish=True)
    assert Article.objects.get(slug="ziel-grösse").translation_of.slug == "target"
    assert Article.objects.get(slug="page", locale="en-gb").translation_of is None


def test_one_locale_alone_finds_its_sources_again(site, tmp_path):
    export(tmp_path / "one", locale="en-gb")
    Article.objects.filter(locale="en-gb").delete()
    run(tmp_path / "one", publish=True)
    assert Article.objects.get(slug="ziel-grösse").translation_of.slug == "target"
    assert Article.objects.get(slug="page", locale="en-gb").translation_of is None


def test_what_visitors_read_is_exported_and_a_newer_edit_survives_the_import(publish, tmp_path):
    article = publish("Title", "Live", slug="a")
    article.body = "Newer"
    article.save()
    assert b"Live" in export(tmp_path / "one")["en-us/faq/a.md"]
    run(tmp_path / "one", publish=True)
    article.refresh_from_db()
    assert (article.body, article.published.body) == ("Newer", "Live")


def test_an_article_whose_draft_has_a_new_address_is_known_by_the_one_that_visitors_read(
    publish, tmp_path
):
    article = publish("Title", "Live", slug="a")
    article.slug = "b"
    article.save()
    export(tmp_path / "one")
    assert "1 unchanged" in run(tmp_path / "one", publish=True)


def test_a_draft_is_still_a_draft_after_the_way_there_and_back(write, tmp_path, settings):
    write("Secret", "Text", slug="secret")
    export(tmp_path / "one")
    empty_site(settings)
    run(tmp_path / "one", publish=True)
    assert not Article.objects.get().is_live


def test_a_former_export_is_brought_up_to_date(publish, tmp_path):
    article = publish("A", "Text", slug="a")
    publish("B", "Text", slug="b")
    export(tmp_path / "one")
    folder(tmp_path / "one", {"notes.txt": "mine"})
    article.delete()
    files = export(tmp_path / "one")
    assert "en-us/faq/a.md" not in files
    assert "en-us/faq/b.md" in files
    assert files["notes.txt"] == b"mine"


def test_a_folder_with_anything_else_is_refused(publish, tmp_path):
    publish("A", "Text")
    source = folder(tmp_path / "one", {"precious.md": "mine"})
    with pytest.raises(CommandError, match="not empty and not a former export"):
        export(source)
    assert [path.name for path in source.iterdir()] == ["precious.md"]


def test_a_former_export_cannot_make_it_delete_other_files(publish, tmp_path):
    publish("A", "Text")
    outside = folder(tmp_path, {"precious.txt": "mine"}) / "precious.txt"
    mark = f"format: 1\nfiles: [../precious.txt, '{outside}']\n"
    export(folder(tmp_path / "one", {"helpcenter-export.yml": mark}))
    assert outside.exists()


line = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60)


@hypothesis_settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=line.filter(str.strip), summary=line, body=st.lists(line, max_size=6).map("\n".join))
def test_any_text_comes_back_as_it_was(publish, tmp_path, settings, title, summary, body):
    empty_site(settings)
    dest = tmp_path / "any"
    shutil.rmtree(dest, ignore_errors=True)
    category = Category.objects.create(key="faq")
    article = Article.objects.create(
        title=title, summary=summary, body=body, category=category, slug="a", locale="en-us"
    )
    article.publish()
    first = export(dest)
    assert "1 unchanged" in run(dest, publish=True)
    empty_site(settings)
    run(dest, publish=True)
    shutil.rmtree(dest)
    assert export(dest) == first
    assert Article.objects.get().title == title
