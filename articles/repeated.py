"""Paragraphs that many articles repeat: they answer nothing, so search does not read them.

"Contact support if this did not help" would otherwise find every article that says it, and stand on
its card. Decides what counts: a paragraph of SHORTEST characters or more, word by word the same in
`needed` articles of a locale; an answer to a question that stands by itself never does. Publishing
notes the paragraphs of an article and leaves out those known to be repeated; the articles that said
one before it was known, or that say one that has become rare again, are indexed by `settle`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from math import isqrt
from typing import Any, TypeVar

from django.db import connection, transaction

from .faq import standing
from .passages import Block

AnyBlock = TypeVar("AnyBlock", bound=Block)

# A shorter line is a fact of its own ("All plans", a version), not a phrase.
SHORTEST = 30
FEWEST = 5


def needed(articles: int) -> int:
    """Return how many of a locale's `articles` must say a paragraph: 5 of 30, 35 of 1,226."""
    return max(FEWEST, isqrt(articles))


def digest(text: str, locale: str) -> int | None:
    """Return the number that a paragraph is known by; None for one that is too short."""
    words = " ".join(text.split()).casefold()
    if len(words) < SHORTEST:
        return None
    raw = blake2b(f"{locale} {words}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, signed=True)


def digests(blocks: Iterable[Block], locale: str) -> list[int]:
    """Return the numbers of the paragraphs that may be repeated, each once."""
    known = (digest(block.text, locale) for block in blocks if not standing(block.heading))
    return sorted({number for number in known if number is not None})


def without(blocks: Iterable[AnyBlock], repeated: Collection[int], locale: str) -> list[AnyBlock]:
    """Return the blocks that search reads: those that are not among `repeated`."""
    return [
        block
        for block in blocks
        if digest(block.text, locale) not in repeated or standing(block.heading)
    ]


def frequent(articles: Sequence[Iterable[Block]], locale: str) -> set[int]:
    """Return the paragraphs that are repeated in these `articles`, all that a locale has."""
    holders = Counter(number for blocks in articles for number in digests(blocks, locale))
    least = needed(len(articles))
    return {number for number, count in holders.items() if count >= least}


KNOWN = """
    SELECT paragraph FROM articles_repeatedparagraph WHERE paragraph = ANY(%(paragraphs)s)"""

FREQUENT = """
    SELECT paragraph FROM unnest(%(paragraphs)s::bigint[]) AS paragraph
     WHERE articles_saying(paragraph, %(needed)s) >= %(needed)s"""

NEW = f"""
    INSERT INTO articles_repeatedparagraph (paragraph, locale, is_settled)
    SELECT paragraph, %(locale)s, false FROM ({FREQUENT}) AS frequent
        ON CONFLICT DO NOTHING RETURNING paragraph"""  # noqa: S608

HOLDERS = """
    SELECT article_id FROM articles_publishedarticle
     WHERE paragraphs && %(paragraphs)s::bigint[] ORDER BY article_id"""

ARTICLES = "SELECT count(*) FROM articles_publishedarticle WHERE locale = %(locale)s"


def note_repeated(locale: str, paragraphs: Sequence[int]) -> set[int]:
    """Return those of `paragraphs`, of a saved article, that are repeated; note the new ones.

    Two SQL statements, four when one may be new, none without paragraphs.
    """
    if not paragraphs:
        return set()
    repeated = set(_numbers(KNOWN, paragraphs=[*paragraphs]))
    unknown = [number for number in paragraphs if number not in repeated]
    # What FEWEST articles say is seldom; only then the articles are counted.
    if frequent := _numbers(FREQUENT, paragraphs=unknown, needed=FEWEST):
        count = needed(_articles(locale))
        repeated.update(_numbers(NEW, paragraphs=frequent, needed=count, locale=locale))
    return repeated


def _numbers(statement: str, **values: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [number for (number,) in cursor.fetchall()]


def _articles(locale: str) -> int:
    return _numbers(ARTICLES, locale=locale)[0]


def settle() -> int:
    """Index again what says a paragraph that became repeated, or rare again; return how many.

    Rare again is what half as many articles say as it takes. A paragraph is forgotten in one
    transaction with the articles that say it, and remembered until all that say it are indexed, so
    this can be stopped and run again; visitors search meanwhile.
    """
    from .models import PublishedArticle, RepeatedParagraph

    rebuilt: set[int] = set()

    def index(paragraphs: list[int]) -> None:
        holders = _numbers(HOLDERS, paragraphs=paragraphs)
        rebuilt.update(pk for pk in holders if PublishedArticle.index_if_there(pk))

    for paragraph in _rare_again():
        with transaction.atomic():
            RepeatedParagraph.objects.filter(paragraph=paragraph).delete()
            index([paragraph])
    known = RepeatedParagraph.objects.filter(is_settled=False)
    if new := list(known.values_list("paragraph", flat=True)):
        index(new)
        RepeatedParagraph.objects.filter(paragraph__in=new).update(is_settled=True)
    return len(rebuilt)


def _rare_again() -> set[int]:
    from .models import RepeatedParagraph

    by_locale: dict[str, list[int]] = {}
    for known in RepeatedParagraph.objects.all():
        by_locale.setdefault(known.locale, []).append(known.paragraph)
    rare: set[int] = set()
    for locale, paragraphs in by_locale.items():
        fewest = -(-needed(_articles(locale)) // 2)
        rare |= set(paragraphs) - set(_numbers(FREQUENT, paragraphs=paragraphs, needed=fewest))
    return rare
