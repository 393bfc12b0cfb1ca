"""What a draft says that is new: of an article that is there, only differences are written.

A dry run lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..markup.text import unix_lines
from ..models import Article, PublishedArticle
from ..text_difference import side_by_side, tag_names
from .draft import Draft


def differs(article: Article | PublishedArticle, name: str, value: Any) -> bool:
    """Whether `article` has another value than `value` in the field `name`."""
    if name in ("category", "translation_of"):
        return getattr(article, f"{name}_id") != value.pk
    if name == "body":
        return unix_lines(article.body) != value
    return getattr(article, name) != value


def is_live_already(article: Article, draft: Draft, wanted: dict[str, Any]) -> bool:
    """Whether visitors read what `draft` says, whatever the working copy has become since."""
    if not article.is_live:
        return False
    live = article.published
    names = {
        "title", "body", "summary", "pinned", "category", "translation_of", "published_at",
        "updated_at",
    }  # fmt: skip
    return not any(differs(live, name, wanted[name]) for name in names & set(wanted)) and (
        _folded(live.tag_names) == _folded(draft.tags or [])
    )


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def new_tags(article: Article, names: list[str] | None) -> list[str] | None:
    """Return the tags to set; None when the article has them, in whatever case."""
    if names is None:
        return None
    has = _folded(tag.name for tag in article.tags.all())
    return None if has == _folded(names) else names


def difference(article: Article, changed: dict[str, Any], tags: list[str] | None) -> list[str]:
    """Return what `changed` and `tags` would change in `article`: `- ` lines go, `+ ` lines come.

    Of its text only lines that differ are told, in their order.
    """
    lines = [
        line
        for name, value in changed.items()
        if name != "body"
        for line in _exchanged(name, getattr(article, name), value)
    ]
    if tags is not None:
        lines += _exchanged("tags", ", ".join(tag_names(article)), ", ".join(sorted(tags)))
    if "body" in changed:
        lines += _changed_lines(unix_lines(article.body), changed["body"])
    return lines


def _exchanged(name: str, before: object, after: object) -> list[str]:
    values = (("-", before), ("+", after))
    return [f"{sign} {name}: {value}" for sign, value in values if value not in (None, "")]


def _changed_lines(before: str, after: str) -> Iterator[str]:
    for row in side_by_side(before, after):
        if row.kind in ("changed", "removed"):
            yield "- " + "".join(span.text for span in row.left)
        if row.kind in ("changed", "added"):
            yield "+ " + "".join(span.text for span in row.right)
