"""The kinds of questions that latency is measured for, taken from the articles themselves.

Real questions are what titles, headings and the texts of links say: people ask in those words. The
other kinds are the ones that make an engine work hardest, or find nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from random import Random

from django.db import connection

from . import growth
from .typing_errors import mistyped

SEED = 15
REAL = 150
OF_A_KIND = 60
# "very common" are these most frequent words that are no stop words; common ones come from twice
# as many.
COMMON = 20
LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(")


def kinds(texts: Mapping[int, growth.Text], derived: bool) -> dict[str, list[str]]:
    """Return kind -> its questions, the same in every run.

    `texts` are the imported articles; `derived` says whether there are made-up words as well.
    """
    random = Random(SEED)
    real = _sample(_real(texts.values()), REAL, random)
    frequent, once = _frequent(texts.values())
    rare = [growth.made_up(number) for number in range(OF_A_KIND)] if derived else once
    common = frequent[: 2 * COMMON]
    return {
        "real questions": real,
        "real, one typing error": [mistyped(question, random) for question in real],
        "one very common word": frequent[:COMMON],
        "two common words": _sample(map(" ".join, combinations(common, 2)), OF_A_KIND, random),
        "three common words": _sample(map(" ".join, combinations(common, 3)), OF_A_KIND, random),
        "a rare word": _sample(rare, OF_A_KIND, random),
        "a word that does not exist": [f"qx{growth.made_up(n)}" for n in range(OF_A_KIND)],
    }


def _sample(questions: Iterable[str], count: int, random: Random) -> list[str]:
    distinct = sorted(set(questions))
    return random.sample(distinct, min(count, len(distinct)))


def _real(texts: Iterable[growth.Text]) -> list[str]:
    """Return titles, headings and texts of links of two words or more."""
    said = [text.title for text in texts] + _link_texts()
    said += [heading for text in texts for heading, _ in text.passages]
    lines = (" ".join(re.sub(r"[`*_\[\]!]+", "", line).split()) for line in said)
    return [line for line in lines if " " in line and "://" not in line]


def _link_texts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM articles_publishedarticle WHERE body <> ''")
        return [link[1] for (body,) in cursor.fetchall() for link in LINK.finditer(body)]


def _frequent(texts: Iterable[growth.Text]) -> tuple[list[str], list[str]]:
    """Return the words that are no stop words, most frequent first, and those that occur once."""
    counts: Counter[str] = Counter()
    for text in texts:
        for _heading, said in text.passages:
            counts.update(set(re.findall(r"[a-z]{3,}", said.lower())))
    telling = _telling([word for word, _count in counts.most_common(10 * COMMON)])
    frequent = [word for word, _count in counts.most_common() if word in telling]
    return frequent, [word for word, count in counts.items() if count == 1]


def _telling(words: list[str]) -> set[str]:
    """Return those of `words` that PostgreSQL does not take for stop words, one of each stem."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT ON (vector) word
                 FROM unnest(%s::text[]) WITH ORDINALITY AS said (word, place),
                      to_tsvector('pg_catalog.english', word) AS vector
                WHERE length(vector) > 0 ORDER BY vector, place""",
            [words],
        )
        return {word for (word,) in cursor.fetchall()}
