"""Cuts an article into the pieces that search ranks and a card shows: whole sentences, one heading.

A piece never reaches across a heading, however short its section is: "Yes." under a question is an
answer of its own, its card links to that question, and a second heading's words would be lost,
because only one heading is kept with a piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

# A sentence longer than this is cut between words; no piece is longer.
LONGEST = 1_500
# A last piece shorter than this is too little to answer anything: it joins the one before it.
TINY = 150


class Piece(NamedTuple):
    """A passage; the elements it was made of stand on lines of their own in `text`."""

    heading: str
    anchor: str
    text: str


class Block(Protocol):
    """What `markup.render` gives: one element's text and the heading above it."""

    @property
    def text(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def is_row(self) -> bool: ...


# An end mark, what closes around it, and a space; or a CJK full stop, which needs no space. Runs
# are bounded, so that a million dots cost no more than a million letters.
END = re.compile(r"""[.!?…]{1,9}["'”’»)\]]{0,3}(?=\s)|[。！？｡]{1,9}[」』）”’"')]{0,3}|\n""")
# A full stop after these ends no sentence ...
ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:e\.g|i\.e|eg|ie|vs|cf|ca|approx|resp|incl|excl|"
    r"Mr|Mrs|Ms|Dr|Prof|St|z\.B|d\.h|u\.a|bzw|(?:[A-Z]\.)*[A-Z])\.$"
)
# ... nor after these when this follows: a number, a time zone (2 p.m. ET), a month (24. Dezember).
GOES_ON = tuple(
    (re.compile(rf"(?:^|[\s(\[]){before}\.$"), re.compile(rf"[ \xa0]+{following}"))
    for before, following in (
        (r"(?i:No|Nos|Nr|Fig|Sec|Art|Ch|Vol|p|pp|v)", r"\d"),
        (r"[\d:]*[ap]\.m", r"(?:[A-Z]{2,4}|Eastern|Central|Mountain|Pacific)\b"),
        (r"\d{1,2}", r"(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"),
    )
)


def sentences(text: str) -> list[str]:
    """Split `text` into sentences, losing nothing but space; a line's end is a sentence's too."""
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence starts and ends, without space around it."""
    start = 0
    for end in _ends(text):
        while start < end and text[start].isspace():
            start += 1
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start < stop:
            yield start, stop
        start = end


def _ends(text: str) -> Iterator[int]:
    start = 0
    for end in END.finditer(text):
        if _ends_sentence(text, start, end):
            start = end.end()
            yield start
    yield len(text)


def _ends_sentence(text: str, start: int, end: re.Match[str]) -> bool:
    if end[0] == "\n":
        return True
    sentence = text[start : end.start()] if end.start() - start < 5 else "long"
    if not any(character.isalpha() for character in sentence):
        return False  # the number of a list: "2. Open the settings."
    if end[0][0] in "。！？｡":
        return True
    if text[end.end() : end.end() + 40].lstrip()[:1].islower():
        return False
    before = text[max(start, end.end() - 20) : end.end()]
    return not (
        ABBREVIATION.search(before)
        or any(goes.match(text, end.end()) and ends.search(before) for ends, goes in GOES_ON)
    )


def split(blocks: Sequence[Block], target: int = 1000) -> list[Piece]:
    """Cut an article's blocks into pieces of about `target` characters, in reading order.

    Consecutive blocks under one heading share a piece until it is full; a block longer than
    `target` is cut at sentence ends. A piece has at most `LONGEST` characters, and all pieces
    together hold every word of the blocks.
    """
    pieces = []
    for (heading, anchor), section in groupby(blocks, key=lambda b: (b.heading, b.anchor)):
        lines = [line for block in section for line in _lines(block.text, target)]
        pieces += [Piece(heading, anchor, text) for text in _filled(lines, target)]
    return pieces


def _lines(text: str, target: int) -> Iterator[str]:
    """Yield a block whole, or in runs of sentences when it is too long for one piece."""
    if len(text) <= target:
        yield from [text] if text.strip() else []
        return
    first = last = 0
    for start, end in _short_spans(text):
        if last and end - first > target:
            yield text[first:last]
            last = 0
        first = first if last else start
        last = end
    if last:
        yield text[first:last]


def _short_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield sentences; what is too long for one is cut between words, else anywhere."""
    for start, end in spans(text):
        while end - start > LONGEST:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = start + LONGEST if cut < 0 else cut
            yield start, cut
            start = cut + (text[cut] == " ")
        yield start, end


def _filled(lines: Iterable[str], target: int) -> list[str]:
    """Join lines into texts of about `target` characters; a tiny last one joins its neighbour."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= target:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    if len(texts) > 1 and len(texts[-1]) < TINY and len(texts[-2]) + len(texts[-1]) < LONGEST:
        texts[-2:] = [f"{texts[-2]}\n{texts[-1]}"]
    return texts


FULL_STOPS = tuple(".!?…。！？｡")


def opening(blocks: Sequence[Block], limit: int = 320) -> str:
    """Return the first whole sentences of an article, at most `limit` characters, for a card.

    It stays under the first heading when that says enough, and takes a row of a table only where
    the text leads to it, as by a colon. A first sentence that is too long by itself is cut between
    words and ends in an ellipsis. "" when the article has no text.
    """
    text = ""
    for block in blocks:
        if len(text) >= TINY and block.heading != blocks[0].heading:
            break
        if block.is_row and text.endswith(FULL_STOPS):
            break
        for start, end in spans(block.text):
            joined = flowing(f"{text}\n{block.text[start:end]}".strip())
            if len(joined) > limit:
                return text or _cut(joined, limit)
            text = joined
    return text


# A line that ends without any of these, marked as a match (U+E001) or not, runs into the next one.
OPEN_END = re.compile(r"([^.!?:;,…。！？：；、，\s\ue001])(\ue001?)\n")
# Chinese and Japanese marks bring their own space, and a heading there ends in such a colon.
WIDE_END = re.compile(r"([。！？：；、，]\ue001?)\n")
WIDE_COLON = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(\ue001?):\n")


def flowing(text: str) -> str:
    """Return `text` in one line: a dot keeps list items and rows apart that end without a mark."""
    text = WIDE_END.sub(r"\1", WIDE_COLON.sub(r"\1：", text))
    return OPEN_END.sub(r"\1\2 · ", text).replace("\n", " ")


def _cut(sentence: str, limit: int) -> str:
    head = sentence[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(",;:") + "…"
