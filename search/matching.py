"""Which words of a text match a question.

A word matches when PostgreSQL stems it to a lexeme of the question. Only words that may begin like
such a lexeme are looked at, all words where stemming changes beginnings ("المرور" is "مرور"), and
what PostgreSQL said of them is kept. ts_headline is not used: it drops what looks like a tag (`<p>`
in an article about HTML), knows no sentences, and costs more than the ranking. A match is marked by
U+E000 before and U+E001 after it; the template escapes the text and then puts `<mark>` there.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from articles import reading
from articles.folding import QUOTES, THOUSANDS, UNSPACED, fold
from articles.languages import has_participles, keeps_beginnings, search_configuration

from .questions import Question

START, END = "\ue000", "\ue001"
MAX_CACHED_STEMS = 50_000
# So many characters for each word of a phrase, those between them included.
REACH = 16

# (configuration, word as written) -> its lexemes.
_stems: dict[tuple[str, str], frozenset[str]] = {}

STEMS = """
    SELECT said.number, stem.lexeme
      FROM unnest(%(words)s::text[]) WITH ORDINALITY AS said (word, number),
           unnest(helpcenter_vector(%(config)s, said.word)) AS stem"""


class Match(NamedTuple):
    """A word of a text that the question asks for: where it stands and which lexeme it is."""

    start: int
    end: int
    lexeme: str


def _together(matches: Iterable[Match], phrase: set[str], reach: int) -> Iterator[Match]:
    """Yield those of `matches` that are all words of `phrase`, each `reach` characters at most."""
    words = [match for match in matches if match.lexeme in phrase]
    for number, first in enumerate(words):
        near = [m for m in words[number:] if m.end - first.start <= reach * len(phrase)]
        if phrase == {match.lexeme for match in near}:
            yield from near


class Matcher:
    """Knows the matches of one question in `texts`; one SQL statement when it meets new words."""

    def __init__(self, question: Question, texts: Iterable[str]) -> None:
        self.worth = {
            lexeme: word.worth / len(word.lexemes)
            for word in sorted(question.telling, key=lambda word: word.kind == "said")
            for lexeme in word.lexemes
        }
        self._phrases = [set(word.lexemes) for word in question.telling if word.beside]
        self._alone = {word.lexeme for word in question.telling if not word.beside}
        self._lone = {word.lexeme for word in question.telling if word.is_beginning}
        self._config = search_configuration(question.locale)
        self._words = _beginning_like(tuple(self.worth), question.locale)
        candidates = {text: self._candidates(text) for text in texts}
        lexemes = self._asked_lexemes(
            {word for spans in candidates.values() for word, _start, _end in spans}
        )
        self._matches = {
            text: self._whole(
                [Match(start, end, lexemes[word]) for word, start, end in spans if word in lexemes]
            )
            for text, spans in candidates.items()
        }

    def _whole(self, matches: list[Match]) -> list[Match]:
        """Return `matches` of one text with words of a phrase only where all of them stand.

        Close together; anywhere in the text where nothing else of it matches.
        """
        if not self._phrases:
            return matches
        for reach in (REACH, sys.maxsize):
            together = {m for phrase in self._phrases for m in _together(matches, phrase, reach)}
            whole = [m for m in matches if m.lexeme in self._alone or m in together]
            if whole:
                break
        return whole

    def matches(self, text: str) -> list[Match]:
        """Return the matches in one of the texts in reading order; letter pairs may overlap."""
        return self._matches[text]

    def _candidates(self, text: str) -> list[tuple[str, int, int]]:
        """Return (word, start, end) of words that may be a lexeme of the question."""
        words = [
            (text[start:end], start, end)
            for start, end in map(re.Match.span, self._words.finditer(_shape(text)))
        ]
        if not text.isascii():
            pairs = [pair for run in UNSPACED.finditer(text) for pair in self._pairs(run)]
            words = sorted([*words, *pairs], key=lambda word: word[1]) if pairs else words
        return words

    def _pairs(self, run: re.Match[str]) -> list[tuple[str, int, int]]:
        """Return the letter pairs of an unspaced run that the question has.

        A long vowel behind one belongs to it: as the last of a word it is not asked for.
        """
        first, last = run.span()
        letters = run[0]
        is_folded = unicodedata.is_normalized("NFKC", letters)  # as nearly all: 20 times faster
        if self._lone:
            return [
                (letter, place, place + 1)
                for place, letter in enumerate(letters, first)
                if letter in self._lone
            ]
        pairs = ((letters[i : i + 2], first + i) for i in range(max(1, last - first - 1)))
        return [
            (pair, start, start + len(pair) + run.string.startswith("ー", start + len(pair)))
            for pair, start in pairs
            if (pair if is_folded else fold(pair).strip()) in self.worth
        ]

    def _asked_lexemes(self, words: Iterable[str]) -> dict[str, str]:
        """Return word -> the lexeme of the question that it is, for those that are one."""
        asked = self.worth.keys()
        return {
            word: min(stems & asked)
            for word, stems in self._stems_of(words).items()
            if stems & asked
        }

    def _stems_of(self, words: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the lexemes of each word; PostgreSQL is asked for those that are not known yet.

        They are not read from memory again: another thread may have cleared it.
        """
        cached = {word: _stems.get((self._config, word)) for word in words}
        known = {word: stems for word, stems in cached.items() if stems is not None}
        if unknown := [word for word, stems in cached.items() if stems is None]:
            read = self._read_stems(unknown)
            if len(_stems) > MAX_CACHED_STEMS:
                _stems.clear()
            _stems.update({(self._config, word): stems for word, stems in read.items()})
            known |= read
        return known

    def _read_stems(self, words: Sequence[str]) -> dict[str, frozenset[str]]:
        lexemes: dict[int, set[str]] = {}
        values = {"words": [fold(word) for word in words], "config": self._config}
        for number, lexeme in reading.rows(STEMS, values):
            lexemes.setdefault(number, set()).add(lexeme)
        return {word: frozenset(lexemes.get(number, ())) for number, word in enumerate(words, 1)}


