"""Where the files of an import come from: a folder or a zip archive, read and never unpacked.

Nothing outside the source is ever read and nothing is written to disk, so a name such as
`../../etc/passwd` has nowhere to lead. An archive that tries is refused as a whole; a symbolic link
that leaves the folder fails by itself.
"""

from __future__ import annotations

import codecs
import os
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Protocol

from ..markup.text import unix_lines
from .report import Refused, SourceRefused

MAX_FILES = 50_000
MAX_TOTAL_BYTES = 2 * 1024**3
# Deflate reaches 1032:1 on zeros. Text reaches 10:1, so 200:1 on more than a megabyte is a bomb.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1024**2
BESIDE = ("__MACOSX/", ".DS_Store")  # what a Mac packs beside a folder
# Hidden folders that hold pictures and files of articles: GitBook's, Azure's, VuePress' and others.
HIDDEN = frozenset([".gitbook", ".attachments", ".assets", ".images", ".vitepress", ".vuepress"])
HTML = (".html", ".htm")
# What stands at the root of a repository or of an export of ours, and nowhere else.
AT_ROOT = frozenset(
    ["license", "license.md", ".gitignore", "package.json", "mkdocs.yml", "_config.yml",
     "helpcenter-export.yml"]
)  # fmt: skip


class Source(Protocol):
    """Files by their path below the source, with "/" between the parts."""

    name: str
    names: list[str]

    def has(self, name: str) -> bool:
        """Whether there is a file `name`."""

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of `name`; raises Refused when it has more than `limit` bytes."""


def open_source(path: Path) -> Folder | Archive:
    """Return the folder or archive at `path`; raises SourceRefused when it is neither or unsafe."""
    if path.is_dir():
        return Folder(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return Archive(path)
    if not path.exists():
        raise SourceRefused(f"{path} does not exist.")
    raise SourceRefused(f"{path} is neither a folder nor a zip archive.")


def open_tables(path: Path, extension: str) -> tuple[Source, list[str]]:
    """Return the source at `path` and its files of a kind: one file, or a folder or zip of them.

    Raises SourceRefused when there are none.
    """
    if path.is_file() and path.suffix.lower() == extension:
        return Folder(path.parent, only=path.name), [path.name]
    source = open_source(path)
    names = [name for name in source.names if name.lower().endswith(extension)]
    if not names:
        raise SourceRefused(f"{source.name} has no {extension} files.")
    return source, names


def _too_large(limit: int) -> Refused:
    return Refused(f"The file is larger than {limit // 1024:,} KB.")


class Folder:
    """A folder on disk."""

    def __init__(self, path: Path, only: str | None = None) -> None:
        """`only` names the one file that is wanted, in a folder that may hold anything else."""
        self.root = path.resolve()
        self.name = self.root.name
        self.names = [only] if only else sorted(self._walk())
        self._set = frozenset(self.names)

    def has(self, name: str) -> bool:
        return name in self._set

    def _walk(self) -> list[str]:
        names: list[str] = []
        for folder, below, files in os.walk(self.root):
            below[:] = sorted(name for name in below if name in HIDDEN or name[0] != ".")
            at = Path(folder).relative_to(self.root)
            links = [name for name in below if (Path(folder) / name).is_symlink()]
            names += [(at / name).as_posix() for name in [*files, *links]]
            if len(names) > MAX_FILES:
                raise SourceRefused(f"{self.root} has more than {MAX_FILES:,} files.")
        return names

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file; a symbolic link must stay inside the folder.

        Raises Refused, also for a file of more than `limit` bytes.
        """
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise Refused("A symbolic link that leaves the folder is not followed.")
        if not path.is_file():
            raise Refused("This is not a regular file.")
        with path.open("rb") as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise _too_large(limit)
        return content


class Archive:
    """A zip archive; what was packed as one folder is read as that folder."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._zip = zipfile.ZipFile(path)
        files = (entry for entry in self._zip.infolist() if not entry.is_dir())
        entries = [entry for entry in files if not entry.filename.startswith(BESIDE)]
        _check(entries)
        packed = _packed([entry.filename for entry in entries], self.name)
        self.name = packed.removesuffix("/") or self.name
        self._entries = {entry.filename.removeprefix(packed): entry for entry in entries}
        self.names = sorted(self._entries)

    def has(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of an entry. Raises Refused, also for more than `limit` bytes."""
        entry = self._entries[name]
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("A symbolic link in an archive is not followed.")
        if entry.file_size > limit:
            raise _too_large(limit)
        try:
            return self._zip.read(entry)
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            raise Refused(f"The archive is damaged here: {error}") from error


def _packed(names: list[str], archive: str) -> str:
    """Return the folder that holds all `names` and is a whole source, with "/"; else ""."""
    tops = {name.partition("/")[0] for name in names}
    if len(tops) != 1 or not all("/" in name for name in names):
        return ""
    (top,) = tops
    is_root = any(name[len(top) + 1 :].lower() in AT_ROOT for name in names)
    return f"{top}/" if is_root or top == archive else ""


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that is made to harm: names that climb out, and bombs."""
    if len(entries) > MAX_FILES:
        raise SourceRefused(f"The archive has more than {MAX_FILES:,} files.")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise SourceRefused(f"The archive unpacks to more than {MAX_TOTAL_BYTES // 1024**3} GB.")
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or "\\" in name or ":" in name.split("/")[0]:
            raise SourceRefused(f"The archive has an absolute or Windows path: {name!r}.")
        if ".." in PurePosixPath(name).parts:
            raise SourceRefused(f"The archive has a path that leaves it: {name!r}.")
        if entry.flag_bits & 0x1:
            raise SourceRefused(f"The archive is encrypted: {name!r}. Unpack it first.")
        if entry.file_size > max(RATIO_MATTERS_FROM, MAX_RATIO * entry.compress_size):
            raise SourceRefused(f"The archive has a file that is packed {MAX_RATIO}:1: {name!r}.")


def _from_utf16(data: bytes) -> bytes:
    """Return a text of Windows Notepad in UTF-8."""
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise Refused("The UTF-16 is damaged. Save the file as UTF-8.") from error


def decode(data: bytes) -> str:
    """Return the text of a file, with Unix line ends. Raises Refused for what is no text.

    UTF-16 says so in its first bytes; a text in Windows-1252 looks like one in many other codes.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _from_utf16(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"Byte {error.start + 1} ({data[error.start]:#04x}) is not UTF-8. "
            "Save the file as UTF-8, or write it anew by `iconv -f WINDOWS-1252 -t UTF-8`.",
            line=line,
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Refused(
            "A NUL character: this is not a text file, or it is UTF-16. Save it as UTF-8.",
            line=line,
        )
    return unix_lines(text)
