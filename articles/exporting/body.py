"""The text of an exported article, with its links and pictures as paths of the folder."""

from __future__ import annotations

import posixpath
import re

from django.conf import settings
from django.core.files.storage import default_storage

from ..importing.code import HiddenCode
from ..importing.link_syntax import retarget
from ..markup.text import unix_lines
from .folder import Export

MEDIA = re.compile(r"(?:images|files)/[\w.-]+")


def body_of(body: str, place: str, out: Export) -> str:
    """Return the text with links to articles and media as paths relative to `place`."""
    hidden = HiddenCode()
    folder = posixpath.dirname(place)

    def relative(target: str) -> str:
        path = re.split(r"[?#]", target, maxsplit=1)[0]
        name = out.paths.get(path) or _media(path, out)
        if not name:
            return target
        return posixpath.relpath(name, folder) + target[len(path) :]

    return hidden.restore(retarget(hidden.hide_all(unix_lines(body)), relative))


def _media(path: str, out: Export) -> str | None:
    """Copy a picture or attachment of ours and return its file; None for anything else."""
    name = path.removeprefix(settings.MEDIA_URL)
    if name == path or not MEDIA.fullmatch(name):
        return None
    if f"media/{name}" not in out.written:
        if not default_storage.exists(name):
            return None
        with default_storage.open(name) as file:
            out.write(f"media/{name}", file.read())
    return f"media/{name}"
