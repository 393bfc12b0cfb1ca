"""How the pages of two versions differ, block by block beside each other, with marks on the words.

The marks stand around words only, inside of the text of one element, so that each side keeps the
structure of its page. A word counts as another one when it became bold or its link leads elsewhere.
Both sides pass the sanitiser before and after. Work is bounded: past the limits a block is marked
whole, and never the comparison given up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from . import text_difference
from .markup import sanitize

# Unchanged blocks shown around a change; the others are folded.
CONTEXT = 1
# difflib compares every pair of equal things: so many pairs of blocks and of words, then no more.
MAX_BLOCK_PAIRS = 1_000_000
MAX_WORD_PAIRS = 200_000
MAX_WORD_PAIRS_IN_ALL = 2_000_000
# Blocks that replace each other are put beside each other when they share so many words.
ALIKE = 0.4
MAX_ALIGNED = 10_000
MAX_MARKED = 60_000  # characters of a block; in a longer one no word is marked

TOKEN = re.compile(r"<[^>]*>|[^<]+")
TAG = re.compile(r"</?([a-z0-9]+)")
# Letters of Chinese and Japanese are words; an entity is one thing.
EAST = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"&#?\w+;|[{EAST}]|[^\W{EAST}]+|[^\w\s]")
ANCHOR = re.compile(r'<a [^>]*class="anchor"[^>]*>[^<]*</a>')
VOID = frozenset(["br", "hr", "img", "input"])
# What makes a word look or lead otherwise.
INLINE = frozenset(["a", "code", "em", "s", "strong", "sup"])


class Pair(NamedTuple):
    """A block beside its counterpart; `hidden` are unchanged ones that are folded."""

    kind: str  # same, changed, added, removed, hidden
    left: str = ""
    right: str = ""
    hidden: int = 0


class Word(NamedTuple):
    """Something to compare, and where it stands: token and first and last place within it."""

    key: tuple[str, ...]
    token: int
    start: int
    end: int


def side_by_side(before: str, after: str) -> list[Pair]:
    """Return two pages of sanitised HTML block by block; nothing when they look the same."""
    left, right = blocks(before), blocks(after)
    if left == right:
        return []
    budget = [MAX_WORD_PAIRS_IN_ALL]
    pairs: list[Pair] = []
    opcodes = _opcodes(left, right)
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag == "equal":
            pairs += _shortened(left[i1:i2], number == 0, number == len(opcodes) - 1)
        else:
            pairs += _replaced(left[i1:i2], right[j1:j2], budget)
    return [pair._replace(left=_safe(pair.left), right=_safe(pair.right)) for pair in pairs]


def _safe(html: str) -> str:
    return sanitize.clean_compared(html) if html else ""


def blocks(html: str) -> list[str]:
    """Return the elements at the top of a page, without their addresses."""
    found: list[str] = []
    depth, block = 0, []
    for token in TOKEN.findall(ANCHOR.sub("", sanitize.clean_compared(html))):
        if depth == 0 and not token.strip():
            continue
        block.append(token)
        depth += _step(token)
        if depth <= 0:
            found.append("".join(block))
            depth, block = 0, []
    return found + ["".join(block)] * bool(block)


def _step(token: str) -> int:
    """Return by how much a token leads deeper: 1, 0 or -1."""
    tag = TAG.match(token)
    if tag is None or tag[1] in VOID:
        return 0
    return -1 if token.startswith("</") else 1


def _opcodes(left: list[str], right: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if text_difference.pairs(left, right) > MAX_BLOCK_PAIRS:
        return [("replace", 0, len(left), 0, len(right))]
    return SequenceMatcher(None, left, right, autojunk=False).get_opcodes()


def _shortened(same: list[str], first: bool, last: bool) -> list[Pair]:
    """Keep the unchanged blocks next to a change, before and after it; fold the others."""
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    hidden = same[head : len(same) - tail]
    shown = [Pair("same", block, block) for block in same]
    if len(hidden) <= 1:
        return shown
    return [
        *shown[:head], Pair("hidden", "".join(hidden), "", len(hidden)),
        *shown[len(same) - tail :],
    ]  # fmt: skip


def _replaced(left: list[str], right: list[str], budget: list[int]) -> Iterator[Pair]:
    """Put blocks that say much the same beside each other; the others stand alone."""
    i = j = 0
    for matched_i, matched_j in [*_alike(left, right), (len(left), len(right))]:
        for block in left[i:matched_i]:
            yield Pair("removed", left=_marked_whole(block, "del"))
        for block in right[j:matched_j]:
            yield Pair("added", right=_marked_whole(block, "ins"))
        if matched_i < len(left):
            yield Pair("changed", *_marked(left[matched_i], right[matched_j], budget))
        i, j = matched_i + 1, matched_j + 1


def _alike(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Return which blocks stand beside each other, in order, so that they share most in all.

    `best[i][j]` is the most that the blocks from `i` and from `j` on can share.
    """
    if len(left) * len(right) > MAX_ALIGNED:
        return list(zip(range(len(left)), range(len(right)), strict=False))
    bags = [[Counter(w.key[0] for w in words(split(b))) for b in side] for side in (left, right)]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    shares = [[_share(a, b) for b in bags[1]] for a in bags[0]]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            both = shares[i][j] + best[i + 1][j + 1] if shares[i][j] >= ALIKE else 0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    alike, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            alike.append((i, j))
            i, j = i + 1, j + 1
    return alike


