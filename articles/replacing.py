"""Find and replace over many articles: plain text, with what would happen shown first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from .bulk import Deed, save
from .models import TEXT, Article
from .models import Deed as Noted

CONTEXT = 48
# Of one article; how many more there are is said.
HITS_SHOWN = 5


class Hit(NamedTuple):
    """One place: what stands before it and after it, and what takes the place of what."""

    field: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Replacement:
    """What to look for and what to write instead; `fields` are some of title, summary and body."""

    find: str
    instead: str
    match_case: bool = False
    whole_words: bool = False
    fields: tuple[str, ...] = TEXT

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        text = re.escape(self.find)
        if self.whole_words:
            text = rf"(?<!\w){text}(?!\w)"
        return re.compile(text, 0 if self.match_case else re.IGNORECASE)

    def hits(self, article: Article) -> Iterator[Hit]:
        """Yield the places in the working copy of `article` where something would change."""
        for field in self.fields:
            text = getattr(article, field)
            for match in self.pattern.finditer(text):
                if match[0] != self.instead:
                    yield Hit(field, *_around(text, match))

    def deed(self) -> Deed:
        """Return what replaces every place in an article and saves it as one version."""
        reason = _("Replaced “%(find)s” by “%(instead)s”") % {
            "find": self.find[:40],
            "instead": self.instead[:40],
        }

        def replace(article: Article) -> bool:
            new = {
                field: self.pattern.sub(lambda _match: self.instead, getattr(article, field))
                for field in self.fields
            }
            if all(getattr(article, field) == text for field, text in new.items()):
                return False
            for field, text in new.items():
                setattr(article, field, text)
            article.clean_fields(exclude=["category", "owner", "translation_of"])
            return save(article, Noted.REPLACED, reason)

        return replace


def _around(text: str, match: re.Match[str]) -> tuple[str, str, str]:
    """Return what stands before a match, the match, and what stands after it."""
    start, end = match.span()
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    more_before, more_after = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(text))
    return f"{more_before}{before}", match[0], f"{after}{more_after}"


class Found(NamedTuple):
    """An article with the first of its places, and how many more it has."""

    article: Article
    hits: list[Hit]
    more: int


def found(replacement: Replacement, articles: Iterable[Article]) -> Iterator[Found]:
    """Yield those of `articles` in which something would change."""
    for article in articles:
        if hits := list(replacement.hits(article)):
            yield Found(article, hits[:HITS_SHOWN], max(0, len(hits) - HITS_SHOWN))
