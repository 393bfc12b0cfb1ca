"""How files are kept: whole or not at all, static ones by their content."""

from __future__ import annotations

import os
import secrets

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class WholeFilesStorage(FileSystemStorage):
    """Django's storage; a file has its name only once all of it is written.

    An upload is named by a hash of its content and never written twice: half a file that a full
    disk left under that name would be shown for good. Nor is a collected file written again while
    it is newer than its source.
    """

    def _save(self, name: str, content: File) -> str:
        part = f"{name}.{secrets.token_hex(4)}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]  # the stubs leave it out
            os.replace(self.path(part), self.path(name))
        except BaseException:
            self.delete(part)
            raise
        return name


class HashedStaticFilesStorage(WholeFilesStorage, CompressedManifestStaticFilesStorage):
    """Whitenoise's storage; a page never runs the scripts of two versions of the site."""

    support_js_module_import_aggregation = True
