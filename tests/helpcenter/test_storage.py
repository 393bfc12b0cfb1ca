"""An upload or a collected file is kept whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from helpcenter.storage import HashedStaticFilesStorage


class OnAFullDisk(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_half_of_a_file_under_its_name(settings):
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("images/a.png", OnAFullDisk(b"half and half"))
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert default_storage.save("images/a.png", ContentFile(b"half and half")) == "images/a.png"
    assert default_storage.open("images/a.png").read() == b"half and half"


def test_a_full_disk_leaves_no_half_of_a_collected_file(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        HashedStaticFilesStorage(tmp_path).save("site.css", OnAFullDisk(b"half and half"))
    assert [*tmp_path.iterdir()] == []
