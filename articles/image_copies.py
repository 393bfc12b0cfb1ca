"""Copies of pictures in WebP and in two sizes, so that a phone need not load what a screen shows.

A copy stands beside its picture and says its width: images/<hash>-800.webp. The larger one is as
wide as the picture, 1600 pixels at most; a picture that is WebP is its own. Animations have none.
They are made when a picture is stored; `rebuild_articles` makes those that are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.storage import default_storage
from PIL import Image

from . import uploads

SMALL = 800
# A tenth of a second for a screenshot; method 4 takes half as long again for a twentieth of bytes.
LOSSY = {"quality": 82, "method": 2}
FOLDER = "images"
UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
STORED = re.compile(r"[0-9a-f]{32}\.(?:png|jpg|webp)")


class Copy(NamedTuple):
    """A file to show instead of the picture where `width` pixels are enough."""

    name: str
    width: int


def _planned(name: str, width: int) -> Iterator[Copy]:
    path = PurePosixPath(name)
    if width > SMALL:
        yield Copy(str(path.with_name(f"{path.stem}-{SMALL}.webp")), SMALL)
    if path.suffix != ".webp":
        yield Copy(str(path.with_name(f"{path.stem}-{width}.webp")), width)


def of(name: str, width: int) -> list[Copy]:
    """Return the copies that the picture at `name` has, the smallest first."""
    if not STORED.fullmatch(PurePosixPath(name).name):
        return []
    return [copy for copy in _planned(name, width) if default_storage.exists(copy.name)]


def make(name: str) -> None:
    """Make the copies that the stored picture `name` lacks.

    A picture that cannot be decoded after all has none: it is shown as it is.
    """
    with suppress(*UNREADABLE), default_storage.open(name) as file, Image.open(file) as image:
        if image.format == "GIF" or getattr(image, "is_animated", False):
            return
        for copy in _planned(name, image.width):
            if not default_storage.exists(copy.name):
                data = _encoded(image, copy.width, most=default_storage.size(name))
                uploads.keep(copy.name, data)


def stored() -> list[str]:
    """Return the names of all pictures that may have copies."""
    if not default_storage.exists(FOLDER):
        return []
    _folders, files = default_storage.listdir(FOLDER)
    return [f"{FOLDER}/{name}" for name in sorted(files) if STORED.fullmatch(name)]


def _encoded(image: Image.Image, width: int, most: int) -> bytes:
    """Return a copy; without loss where the usual way would need more than `most` bytes."""
    copy = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if copy.width > width:
        height = max(1, round(copy.height * width / copy.width))
        copy = copy.resize((width, height), Image.Resampling.LANCZOS)
    out = BytesIO()
    copy.save(out, "WEBP", **LOSSY)
    if out.tell() > most:
        out = BytesIO()
        copy.save(out, "WEBP", lossless=True)
    return out.getvalue()
