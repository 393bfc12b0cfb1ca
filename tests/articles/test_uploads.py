"""A folder of uploads that cannot be written is told in a sentence, and nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Branding
from tests.articles.pages import fields
from tests.articles.sources import folder, png, refused, run

TOLD = "The site cannot keep files"


@pytest.fixture
def unwritable(settings) -> Path:
    """The folder of uploads, where a file stands in its place: root may write everywhere else."""
    place = Path(settings.MEDIA_ROOT)
    place.write_text("")
    return place


def test_a_picture_of_the_largest_size_needs_no_room_for_temporary_files(admin_client, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    heavy = png().ljust(settings.UPLOAD_MAX_BYTES, b"\0")
    picture = {"image": SimpleUploadedFile("picture.png", heavy)}
    assert admin_client.post("/admin/markdownx/upload/", picture).status_code == 200


def test_a_larger_picture_is_refused_in_words_and_needs_no_such_room_either(admin_client, settings):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    heavy = png().ljust(settings.UPLOAD_MAX_BYTES + 2 * 1024 * 1024, b"\0")
    answer = admin_client.post(
        "/admin/markdownx/upload/", {"image": SimpleUploadedFile("picture.png", heavy)}
    )
    assert answer.status_code == 400
    assert answer.json()["image"][0].startswith("The picture is larger than 10 MB.")


def test_no_more_of_an_upload_is_held_than_a_form_may_keep(rf, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000  # which comes in two pieces
    heavy = SimpleUploadedFile("picture.png", b"\0" * 300_000)
    held = rf.post("/", {"image": heavy}).FILES["image"]
    assert len(held.read()) == 100_000


def sent(name: str) -> dict[str, SimpleUploadedFile]:
    return {name: SimpleUploadedFile("picture.png", png())}


def test_the_editor_says_why_it_cannot_keep_a_picture_and_where(admin_client, unwritable):
    answer = admin_client.post("/admin/markdownx/upload/", sent("image"))
    assert answer.status_code == 507
    [said] = answer.json()["image"]
    assert said.startswith(TOLD)
    assert str(unwritable) in said


def test_a_logo_that_cannot_be_kept_leaves_the_branding_as_it_was(admin_client, unwritable):
    counts = dict.fromkeys(["links-TOTAL_FORMS", "links-INITIAL_FORMS"], 0)
    counts |= dict.fromkeys(["greetings-TOTAL_FORMS", "greetings-INITIAL_FORMS"], 0)
    page = "/admin/articles/branding/1/change/"
    version = fields(admin_client.get(page), "#branding_form")["version"]
    changes = {"name": "New", "version": version} | sent("logo")
    answer = admin_client.post(page, counts | changes, follow=True)
    assert TOLD in answer.text
    assert Branding.objects.get().name == ""


@pytest.mark.django_db
@pytest.mark.parametrize("used", ["![A picture](a.png)", "[A file](a.pdf)"])
def test_an_import_whose_files_cannot_be_kept_leaves_nothing_and_may_be_repeated(
    tmp_path, unwritable, used
):
    files = {"plain.md": "# Plain\n\nText.", "b.md": f"# B\n\n{used}", "a.png": png(), "a.pdf": "a"}
    source = folder(tmp_path / "source", files)
    said = refused(source, category="faq")
    assert TOLD in said
    assert "Nothing was imported." in said
    assert not Article.objects.exists()
    unwritable.unlink()
    assert "2 created" in run(source, category="faq")