def _share(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def split(block: str) -> list[str]:
    """Return the tags and texts of a block."""
    return TOKEN.findall(block)


def words(tokens: list[str]) -> list[Word]:
    """Return the words and pictures of a block, each with what it looks like and leads to."""
    found: list[Word] = []
    around: list[str] = []
    if sum(map(len, tokens)) > MAX_MARKED:
        return []
    for number, token in enumerate(tokens):
        tag = TAG.match(token)
        if tag is None:
            style = tuple(around)
            found += [
                Word((word[0], *style), number, *word.span()) for word in WORD.finditer(token)
            ]
        elif tag[1] in ("img", "input"):
            found.append(Word((token,), number, 0, len(token)))
        elif tag[1] in INLINE and token.startswith("</"):
            del around[-1:]
        elif tag[1] in INLINE:
            around.append(token)
    return found


def _marked_whole(block: str, mark: str) -> str:
    tokens = split(block)
    return _with_marks(tokens, words(tokens), mark)


def _marked(before: str, after: str, budget: list[int]) -> tuple[str, str]:
    """Return both blocks with marks on the words that only one of them has."""
    left, right = split(before), split(after)
    a, b = words(left), words(right)
    keys = [word.key for word in a], [word.key for word in b]
    work = text_difference.pairs(*keys)
    if work > min(MAX_WORD_PAIRS, budget[0]):
        return _with_marks(left, a, "del"), _with_marks(right, b, "ins")
    budget[0] -= work
    opcodes = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    changed = [code for code in opcodes if code[0] != "equal"]
    old = [word for _tag, i1, i2, _j1, _j2 in changed for word in a[i1:i2]]
    new = [word for _tag, _i1, _i2, j1, j2 in changed for word in b[j1:j2]]
    return _with_marks(left, old, "del"), _with_marks(right, new, "ins")


def _with_marks(tokens: list[str], marked: list[Word], mark: str) -> str:
    """Put `mark` around the words, one mark around neighbours with only white space between."""
    runs: dict[int, list[list[int]]] = {}
    for word in marked:
        of_token = runs.setdefault(word.token, [])
        if of_token and not tokens[word.token][of_token[-1][1] : word.start].strip():
            of_token[-1][1] = word.end
        else:
            of_token.append([word.start, word.end])
    return "".join(_cut(token, runs.get(n, []), mark) for n, token in enumerate(tokens))


def _cut(text: str, runs: list[list[int]], mark: str) -> str:
    done, parts = 0, []
    for start, end in runs:
        parts += [text[done:start], f"<{mark}>", text[start:end], f"</{mark}>"]
        done = end
    return "".join([*parts, text[done:]])
