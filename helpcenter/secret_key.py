"""The key of a site that names none: generated on its first start, and kept whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_generate(path: Path) -> str:
    """Return the key at `path`, made now if there is none. Raises ImproperlyConfigured."""
    try:
        if not path.exists():
            _generate(path)
        key = path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAR_DIR: {str(path)!r} cannot be written or read ({error.strerror})."
        ) from None
    if not key:
        raise ImproperlyConfigured(f"VAR_DIR: {str(path)!r} is empty; delete it.")
    return key


def _generate(path: Path) -> None:
    """Keep a new key at `path`; of processes that start at once, all take that of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{secrets.token_hex(4)}")
    new.touch(mode=0o600)
    new.write_text(secrets.token_urlsafe(64))
    with suppress(FileExistsError):
        os.link(new, path)
    new.unlink()
