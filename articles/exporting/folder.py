"""The folder of an export: what a former one left there, what is written, what goes again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..importing.markdown_folder import NATIVE_MARK


class NotEmpty(ValueError):
    """The folder holds something that is no former export."""


@dataclass
class Export:
    """One export under way: where everything goes, and what was written."""

    folder: Path
    paths: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there with this very content."""
        path = self.folder / name
        self.written.add(name)
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def former_files(folder: Path) -> set[str]:
    """Return the files of the former export in `folder`; none for an empty or missing one.

    Raises NotEmpty for a folder with anything else in it.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    mark = folder / NATIVE_MARK
    if not mark.is_file():
        raise NotEmpty(f"{folder} is not empty and not a former export (no {NATIVE_MARK}).")
    listed = yaml.safe_load(mark.read_text()) or {}
    return {name for name in listed.get("files") or [] if _is_inside(name)}


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/")


def forget(folder: Path, names: set[str]) -> None:
    """Delete files of the former export, and the folders that they leave empty."""
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
