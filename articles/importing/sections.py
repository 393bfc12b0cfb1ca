"""What a source says of its folders beside its texts: their names, order and descriptions.

Docusaurus, Nextra and Fumadocs keep files for that in the folders, Hugo says it in the head of a
folder's own page, GitBook, mdBook and MkDocs in a table of contents, VitePress and Docusaurus in a
sidebar. Of a broken file is warned; it says nothing.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml

from ..markup.text import only_text
from . import contents, front_matter, locales, safe_yaml, sidebars, titles
from .categories import UNLISTED, Section, Sections
from .pages import Page, is_of_a_tool, without_groups
from .report import Refused, Report
from .sources import Source, decode

MAX_BYTES = 256 * 1024
VITEPRESS = ".vitepress"  # the folder of its settings
NOT_READ = "Names and order of folders are not read."
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# A comment of JavaScript, or a string, in which there is none; each to its end, closed or not.
_COMMENT = re.compile(
    r"(\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?)|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL
)
_IMPORT = re.compile(r"^import\b[^\n]*", re.MULTILINE)

# Folders, each with what is said of it, and what reads them from a file: its folder and text.
Found = Iterator[tuple[str, Section]]
Reader = Callable[[str, str], Found]


def read(source: Source, pages: Iterable[Page], wrappers: int, report: Report) -> Sections:
    """Return what is said of the folders of `pages`, by their path below `wrappers` and locale.

    A page takes what a file for its locale says (`_meta.de.json`). What files without a locale say
    goes to the locale whose page comes first in the folder.
    """
    sections = _sections_of(source, report)
    placed: Sections = defaultdict(dict)
    first: dict[str, str] = {}
    for page in pages if sections else ():
        for path, place in zip(PurePosixPath(page.name).parents, page.place.parents, strict=False):
            folder, key = str(path), without_groups(place.parts)[wrappers:]
            if not without_groups(place.parts[-1:]) or page.locale in placed[key]:
                continue
            section = sections.get((folder, page.locale), Section())
            if first.setdefault(folder, page.locale) == page.locale:
                section = section.or_else(sections.get((folder, None), Section()))
            placed[key][page.locale] = section
    return placed


def _sections_of(source: Source, report: Report) -> dict[tuple[str, str | None], Section]:
    """Return what files say, by folder and by the locale in their own name."""
    sections: dict[tuple[str, str | None], Section] = {}
    for name in source.names:
        reader, locale = _reader_of(name)
        if reader is None:
            continue
        try:
            text = decode(source.read(name, MAX_BYTES))
            for path, section in reader(posixpath.dirname(name), text):
                key = (path or ".", locale)
                sections[key] = sections.get(key, Section()).or_else(section)
        except RecursionError:
            report.warn(name, f"{NOT_READ} The file is nested too deeply.")
        except Refused as error:
            report.warn(name, f"{NOT_READ} {error}", error.line)
    return sections


def _reader_of(name: str) -> tuple[Reader | None, str | None]:
    """Return what reads a file, and the locale in its name; no reader for any other file."""
    is_config = posixpath.basename(posixpath.dirname(name)) == VITEPRESS
    stem, *endings = posixpath.basename(name).lower().split(".")
    *codes, extension = endings or [""]
    file = f"{stem}.{extension}"
    locale = locales.matching(".".join(codes)) if codes else None
    is_hidden = not is_config and is_of_a_tool(PurePosixPath(name))
    if is_hidden or (codes and locale is None):
        return None, None
    return READERS.get(f"{VITEPRESS}/{file}" if is_config else file), locale


# The files, each by what it says ------------------------------------------------------------------


def _docusaurus(folder: str, values: dict[str, Any]) -> Found:
    link = values.get("link")
    linked = link if isinstance(link, dict) else {}
    description = _text(linked.get("description")) or _text(values.get("description"))
    yield folder, Section(_text(values.get("label")), _number(values.get("position")), description)


def _nextra(folder: str, values: dict[str, Any]) -> Found:
    for position, (name, value) in enumerate(values.items()):
        title = value.get("title") if isinstance(value, dict) else value
        yield posixpath.join(folder, name), Section(_text(title), position)


def _fumadocs(folder: str, values: dict[str, Any]) -> Found:
    yield folder, Section(_text(values.get("title")), None, _text(values.get("description")))
    listed, offset = values.get("pages"), 0
    for position, name in enumerate(listed if isinstance(listed, list) else ()):
        if name in ("...", "z...a"):
            offset = UNLISTED
        elif isinstance(name, str):
            path = posixpath.normpath(posixpath.join(folder, name.removeprefix("...")))
            yield path, Section(position=position + offset)


def _hugo(folder: str, text: str) -> Found:
    """The head of a folder's own page, which is refused as a page when that is broken."""
    try:
        head = front_matter.split(text)[0]
    except Refused:
        return
    values = {key.lower(): value.content for key, value in head.items()}
    title = _text(values.get("linktitle")) or _text(values.get("title"))
    weight = _number(values.get("weight")) or None  # Hugo's 0 is none
    yield folder, Section(title, weight, _text(values.get("description")))


