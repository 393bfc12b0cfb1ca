"""How two versions of an article differ, laid out for people to read side by side.

A version is anything with an article's fields: the working copy, what visitors read, or an entry
of the history. Lines are Markdown lines as authors typed them; nothing here is HTML, so whatever
shows a difference escapes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

# Unchanged lines shown around a change.
CONTEXT = 3
# difflib is quadratic at worst: past these, a changed stretch is shown whole, without marks inside.
MAX_LINES = 4000
MAX_WORDS = 1200
WORD = re.compile(r"\w+|\s+|[^\w\s]")

# Compared beside the body; a version that lacks a field says nothing about it.
FIELDS = (
    "title", "slug", "locale", "category_id", "summary", "pinned", "published_at", "updated_at",
    "publish_at", "expire_at", "review_by", "owner_id", "translation_of_id",
)  # fmt: skip


class Span(NamedTuple):
    """A stretch of a line; `changed` when the other side does not have it."""

    text: str
    changed: bool = False


class Row(NamedTuple):
    """One line beside its counterpart. `hidden` counts unchanged lines that were left out."""

    kind: str  # same, changed, added, removed, hidden
    left_number: int | None = None
    left: tuple[Span, ...] = ()
    right_number: int | None = None
    right: tuple[Span, ...] = ()
    hidden: int = 0


class Change(NamedTuple):
    """A field that differs, with its values as they are stored."""

    field: str
    before: object
    after: object


def tag_names(version: object) -> list[str]:
    """Return the tags of any kind of version, sorted."""
    names = getattr(version, "tag_names", None)
    return sorted(version.tags.names() if names is None else names)


def changed_fields(before: object, after: object) -> list[Change]:
    """Return the fields beside the body in which two versions differ."""
    both = [field for field in FIELDS if hasattr(before, field) and hasattr(after, field)]
    values = [(field, getattr(before, field), getattr(after, field)) for field in both]
    values.append(("tags", tag_names(before), tag_names(after)))
    return [Change(*value) for value in values if value[1] != value[2]]


def words_changed(before: str, after: str) -> tuple[int, int]:
    """Return how many words were added and how many removed; a word that moved is neither."""
    old, new = Counter(before.split()), Counter(after.split())
    return (new - old).total(), (old - new).total()


def side_by_side(before: str, after: str) -> list[Row]:
    """Return both texts line by line, with long unchanged stretches left out."""
    if before == after:
        return []
    left, right = before.split("\n"), after.split("\n")
    opcodes = _opcodes(left, right)
    rows: list[Row] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag == "equal":
            same = [_same(left[i], i, j) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
            rows += _shortened(same, first=number == 0, last=number == len(opcodes) - 1)
        else:
            rows += _paired(left, i1, i2, right, j1, j2)
    return rows


def _opcodes(left: list[str], right: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(left) + len(right) > 2 * MAX_LINES:
        return [("replace", 0, len(left), 0, len(right))]
    return SequenceMatcher(None, left, right, autojunk=False).get_opcodes()


def _same(line: str, i: int, j: int) -> Row:
    return Row("same", i + 1, (Span(line),), j + 1, (Span(line),))


def _shortened(rows: list[Row], first: bool, last: bool) -> list[Row]:
    """Keep the unchanged lines next to a change, before and after it."""
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    hidden = len(rows) - head - tail
    if hidden <= 1:
        return rows
    return [*rows[:head], Row("hidden", hidden=hidden), *rows[len(rows) - tail :]]


def _paired(left: list[str], i1: int, i2: int, right: list[str], j1: int, j2: int) -> Iterator[Row]:
    """Put replaced lines beside each other in their order; what is left over stands alone."""
    both = min(i2 - i1, j2 - j1)
    for i, j in zip(range(i1, i1 + both), range(j1, j1 + both), strict=True):
        old, new = _marked(left[i], right[j])
        yield Row("changed", i + 1, old, j + 1, new)
    for i in range(i1 + both, i2):
        yield Row("removed", left_number=i + 1, left=(Span(left[i], True),))
    for j in range(j1 + both, j2):
        yield Row("added", right_number=j + 1, right=(Span(right[j], True),))


def _marked(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Mark the words that only one of two lines has; lines with little in common are all marked."""
    a, b = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if max(len(a), len(b)) > MAX_WORDS or matcher.ratio() < 0.4:
        return (Span(old, True),), (Span(new, True),)
    opcodes = matcher.get_opcodes()
    left = tuple(
        Span("".join(a[i1:i2]), tag != "equal") for tag, i1, i2, _j1, _j2 in opcodes if i1 < i2
    )
    right = tuple(
        Span("".join(b[j1:j2]), tag != "equal") for tag, _i1, _i2, j1, j2 in opcodes if j1 < j2
    )
    return left, right
