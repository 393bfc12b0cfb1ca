"""How an upload is taken in: in memory, and no more of it than a form may keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Lets go what is beyond FILE_UPLOAD_MAX_MEMORY_SIZE; the form then says that it is too much.

    Django would write a larger upload to the folder for temporary files, which may be full.
    """

    def handle_raw_input(self, *request: Any, **more: Any) -> None:
        self.activated = True
        self.room = settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        fitting = raw_data[: self.room]
        self.room -= len(fitting)
        return super().receive_data_chunk(fitting, start)
