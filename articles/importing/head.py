"""What front matter says about an article, under our names.

Keys of other systems are read as ours (`description` is a summary, `lastmod` a date); unknown keys
are ignored. Each value is text until its key says what it is, so that `title: 1.10` stays "1.10".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ..models import CHANGE_NOTE_MAX_LENGTH
from .front_matter import Value
from .report import Refused

TRUE, FALSE = frozenset(["true", "yes", "on", "1"]), frozenset(["false", "no", "off", "0"])
DATE_FORMATS = (
    "%Y/%m/%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y",
    "%a %b %d %Y %H:%M:%S %z",
)  # fmt: skip
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass
class Head:
    """What a file says about its article; None where it says nothing."""

    title: str | None = None
    slug: str | None = None
    category: str | None = None
    tags: list[str] | None = None
    locale: str | None = None
    summary: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    review_by: date | None = None
    pinned: bool | None = None
    changes: list[tuple[datetime, str]] = field(default_factory=list)
    draft: bool | None = None
    views: dict[date, int] | int | None = None
    aliases: list[str] = field(default_factory=list)
    translation_of: str | None = None


def read(values: dict[str, Value]) -> Head:
    """Return what `values` say under our names. Raises Refused for a value of a wrong kind."""
    lower = {key.lower(): value for key, value in values.items()}
    head = Head()
    for name in (known.name for known in fields(Head)):
        for key, reader in READERS[name]:
            value = lower.get(key)
            if value is None or value.content in (None, "", []):
                continue
            if key not in OURS and isinstance(value.content, dict):
                continue  # another system's key of the same name
            try:
                setattr(head, name, reader(value.content))
            except ValueError as error:
                raise Refused(str(error), field=key, line=value.line) from error
            break
    if _is_no(lower.get("published")):  # Jekyll's way to say draft
        head.published, head.draft = None, True
    return head


def _is_no(value: Value | None) -> bool:
    return value is not None and str(value.content).lower() in ("false", "no")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("One line of text is expected here, not a list or a mapping.")
    return value


def _slug(value: Any) -> str | None:
    """A slug; of a path (`/guides/setup/`) the last part, of the root (`/`) none."""
    slug = _text(value).strip("/").rsplit("/", 1)[-1]
    if not slug:
        return None
    try:
        validate_unicode_slug(slug)
    except ValidationError:
        raise ValueError(f"{value!r} is not a slug: use letters, digits, - and _.") from None
    if len(slug) > 200:
        raise ValueError(f"The slug has {len(slug)} characters; 200 are allowed.")
    return slug


def _names(value: Any) -> list[str]:
    """Names from a list or from one line with commas, each once."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError("A list of names is expected here.")
    names = [" ".join(item.replace("\x00", "").split()) for item in items]
    for name in names:
        if len(name) > 100:
            raise ValueError(f"{name[:30]!r}... has {len(name)} characters; 100 are allowed.")
    return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]


def _addresses(value: Any) -> list[str]:
    return [
        item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)
    ]


def _first_name(value: Any) -> str:
    names = _names(value if isinstance(value, list) else [_text(value)])
    if not names:
        raise ValueError("The key of a category is expected here.")
    return "" if NUMBER_OF_DATABASE.fullmatch(names[0]) else names[0]


def _flag(value: Any) -> bool:
    word = _text(value).lower()
    if word not in TRUE | FALSE:
        raise ValueError(f"{value!r} is neither true nor false.")
    return word in TRUE


