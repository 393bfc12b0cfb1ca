"""How two versions of an article differ, laid out for people to read side by side.

A version is anything with an article's fields: the working copy, what visitors read, or an entry
of the history. Lines are Markdown lines as authors typed them; nothing here is HTML, so whatever
shows a difference escapes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

# Unchanged lines shown around a change.
CONTEXT = 3
# difflib is quadratic at worst: past these, a changed stretch is shown whole, without marks inside.
MAX_LINES = 4000
MAX_LINE_PAIRS = 200_000
MAX_WORD_PAIRS = 20_000
WORD = re.compile(r"\w+|[^\w\s]")
WORD_OR_SPACE = re.compile(r"\w+|\s+|[^\w\s]")

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
    """One line beside its counterpart. `hidden` counts unchanged lines that were left out, `place`
    numbers a change at its first line."""

    kind: str  # same, changed, added, removed, hidden
    left_number: int | None = None
    left: tuple[Span, ...] = ()
    right_number: int | None = None
    right: tuple[Span, ...] = ()
    hidden: int = 0
    place: int | None = None


class FieldChange(NamedTuple):
    """A field that differs, with its values as they are stored."""

    field: str
    before: object
    after: object


def tag_names(version: Any) -> list[str]:
    """Return the tags of any kind of version, sorted."""
    names = getattr(version, "tag_names", None)
    return sorted(version.tags.names() if names is None else names)


def changed_fields(before: object, after: object) -> list[FieldChange]:
    """Return the fields beside the body in which two versions differ."""
    both = [field for field in FIELDS if hasattr(before, field) and hasattr(after, field)]
    values = [(field, getattr(before, field), getattr(after, field)) for field in both]
    values.append(("tags", tag_names(before), tag_names(after)))
    return [FieldChange(*value) for value in values if value[1] != value[2]]


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
            first, *more = _paired(left, i1, i2, right, j1, j2)
            rows += [first._replace(place=number), *more]
    return rows


def taken_back(before: str, after: str, places: Collection[int]) -> str:
    """Return `after` as `before` has it at `places`, by their numbers in `side_by_side`."""
    left, right = before.split("\n"), after.split("\n")
    lines: list[str] = []
    for number, (_tag, i1, i2, j1, j2) in enumerate(_opcodes(left, right)):
        lines += left[i1:i2] if number in places else right[j1:j2]
    return "\n".join(lines)


def _opcodes(left: list[str], right: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return difflib's opcodes of the lines; blank ones, which all texts share, match nothing."""
    written = [[line for line in side if line.strip()] for side in (left, right)]
    if len(left) + len(right) > 2 * MAX_LINES or pairs(*written) > MAX_LINE_PAIRS:
        return [("replace", 0, len(left), 0, len(right))]
    return SequenceMatcher(lambda line: not line.strip(), left, right, False).get_opcodes()


def pairs(left: list, right: list) -> int:
    """Return how many pairs of equal things difflib would look at: its work grows with them."""
    in_right = Counter(right)
    return sum(count * in_right[thing] for thing, count in Counter(left).items())


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
        if left[i] == right[j]:
            yield _same(left[i], i, j)
            continue
        old, new = _marked(left[i], right[j])
        yield Row("changed", i + 1, old, j + 1, new)
    for i in range(i1 + both, i2):
        yield Row("removed", left_number=i + 1, left=(Span(left[i], True),))
    for j in range(j1 + both, j2):
        yield Row("added", right_number=j + 1, right=(Span(right[j], True),))


def _marked(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Mark the words that only one of two lines has; lines with little in common are all marked.

    White space is compared where nothing else differs: it is most of what lines have in common.
    """
    for pattern in (WORD, WORD_OR_SPACE):
        a, b = list(pattern.finditer(old)), list(pattern.finditer(new))
        words = [match[0] for match in a], [match[0] for match in b]
        if words[0] != words[1]:
            break
    matcher = SequenceMatcher(None, *words, autojunk=False)
    if pairs(*words) > MAX_WORD_PAIRS or matcher.ratio() < 0.4:
        return (Span(old, True),), (Span(new, True),)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    left = [(a[i1].start(), a[i2 - 1].end()) for _tag, i1, i2, _j1, _j2 in changed if i1 < i2]
    right = [(b[j1].start(), b[j2 - 1].end()) for _tag, _i1, _i2, j1, j2 in changed if j1 < j2]
    return _spans(old, left), _spans(new, right)


def _spans(line: str, changed: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Cut a line where it begins and ends to differ."""
    spans, done = [], 0
    for start, end in changed:
        spans += [Span(line[done:start]), Span(line[start:end], True)]
        done = end
    return tuple(span for span in [*spans, Span(line[done:])] if span.text)
