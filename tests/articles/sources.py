"""Sources that the import tests write, and the command run on them."""

from __future__ import annotations

import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from articles.models import Article


def folder(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write `files` below `root` and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a zip of `files`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def run(source: Path, **options: object) -> str:
    """Run `import_articles` and return what it printed; raises CommandError like the command."""
    out = StringIO()
    call_command("import_articles", source, stdout=out, **options)
    return out.getvalue()


def refused(source: Path, **options: object) -> str:
    """Run an import that must fail, and return what it said."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_articles", source, stdout=out, **options)
    return f"{out.getvalue()}\n{error.value}"


def png(color: str = "red", size: tuple[int, int] = (8, 6)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, color).save(data, "PNG")
    return data.getvalue()


def article(slug: str = "reset", locale: str = "en-us") -> Article:
    """Return the one article that has this address."""
    return Article.objects.get(slug=slug, locale=locale)