def _moment(value: Any) -> datetime:
    """A day is its midnight in TIME_ZONE."""
    text = _text(value).strip()
    if text.lower() in ("false", "no"):
        raise ValueError(f"{value!r} is not a date: write YYYY-MM-DD.")
    try:
        moment = _parsed(text)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 1900 <= moment.year <= 9000:
        raise ValueError(f"{value!r} is not a date: write YYYY-MM-DD.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment.astimezone(UTC)


def _parsed(text: str) -> datetime | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.combine(date.fromisoformat(text), time())
    if moment := parse_datetime(text.replace(" UTC", "Z")):
        return moment
    text = re.sub(r" GMT([+-]\d{4}) \(.*\)$", r" \1", text)  # as JavaScript writes a moment
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return parsedate_to_datetime(text)


def _day(value: Any) -> date:
    return timezone.localtime(_moment(value)).date()


def _views(value: Any) -> dict[date, int] | int:
    """One number, or a mapping of months or days to numbers; a month counts on its first day."""
    if isinstance(value, dict):
        views: dict[date, int] = {}
        for key, number in value.items():
            month = MONTH.fullmatch(key)
            day = _day(f"{key}-01" if month else key)
            views[day] = views.get(day, 0) + _number(number)
        return views
    return _number(value)


def _changes(value: Any) -> list[tuple[datetime, str]]:
    """What readers were told of changes: a list of mappings with `date` and `note`."""
    if not isinstance(value, list) or not all(isinstance(change, dict) for change in value):
        raise ValueError("A list of changes is expected here, each with `date` and `note`.")
    changes = [(_moment(change.get("date") or ""), _note(change.get("note"))) for change in value]
    return list(dict.fromkeys(changes))


def _note(value: Any) -> str:
    note = _text(value or "").replace("\x00", "")
    if not 0 < len(note) <= CHANGE_NOTE_MAX_LENGTH:
        raise ValueError(f"The note of a change has 1 to {CHANGE_NOTE_MAX_LENGTH} characters.")
    return note


def _number(value: Any) -> int:
    text = _text(value).replace("_", "")
    if not (text.isascii() and text.isdigit() and int(text) <= 2**31 - 1):
        raise ValueError(f"{value!r} is not a number of views.")
    return int(text)


def _published(value: Any) -> datetime | None:
    return None if isinstance(value, str) and value.lower() in TRUE | FALSE else _moment(value)


NUMBER_OF_DATABASE = re.compile(r"[0-9a-f]{24}")  # ReadMe names a category so
PUBLISHED_KEYS = (
    "published_at", "publishedat", "date", "created", "created_at", "createdat", "ms.date",
)  # fmt: skip
OURS = frozenset(known.name for known in fields(Head)) | {"date", "last_modified", "description"}
Reader = Callable[[Any], Any]
# Ours first; then what Jekyll, Hugo, Docusaurus, Microsoft, GitHub and Adobe call the same.
READERS: dict[str, list[tuple[str, Reader]]] = {
    "title": [("title", _text)],
    "slug": [("slug", _slug)],
    "category": [("category", _first_name), ("categories", _first_name)],
    "tags": [(key, _names) for key in ("tags", "keywords", "labels", "feature")],
    "locale": [("locale", _text), ("lang", _text), ("language", _text)],
    "summary": [(key, _text) for key in ("summary", "description", "excerpt", "intro")],
    "published": [
        ("published", _published),
        *((key, _moment) for key in PUBLISHED_KEYS),
    ],
    "updated": [
        (key, _moment)
        for key in (
            "updated", "updated_at", "last_modified", "last_modified_at", "lastmod", "modified",
            "last_update", "last-modified", "last_updated", "updatedat", "ms.date",
        )
    ],
    "publish_at": [("publish_at", _moment), ("publishdate", _moment)],
    "expire_at": [("expire_at", _moment), ("expirydate", _moment)],
    "review_by": [("review_by", _day)],
    "pinned": [("pinned", _flag), ("promoted", _flag)],
    "changes": [("changes", _changes)],
    "draft": [("draft", _flag), ("hidden", lambda value: str(value).lower() in TRUE)],
    "views": [("views", _views)],
    "aliases": [(key, _addresses) for key in ("aliases", "redirect_from", "permalink")],
    "translation_of": [("translation_of", _text)],
}  # fmt: skip
