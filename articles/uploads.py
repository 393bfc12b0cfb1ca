"""Files that the site keeps, under names that are hashes of what they hold."""

from __future__ import annotations

from urllib.parse import unquote

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class NotKept(OSError):
    """The folder of uploads is full or read-only; the message tells a person what to do."""


def name_at(url: str) -> str:
    """Return the name in the storage of the file at `url`, which begins with MEDIA_URL."""
    return unquote(url.removeprefix(settings.MEDIA_URL).partition("?")[0].partition("#")[0])


def keep(name: str, data: bytes) -> None:
    """Write a file unless it is there already. Raises NotKept, with nothing written."""
    if default_storage.exists(name):
        return
    try:
        default_storage.save(name, ContentFile(data))
    except OSError as error:
        raise NotKept(
            f"The site cannot keep files: {error.strerror or error}. Whoever runs it must make "
            f"{settings.MEDIA_ROOT} writable and see that there is room; then try again."
        ) from error