def _summary(folder: str, text: str) -> Found:
    if not contents.is_summary(text):  # an article of that name
        return iter(())
    return _listed(contents.of_summary(text, folder), folder)


def _mkdocs(folder: str, text: str) -> Found:
    """The `nav` alone: other settings name Python that is not read."""
    node = safe_yaml.compose(text, most=MAX_BYTES)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    values = {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}
    root = values["docs_dir"].value if "docs_dir" in values else "docs"
    root = posixpath.normpath(posixpath.join(folder, str(root)))
    nav = safe_yaml.plain(values["nav"], set()) if "nav" in values else []
    return _listed(contents.of_nav(nav, root), root)


def _sidebars(folder: str, text: str) -> Found:
    root = posixpath.join(folder, "docs")
    return _listed(sidebars.of_docusaurus(text, root, MAX_BYTES), root)


def _vitepress(folder: str, text: str) -> Found:
    root = posixpath.dirname(folder)
    return _listed(sidebars.of_vitepress(text, root, MAX_BYTES), root)


def _listed(entries: list[contents.Entry], root: str) -> Found:
    for folder, name in contents.names(entries, root).items():
        yield folder, Section(name)
    for folder, position in contents.order(entries).items():
        yield folder, Section(position=position)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(f"The JSON is broken: {error.msg}.", line=error.lineno) from error


def _yaml(text: str) -> Any:
    return safe_yaml.load(text, MAX_BYTES)


def _javascript(text: str) -> Any:
    """The one object that a module gives away: plain ones are YAML, too."""
    text = _COMMENT.sub(lambda match: match[1] or "", _IMPORT.sub("", text)).replace("\t", " ")
    start, end = text.find("{"), text.rfind("}") + 1
    try:
        return _yaml("\n" * text.count("\n", 0, start) + text[start:end])
    except Refused as error:
        raise Refused("Only names and plain objects are read here.", line=error.line) from error


def _object(parse: Callable[[str], Any], reader: Callable[[str, dict[str, Any]], Found]) -> Reader:
    """Return a reader of the text of an object; anything else than one says nothing."""

    def read_text(folder: str, text: str) -> Found:
        values = parse(text)
        return reader(folder, values) if isinstance(values, dict) else iter(())

    return read_text


def _text(value: Any) -> str:
    return titles.plain(only_text(value)) if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return float(value) if _NUMBER.fullmatch(str(value)) else None


READERS: dict[str, Reader] = {
    "_category_.json": _object(_json, _docusaurus),
    "_category_.yml": _object(_yaml, _docusaurus),
    "_category_.yaml": _object(_yaml, _docusaurus),
    "_meta.json": _object(_json, _nextra),
    **{f"_meta.{kind}": _object(_javascript, _nextra) for kind in ("js", "jsx", "ts", "tsx")},
    "meta.json": _object(_json, _fumadocs),
    "_index.md": _hugo,
    "summary.md": _summary,
    "mkdocs.yml": _mkdocs,
    "mkdocs.yaml": _mkdocs,
    **{f"sidebars.{kind}": _sidebars for kind in ("js", "cjs", "mjs", "ts")},
    **{f"{VITEPRESS}/config.{kind}": _vitepress for kind in ("js", "mjs", "ts", "mts")},
}
