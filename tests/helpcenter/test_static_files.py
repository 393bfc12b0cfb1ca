"""Static files are collected when they changed, and only then."""

from __future__ import annotations

import pytest
from whitenoise.compress import Compressor

from helpcenter import static_files


@pytest.fixture
def file(settings, tmp_path):
    """A file of the site's owner, the only one that there is to collect."""
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    hashed = {"BACKEND": "helpcenter.storage.HashedStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    file = tmp_path / "own/logo.css"
    file.parent.mkdir()
    file.write_text("a { color: red }")
    return file


def collected(settings) -> list[str]:
    """Return the texts of what pages link to: the names with a digest."""
    return [kept.read_text() for kept in settings.STATIC_ROOT.glob("logo.*.css")]


def test_they_are_collected_once_until_one_changes(file, settings):
    assert static_files.collect()
    assert not static_files.collect()
    file.write_text("a { color: blue }")
    assert static_files.collect()
    assert "a { color: blue }" in collected(settings)
    (file.parent / "more.css").write_text("")
    assert static_files.collect()
    assert not static_files.collect()


def test_what_somebody_deleted_is_collected_again(file, settings):
    static_files.collect()
    for kept in settings.STATIC_ROOT.iterdir():
        kept.unlink()
    settings.STATIC_ROOT.rmdir()
    assert static_files.collect()
    assert collected(settings) == ["a { color: red }"]


def test_a_collection_that_failed_is_not_taken_for_done(file, settings):
    static_files.collect()
    text = file.read_text()
    file.write_text("a { background: url(none.png) }")
    with pytest.raises(ValueError, match=r"none\.png"):
        static_files.collect()
    file.write_text(text)
    assert static_files.collect()


def test_a_text_is_compressed_once_for_both_of_its_names(file, settings, monkeypatch):
    compressed, compress = [], Compressor.compress_brotli
    monkeypatch.setattr(
        Compressor, "compress_brotli", lambda _self, data: compressed.append(data) or compress(data)
    )
    file.write_text("a { color: red }" * 50)
    static_files.collect()
    assert compressed == [file.read_bytes()]
    assert len([*settings.STATIC_ROOT.glob("logo*.css.br")]) == 2
