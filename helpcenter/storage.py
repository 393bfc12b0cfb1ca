"""How files are kept: whole or not at all, static ones by their content."""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from functools import cache
from threading import Lock

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
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


class OnceCompressor(Compressor):
    """Compress a text once: most files have theirs under two names, with a digest and without."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self._once = cache(super().compress_brotli)
        self._begun: defaultdict[bytes, Lock] = defaultdict(Lock)

    def compress_brotli(self, data: bytes) -> bytes:
        with self._begun[data]:  # while another thread is at it
            return self._once(data)


class HashedStaticFilesStorage(WholeFilesStorage, CompressedManifestStaticFilesStorage):
    """Whitenoise's storage; a page never runs the scripts of two versions of the site."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options) -> Compressor:
        return OnceCompressor(**options)
