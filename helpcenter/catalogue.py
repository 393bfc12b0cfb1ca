"""The words of the public pages in the languages that the site comes with: `make messages`.

Takes every public text out of templates and modules, brings locale/*/LC_MESSAGES/django.po up to
date and compiles it. What was translated stays; a new text is added without a translation, and
tests fail until it has one. Texts that only staff read are left out: the admin speaks the language
in which it was written. English needs no catalogue.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"

# Templates and modules that visitors read.
TEMPLATES = ("templates/*.html", "templates/articles/*.html", "templates/search/*.html")
MODULES = (
    "articles/feeds.py", "articles/structured_data.py", "articles/markdown_twins.py",
    "articles/markup/*.py", "articles/templatetags/formats.py", "articles/templatetags/locales.py",
    "articles/templatetags/sharing.py", "search/facets.py", "search/opensearch.py",
)  # fmt: skip
# Search explains itself to staff only.
FOR_STAFF = {"_staff.html", "_why.html", "_why_note.html", "_explained_cards.html"}
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip

SAID_OF_IT: dict[str, Any] = {
    "project": "Help Center", "version": "1", "header_comment": "# The words of the public pages.",
    "msgid_bugs_address": "none", "last_translator": "none", "language_team": "none",
    "fuzzy": False,
}  # fmt: skip

Message = tuple[str, int, str | tuple[str, ...], list[str], str | None]


def public_files() -> list[Path]:
    """Return the files whose texts visitors read."""
    paths = [path for pattern in (*TEMPLATES, *MODULES) for path in sorted(ROOT.glob(pattern))]
    return [path for path in paths if path.name not in FOR_STAFF]


def _messages(path: Path) -> Iterator[Message]:
    """Yield the texts of a file; a template is turned into calls of gettext first, as Django does.

    Indents of a template mean nothing, but would to the reader of Python.
    """
    text = path.read_text()
    if path.suffix == ".html":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for line, message, comments, context in extract(
        "python", io.BytesIO(text.encode()), KEYWORDS, ("Translators:",)
    ):
        yield path.relative_to(ROOT).as_posix(), line, message, comments, context


def public_texts() -> Catalog:
    """Return the texts of all public files, translated into nothing."""
    catalog = Catalog(project="Help Center", charset="utf-8", fuzzy=False)
    for name, _line, message, comments, context in (
        text for path in public_files() for text in _messages(path)
    ):
        catalog.add(
            message,
            None,
            [(name, None)],  # type: ignore[list-item]  # Babel writes a place without a line, too
            auto_comments=comments,
            context=context,
        )
    return catalog


def locales() -> list[str]:
    """Return the names of the languages with a catalogue, as gettext writes them."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(locale: str) -> Catalog:
    """Return the catalogue of a language."""
    with (LOCALE / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=locale)


def lacking(catalog: Catalog) -> list[str]:
    """Return the texts of a catalogue that have no translation, or not in every number."""
    return [
        str(message.id)
        for message in catalog
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def update(locale: str, texts: Catalog) -> Catalog:
    """Bring the files of a language up to date with `texts`, and return its catalogue."""
    path = LOCALE / locale / "LC_MESSAGES" / "django.po"
    if path.exists():
        catalog = read(locale)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=locale, **SAID_OF_IT)
    created = catalog.creation_date
    catalog.update(texts, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = created  # or each run would change the files
    with path.open("wb") as file:
        write_po(file, catalog, width=100)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return catalog


def main(added: list[str]) -> int:
    """Update all catalogues, and make those of the languages in `added`."""
    texts = public_texts()
    lack = 0
    for locale in sorted({*locales(), *added}):
        left = lacking(update(locale, texts))
        print(f"{locale}: {len(texts)} texts, {len(left)} to translate")
        print("".join(f"  {text}\n" for text in left), end="")
        lack += len(left)
    return 1 if lack else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
