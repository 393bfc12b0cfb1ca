"""Which uploaded pictures are kept, and in what form.

A picture is what Pillow decodes, whatever its name and content type say: PNG, JPEG, GIF or WebP.
It is turned upright, made at most 1600 pixels wide and encoded again, so that neither its metadata
(a phone writes where the photo was taken) nor anything hidden in the file reaches a visitor.
The name is a hash of what is stored: the same picture has one address, however often it comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from . import image_copies, uploads

MAX_PIXELS = 40_000_000
# Of all frames of an animation together; this much takes three seconds and 100 MB. Frames to be
# scaled are in memory at four bytes a pixel, so of these a quarter.
MAX_ANIMATION_PIXELS = 100_000_000
MAX_FRAMES = 1000
MAX_WIDTH = 1600

DECODERS = ("PNG", "JPEG", "GIF", "WEBP")
# MPO is the JPEG of phones that put a second picture behind the first; only the first is kept.
FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "GIF": "GIF", "WEBP": "WEBP"}
EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
OPTIONS: dict[str, dict[str, Any]] = {
    # A sixth less time than zlib's usual 6 for a fiftieth more bytes, over 253 screenshots.
    "PNG": {"compress_level": 4},
    "JPEG": {"quality": 88, "optimize": True},
    "WEBP": {"quality": 88},
}


class InvalidImage(ValueError):
    """The upload is not a picture that we keep; the message tells a person what to do."""


def store(
    file: File[bytes] | IO[bytes] | bytes, *, keep: bool = True, encoded: bool = False
) -> str:
    """Keep a picture and return its URL below MEDIA_URL.

    `file` is an upload, an open binary file, or the bytes themselves. The same picture gives the
    same URL; one that was downloaded from here is recognised and not encoded a second time.
    Without `keep` the picture is only checked, and the URL is the one that it would have. One that
    is `encoded` already (by the site whose export holds it) is checked and kept byte for byte.
    Raises `InvalidImage` or `uploads.NotKept`, with nothing stored.
    """
    data = _read(file)
    with _decoding():
        image = _opened(data)
        name = _name(data, image)
        if not encoded and not default_storage.exists(name):
            data = _encoded(image)
            name = _name(data, image)
    if keep:
        uploads.keep(name, data)
        image_copies.make(name)
    return default_storage.url(name)


def dimensions(url: str) -> tuple[int, int] | None:
    """Return width and height in pixels of the picture at `url`, None when it is not ours."""
    if not url.startswith(settings.MEDIA_URL):
        return None
    try:
        return _dimensions(default_storage.path(uploads.name_at(url)))
    except (SuspiciousFileOperation, OSError, ValueError, Image.DecompressionBombError):
        return None


@lru_cache(maxsize=10_000)
def _dimensions(path: str) -> tuple[int, int]:
    """Read the header of a file. A failure raises, and so is not remembered."""
    with Image.open(path, formats=DECODERS) as image:
        return image.size


def _read(file: File[bytes] | IO[bytes] | bytes) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    if not isinstance(file, bytes):
        file.seek(0)
        file = file.read(limit + 1)
    if len(file) > limit:
        megabytes = {"size": limit // 1024 // 1024}
        raise InvalidImage(
            _("The picture is larger than %(size)d MB. Make it smaller and upload it again.")
            % megabytes
        )
    return file


def _name(data: bytes, image: Image.Image) -> str:
    digest = hashlib.sha256(data).hexdigest()[:32]
    return f"{image_copies.FOLDER}/{digest}.{EXTENSIONS[FORMATS[str(image.format)]]}"


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn what a decoder raises into `InvalidImage`."""
    try:
        yield
    except (InvalidImage, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise InvalidImage(_too_large()) from error
    except Exception as error:  # a hostile file raises SyntaxError, struct.error, nearly anything
        raise InvalidImage(
            _("This is not a picture that we can read. Upload a PNG, JPEG, GIF or WebP file.")
        ) from error


def _opened(data: bytes) -> Image.Image:
    """Check a picture before anything is decoded, and return it."""
    with Image.open(BytesIO(data), formats=DECODERS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise InvalidImage(_too_large())
        image.verify()
    return Image.open(BytesIO(data), formats=DECODERS)


def _too_large() -> str:
    megapixels = {"pixels": MAX_PIXELS // 1_000_000}
    return _("The picture has more than %(pixels)d megapixels. Scale it down and try again.") % (
        megapixels
    )


def _encoded(image: Image.Image) -> bytes:
    """Return the picture encoded anew, with its pixels and its timing only."""
    form = FORMATS[str(image.format)]
    options = dict(OPTIONS.get(form, {}))
    if form in ("GIF", "WEBP") and getattr(image, "is_animated", False):
        image, animation = _animation(image)
        options |= animation
    else:
        image = _fitted(ImageOps.exif_transpose(image))
        if form == "JPEG" and image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        # Encoders write comments and colour profiles that they find here.
        image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    encoded = BytesIO()
    image.save(encoded, form, **options)
    return encoded.getvalue()


def _animation(image: Image.Image) -> tuple[Image.Image, dict[str, Any]]:
    """Return the first frame, scaled where it is too wide, and the options that save all frames."""
    wide = image.width > MAX_WIDTH
    pixels = MAX_ANIMATION_PIXELS // (4 if wide else 1)
    most = min(MAX_FRAMES, pixels // (image.width * image.height))
    scaled, durations = [], []
    for frame in islice(ImageSequence.Iterator(image), most + 1):
        frame.load()
        durations.append(frame.info.get("duration", 100))
        if wide:
            scaled.append(_fitted(frame.convert("RGBA")))
            scaled[-1].info = {}
    if len(durations) > most:
        raise InvalidImage(_("The animation is too long. Make it shorter or smaller."))
    image.seek(0)
    options: dict[str, Any] = {"save_all": True, "duration": durations, "comment": b""}
    if "loop" in image.info:
        options["loop"] = image.info["loop"]
    if image.has_transparency_data:
        options["disposal"] = 2  # else what a frame leaves transparent shows the one before
    return (scaled[0], options | {"append_images": scaled[1:]}) if wide else (image, options)


def _fitted(image: Image.Image) -> Image.Image:
    """Return `image` at most `MAX_WIDTH` pixels wide."""
    if image.width <= MAX_WIDTH:
        return image
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    height = max(1, round(image.height * MAX_WIDTH / image.width))
    return image.resize((MAX_WIDTH, height), Image.Resampling.LANCZOS)
