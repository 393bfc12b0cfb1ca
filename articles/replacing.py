"""Find and replace over many articles: plain text, with what would happen shown first."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from .bulk_changes import Change, save
from .importing.link_syntax import ANY_TARGET, DEFINED_TARGET
from .models import TEXT, Article, Deed

CONTEXT = 48
# Each has a tick, beside that of its article; DATA_UPLOAD_MAX_NUMBER_FIELDS is 3000.
TICKED = 1000
# Of one article where there are more places than ticks; how many more it has is said.
HITS_SHOWN = 5
BARE_ADDRESS = re.compile(r"\b(https?://[^\s<>)\]]+)")
MAIL_ADDRESS = re.compile(r"(?<![\w.+-])([\w.+-]{0,64}@[\w-]+(?:\.[\w-]+)+)")
# A place to look in beside the fields.
ADDRESSES = "addresses"


class Hit(NamedTuple):
    """One place: its key, what stands before it and after it, and what was found."""

    key: str
    field: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Replacement:
    """What to look for and what to write instead.

    `where` holds some of title, summary, body and addresses: those of mail, and those that links
    and pictures lead to, which a new name for a product must not break.
    """

    find: str
    instead: str
    match_case: bool = False
    whole_words: bool = False
    where: tuple[str, ...] = TEXT

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is to be replaced is its group; what says the new text already is passed over."""
        text, flags = re.escape(self.find), 0 if self.match_case else re.IGNORECASE
        if self.whole_words:
            text = rf"(?<!\w){text}(?!\w)"
        new_text = (
            rf"(?-i:{re.escape(self.instead)})|" if re.search(text, self.instead, flags) else ""
        )
        return re.compile(f"{new_text}({text})", flags)

    def hits(self, article: Article) -> Iterator[Hit]:
        """Yield the places in the working copy of `article` where something would change."""
        for field in TEXT:
            text = getattr(article, field)
            for match in self.matches(field, text):
                yield Hit(_key(article, field, match), field, *_around(text, match))

    def matches(self, field: str, text: str) -> Iterator[re.Match[str]]:
        """Yield what would change in the text of a field."""
        spans = _addresses(text)
        for match in self.pattern.finditer(text):
            leads = any(start < match.end() and match.start() < end for start, end in spans)
            if match[1] and (ADDRESSES if leads else field) in self.where:
                yield match

    def replaced(self, article: Article, field: str, places: Container[str] | None) -> str:
        """Return the text of a field with its places replaced: all, or those whose key is given."""
        text = getattr(article, field)
        pieces, at = [], 0
        for match in self.matches(field, text):
            if places is None or _key(article, field, match) in places:
                pieces += [text[at : match.start()], self.instead]
                at = match.end()
        return "".join([*pieces, text[at:]])

    def change(self, places: Container[str] | None = None) -> Change:
        """Return what replaces these places of an article, or all, and saves it as one version."""
        reason = _("Replaced “%(find)s” by “%(instead)s”") % {
            "find": self.find[:40],
            "instead": self.instead[:40],
        }

        def replace(article: Article) -> bool:
            new = {field: self.replaced(article, field, places) for field in TEXT}
            if all(getattr(article, field) == text for field, text in new.items()):
                return False
            for field, text in new.items():
                setattr(article, field, text)
            article.clean_fields(exclude=["category", "owner", "translation_of"])
            return save(article, Deed.REPLACED, reason)

        return replace


def _key(article: Article, field: str, match: re.Match[str]) -> str:
    """Return what a place is known by while its article stays at the same version."""
    return f"{article.pk}:{field}:{match.start()}"


def _addresses(text: str) -> list[tuple[int, int]]:
    """Return where addresses stand: of mail, and those that links and pictures lead to."""
    kinds = (ANY_TARGET, DEFINED_TARGET, BARE_ADDRESS, MAIL_ADDRESS)
    return [match.span(1) for kind in kinds for match in kind.finditer(text)]


def _around(text: str, match: re.Match[str]) -> tuple[str, str, str]:
    """Return what stands before a match, the match, and what stands after it."""
    start, end = match.span()
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    more_before, more_after = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(text))
    return f"{more_before}{before}", match[0], f"{after}{more_after}"


class ArticleHits(NamedTuple):
    """An article with its places, or the first of them and how many more it has."""

    article: Article
    hits: list[Hit]
    more: int

    @property
    def key(self) -> str:
        return str(self.article.pk)


def articles_with_hits(replacement: Replacement, articles: Iterable[Article]) -> list[ArticleHits]:
    """Return those of `articles` in which something would change.

    They have all of their places, or HITS_SHOWN each where these are more than TICKED in all.
    """
    matching, total = [], 0
    for article in articles:
        if hits := list(replacement.hits(article)):
            matching.append((article, hits[: max(HITS_SHOWN, TICKED - total)], len(hits)))
            total += len(hits)
    shown = TICKED if total <= TICKED else HITS_SHOWN
    return [
        ArticleHits(article, hits[:shown], max(0, count - shown))
        for article, hits, count in matching
    ]
