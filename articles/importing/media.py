"""Pictures and attachments of an import, kept once each.

Pictures go through `articles.images`; attachments only with an extension that no browser runs, and
under a name that is a hash of their content. Pictures are encoded in threads while the texts are
converted (Pillow does that outside of Python's lock). A dry run checks them and writes nothing; a
failed import may leave some behind, under the very names that the next one will use.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage

from .. import images, uploads
from .report import Refused
from .sources import Source

PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".jfif"])
# Shown nowhere, only downloaded: nothing here is HTML, XML or script to a browser.
ATTACHMENTS = frozenset(
    [".pdf", ".csv", ".txt", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt",
     ".ods", ".odp", ".rtf", ".json", ".yaml", ".yml", ".mp4", ".webm", ".mov", ".m4v",
     ".mp3", ".m4a", ".wav", ".patch", ".gz"]
)  # fmt: skip
VIDEOS = frozenset([".mp4", ".webm"])  # those that a page plays
MAX_ATTACHMENT_BYTES = 50 * 1024 * 1024


class Media:
    """What an import's texts show and offer; asks each file once, however often it is used."""

    def __init__(self, source: Source, *, keep: bool, native: bool = False) -> None:
        self._source = source
        self._native = native  # pictures of an export were encoded by a site like this one
        self._keep = keep
        self._threads = ThreadPoolExecutor(os.cpu_count() or 2)
        self._pictures: dict[str, Future[str]] = {}
        self._by_content: dict[bytes, Future[str]] = {}
        self._attachments: dict[str, str] = {}

    def close(self) -> None:
        """Stop the threads; what is not stored yet is not wanted any more."""
        self._threads.shutdown(cancel_futures=True)

    def want(self, name: str) -> None:
        """Begin to store the picture `name`, to have its address later without waiting."""
        if name in self._pictures:
            return
        try:
            data = self._source.read(name, settings.UPLOAD_MAX_BYTES)
        except Refused as error:
            self._pictures[name] = Future()
            self._pictures[name].set_exception(error)
            return
        digest = hashlib.sha256(data).digest()  # two threads never store the same picture
        if digest not in self._by_content:
            self._by_content[digest] = self._threads.submit(
                images.store, data, keep=self._keep, encoded=self._native
            )
        self._pictures[name] = self._by_content[digest]

    def picture(self, name: str) -> str:
        """Return the address of the picture `name`. Raises Refused when it cannot be shown."""
        self.want(name)
        try:
            return self._pictures[name].result()
        except images.InvalidImage as error:
            raise Refused(str(error)) from error

    def attachment(self, name: str) -> str:
        """Return the address of the file `name`. Raises Refused for a kind that is not kept."""
        if name not in self._attachments:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix not in ATTACHMENTS:
                raise Refused(f"Files of this kind ({suffix or 'no extension'}) are not kept.")
            data = self._source.read(name, MAX_ATTACHMENT_BYTES)
            path = f"files/{hashlib.sha256(data).hexdigest()[:32]}{suffix}"
            if self._keep:
                uploads.keep(path, data)
            self._attachments[name] = default_storage.url(path)
        return self._attachments[name]