# Letters that Unicode does not take apart and unaccent does: "ø" is "o", "ß" is "ss", "æ" is "ae".
LATIN = re.compile(
    r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:SHARP |DOTLESS )?([A-Z])(?:[A-Z]$|$| WITH )"
)


class _Shape(dict):
    """Character -> one character: the base letter in lower case, or a space.

    Letters of unspaced scripts are spaces here: they are matched in pairs.
    """

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()[0]
        if named := LATIN.match(unicodedata.name(base, "")):
            base = named[1].lower()
        category = unicodedata.category(base)
        is_letter = category[0] in "LMN" or category == "Cf"
        self[code] = shape = base if is_letter and not UNSPACED.match(chr(code)) else " "
        return shape


_SHAPE = _Shape({ord(kept): kept for kept in "'.@"} | {ord(quote): "'" for quote in QUOTES})


def _shape(text: str) -> str:
    """Return the shape of each character; a number with its thousands apart is one word."""
    return THOUSANDS.sub(lambda number: re.sub(r"\D", ".", number[0]), text).translate(_SHAPE)


# A word in a text's shape. That it does not begin inside another one is asked behind its first
# letter: Python looks for the letter first, which takes half the time of looking back everywhere.
FIRST = r"{letter}(?<![^\s'.@]{letter})"
FURTHER = r"[^\s'.@]*(?:['.@]+[^\s'.@]+)*"
ANY_WORD = re.compile(FIRST.format(letter=r"[^\s'.@]") + FURTHER)
# "œ" has the shape of one letter and is two in a lexeme.
LIGATURE = re.compile("([ao])e")


@lru_cache(maxsize=256)
def _beginning_like(lexemes: tuple[str, ...], locale: str) -> re.Pattern[str]:
    """Return what finds, in a text's shape, the words that begin like one of `lexemes`.

    A stem has the first letters of its word; its last ones may differ (happi, happy).
    """
    if not keeps_beginnings(locale):
        return ANY_WORD
    starts = {lexeme.translate(_SHAPE)[: max(1, min(3, len(lexeme) - 1))] for lexeme in lexemes}
    starts |= {lexeme[0] for lexeme in lexemes if lexeme.isdigit()}  # "1,000"
    starts |= {LIGATURE.sub(r"\1", start) for start in starts}
    hyphened = {f"{start[0]} {start[1:]}" for start in starts if len(start) == 3}  # "e-mail"
    starts |= hyphened | {".".join(start) for start in starts}  # initials
    forms = [(start[0], re.escape(start[1:])) for start in starts if start.strip()]
    if has_participles(locale):
        forms = [verb_form for form in forms for verb_form in _verb_forms(*form)]
    by_letter: dict[str, set[str]] = {}
    for letter, rest in forms:
        by_letter.setdefault(re.escape(letter), set()).add(rest)
    words = [
        f"{FIRST.format(letter=letter)}(?:{'|'.join(sorted(rests))})"
        for letter, rests in sorted(by_letter.items())
    ]
    return re.compile(f"(?:{'|'.join(words) or '(?!)'}){FURTHER}")


def _verb_forms(letter: str, rest: str) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of German words whose stem begins with `letter` and `rest`.

    "gesperrt" is "sperr", "anzumelden" "anmeld". Umlauts and "ß" may be two letters in the word
    ("Aenderung", on PostgreSQL 18) or in the stem ("eßbar").
    """
    start = re.sub("([aou])", r"\1e?", f"{letter}{rest}".replace("ss", "ss?"))
    yield letter, start[1:]
    yield "g", f"e{start}"
    if rest.isalnum():
        yield letter, rf"e?{rest[0]}[^\s'.@]{{0,8}}?(?:ge|zu)"


def marked(text: str, matches: Sequence[Match], start: int = 0, end: int | None = None) -> str:
    """Return `text[start:end]` with `matches` (in reading order) between START and END.

    Overlapping matches share a mark; one that reaches beyond the part is left out.
    """
    end = len(text) if end is None else end
    parts: list[str] = []
    done = start
    for first, last in _joined(matches):
        if first >= done and last <= end:
            parts += [text[done:first], START, text[first:last], END]
            done = last
    return "".join([*parts, text[done:end]])


def _joined(matches: Sequence[Match]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end, _lexeme in matches:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans
