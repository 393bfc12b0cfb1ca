"""The part of a passage that a card shows for this question.

Decides which sentences: whole ones, MIN to MAX characters, where the words of the question stand
most densely, with the matches marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import fsum

from articles.passages import flowing, spans

from .matching import Match, Matcher, marked

MIN, MAX = 160, 520
# A run of sentences grows to this many characters as long as matches follow, or as it ends in what
# only leads on: "Conditions:", "What now?"
ENOUGH = 320
LEADS_ON = ":?：？"
ELLIPSIS = "…"

Span = tuple[int, int]


def excerpt(text: str, matcher: Matcher) -> str:
    """Return the whole sentences of `text` that hold most of the question, marked.

    MIN to MAX characters where the text has as many; "" when nothing in it matches. A sentence
    longer than MAX is cut between words, with an ellipsis.
    """
    matches = matcher.matches(text)
    if not matches:
        return ""
    sentences = _sentences(text)
    lexemes = _by_sentence(sentences, matches)
    starts = (number for number, in_sentence in enumerate(lexemes) if in_sentence)
    first, last = max(
        (_run(start, sentences, lexemes) for start in starts),
        key=lambda run: (_worth(lexemes[run[0] : run[1]], matcher), -run[0]),
    )
    if sentences[first][1] - sentences[first][0] > MAX:
        return _cut(text, sentences[first], matches, matcher)
    first, last = _widened(first, last, sentences, text)
    return flowing(marked(text, matches, sentences[first][0], sentences[last - 1][1]))


def beginning(text: str) -> str:
    """Return the first whole sentences of `text`, as many as fit in ENOUGH characters."""
    sentences = _sentences(text)
    if not sentences:
        return ""
    (first, first_end), (_, end_of_text) = sentences[0], sentences[-1]
    fitting = [end for _, end in sentences if end - first <= ENOUGH] or [first_end]
    shown = text[first : fitting[-1]]
    if len(shown) > MAX:
        shown = shown[:ENOUGH].rpartition(" ")[0] or shown[:ENOUGH]
    rest = f" {ELLIPSIS}" if len(shown) < end_of_text - first else ""
    return flowing(shown) + rest


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[Span, ...]:
    """Return where the sentences are; the best passages of a site answer many questions."""
    return tuple(spans(text))


def _by_sentence(sentences: Sequence[Span], matches: Iterable[Match]) -> list[list[str]]:
    """Return the matching lexemes of each sentence."""
    lexemes: list[list[str]] = [[] for _ in sentences]
    ends = [end for _start, end in sentences]
    for match in matches:
        lexemes[min(bisect_left(ends, match.end), len(sentences) - 1)].append(match.lexeme)
    return lexemes


def _run(start: int, sentences: Sequence[Span], lexemes: Sequence[list[str]]) -> Span:
    """Return the run of sentences from `start` to the last one that matches and is near enough."""
    last = start + 1
    for number in range(start + 1, len(sentences)):
        if sentences[number][1] - sentences[start][0] > ENOUGH:
            break
        last = number + 1 if lexemes[number] else last
    return start, last


def _worth(sentences: Iterable[list[str]], matcher: Matcher) -> float:
    """Return what the lexemes of `sentences` are worth; each time again counts a tenth.

    The same in whatever order: a set has another one in each worker.
    """
    lexemes = [lexeme for sentence in sentences for lexeme in sentence]
    again = fsum(matcher.worth[lexeme] for lexeme in lexemes)
    return fsum(matcher.worth[lexeme] for lexeme in set(lexemes)) + 0.1 * again


def _widened(first: int, last: int, sentences: Sequence[Span], text: str) -> Span:
    """Add neighbours until the run has MIN characters: those behind it, then those before it.

    One that leads on is followed by the next, if that has room.
    """
    while last < len(sentences):
        is_short = sentences[last - 1][1] - sentences[first][0] < MIN
        if not is_short and text[sentences[last - 1][1] - 1] not in LEADS_ON:
            break
        if sentences[last][1] - sentences[first][0] > (MAX if is_short else ENOUGH):
            break
        last += 1
    while first > 0 and sentences[last - 1][1] - sentences[first][0] < MIN:
        if sentences[last - 1][1] - sentences[first - 1][0] > MAX:
            break
        first -= 1
    return first, last


def _cut(text: str, sentence: Span, matches: Sequence[Match], matcher: Matcher) -> str:
    """Return the part of an overlong sentence that holds most matches, cut between words."""
    inside = [match for match in matches if sentence[0] <= match.start and match.end <= sentence[1]]
    best = max(
        inside,
        key=lambda first: _worth(
            [[m.lexeme for m in inside if first.start <= m.start < first.start + ENOUGH // 2]],
            matcher,
        ),
    )
    start = max(sentence[0], best.start - ENOUGH // 4)
    if start > sentence[0]:
        start = text.find(" ", start, best.start) + 1 or best.start
    end = min(sentence[1], max(start + ENOUGH, best.end))
    if end < sentence[1]:
        space = text.rfind(" ", best.end, end)
        end = space if space > 0 else end
    before = f"{ELLIPSIS} " if start > sentence[0] else ""
    after = f" {ELLIPSIS}" if end < sentence[1] else ""
    return before + flowing(marked(text, matches, start, end)) + after
