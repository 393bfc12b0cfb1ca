"""Whether a draft says something new: of an article that is there, only differences are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import Article, PublishedArticle
from .draft import Draft


def differs(article: Article | PublishedArticle, name: str, value: Any) -> bool:
    """Whether `article` has another value than `value` in the field `name`."""
    if name in ("category", "translation_of"):
        return getattr(article, f"{name}_id") != value.pk
    if name == "body":
        return unix_lines(article.body) != value
    return getattr(article, name) != value


def unix_lines(text: str) -> str:
    """Return `text` with the line ends of a file; what a browser sends has those of Windows."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
