"""Files that articles offer to download: their kind and size, said beside the link."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify

from . import uploads

FOLDER = "files/"
# What browsers show themselves; everything else is saved, under a name that says what it is.
SHOWN = frozenset([".pdf", ".txt", ".mp4", ".webm", ".mp3"])


class Attachment(NamedTuple):
    """What a visitor wants to know of a file before loading it."""

    suffix: str
    size: int

    @property
    def facts(self) -> str:
        """Return `PDF, 1.2 MB`, with the number as the active locale writes it."""
        return f"{self.suffix[1:].upper()}, {filesizeformat(self.size)}"

    def name(self, text: str) -> str:
        """Return the name to save it under, made from the text of its link; "" to show it."""
        if self.suffix in SHOWN:
            return ""
        named = text[: -len(self.suffix)] if text.lower().endswith(self.suffix) else text
        stem = slugify(named, allow_unicode=True)[:80]
        return f"{stem or 'file'}{self.suffix}"


def attachment(url: str) -> Attachment | None:
    """Return what is known of the file at `url`; None when it is no attachment of this site."""
    if not url.startswith(settings.MEDIA_URL + FOLDER):
        return None
    name = uploads.name_at(url)
    try:
        size = default_storage.size(name)
    except (SuspiciousFileOperation, OSError, ValueError):
        return None
    suffix = PurePosixPath(name).suffix.lower()
    return Attachment(suffix, size) if suffix else None
