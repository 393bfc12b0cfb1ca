"""Collecting static files where the site serves them from, when they are not what they were."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# What names and compresses them.
PACKAGES = ("Django", "whitenoise", "brotli")
STORAGE = Path(__file__).with_name("storage.py")


def collect() -> bool:
    """Collect and compress all static files; return False when nothing changed since.

    Compressing them takes two processors a second or two, most of a second start of the site.
    """
    note = Path(f"{settings.STATIC_ROOT}.collected")
    current = _fingerprint()
    if note.exists() and note.read_text() == current and settings.STATIC_ROOT.exists():
        return False
    note.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(current)
    return True


def _fingerprint() -> str:
    """Return a digest of all that decides what would be collected: files, and what packs them."""
    sources = {
        (path, Path(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list([])
    }
    stats = [(path, file, file.stat()) for path, file in sorted(sources | {("", STORAGE)})]
    files = [(path, str(file), stat.st_size, stat.st_mtime_ns) for path, file, stat in stats]
    packages = [version(name) for name in PACKAGES]
    return hashlib.sha256(repr([packages, files]).encode()).hexdigest()
