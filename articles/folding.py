"""One form of a text for the index and for a question, so that what looks alike is found alike.

Decides how letters are folded before PostgreSQL parses and stems them: compatibility forms (full
width, ligatures) and case are folded, punctuation separates words, and scripts that are written
without spaces are cut into overlapping pairs of letters ("東京都" is "東京 京都"), as Lucene's
CJKAnalyzer does. Initials are one word with their stops and without ("U.S."), a word is the same
with a hyphen behind its first letter ("e-mail"), a number with marks between its thousands. It
must not depend on the locale of the database: in a "C" database PostgreSQL takes every character
beyond ASCII for a letter and does not fold its case.
"""

from __future__ import annotations

import re
import unicodedata

# Han, Hiragana, Katakana, Hangul, Thai, Lao, Myanmar, Khmer: no spaces, or spaces between phrases.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3131-\u318e"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


class _Separators(dict):
    """Character -> what stands for it: a space for what is neither letter, mark nor number."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cf" and code != 0x200B:  # soft hyphen, joiners: inside a word
            folded = ""
        elif category[0] in "LMN" or character in "'.@":
            folded = character
        else:
            folded = " "
        self[code] = folded
        return folded


# Catalan's "col·legi", which many type without the dot.
GEMINATE = re.compile("([lL])·([lL])")
# A dash of any kind typed for the long vowel of a katakana word, such a word in hiragana, which has
# no long vowel of its own ("らーめん"), and the last long vowel, which many leave out ("サーバ").
LONG_VOWEL = re.compile("(?<=[ァ-ヺー])[-‐−―—–─](?=[ァ-ヺ])")
SPOKEN = re.compile("[ぁ-ゖ]+ー[ぁ-ゖー]*")
LAST_LONG_VOWEL = re.compile("(?<=[ァ-ヺー]{3})ー(?![ァ-ヺー])")
KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)}
# Single letters with stops, the last with one or without: "U.S.", "p.m".
INITIALS = re.compile(r"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+\b\.?(?!\w)")
# "e-mail" and "T-shirt", which many write without the hyphen, plain or one that does not break.
LETTER_AND_WORD = re.compile(r"(?<![\w-])([^\W\d_])[-\u2010\u2011](\w{2,})")
# "1,000,000", "1.000", "1'000", "1 000": many write none of the marks. Numbers with a space between
# them may be two ("iPhone 12 128 GB") unless the last is "000". What looks back does so behind the
# first digit: nothing but digits has to be looked at, which takes a quarter of the time.
THOUSANDS = re.compile(
    r"[1-9](?<![\w.,].)(?:\d{0,2}([.,'’])\d{3}(?:\1\d{3})*|(?<!\d .)\d{0,2}(?: \d{3})* 000)"
    r"(?!\1?\d)"
)
QUOTES = "‘’‛′ʼ＇`´"
_SEPARATORS = _Separators({ord(quote): "'" for quote in QUOTES})


def fold(text: str) -> str:
    """Return `text` as it is indexed and asked for: lower case, folded, words apart.

    Any string is accepted; NUL, control characters and lone surrogates become spaces.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = LONG_VOWEL.sub("ー", text)
        text = SPOKEN.sub(lambda match: match[0].translate(KATAKANA), text)
        text = LAST_LONG_VOWEL.sub("", text)
        text = GEMINATE.sub(r"\1\2", text)
    if "." in text:
        text = INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    text = THOUSANDS.sub(lambda number: re.sub(r"\D", "", number[0]), text)
    text = LETTER_AND_WORD.sub(r"\1\2", text)
    text = text.translate(_SEPARATORS).lower()
    return text if text.isascii() else UNSPACED.sub(_pairs, text)


def behind_a_letter(text: str) -> str:
    """Return, folded, the words that `text` writes with a letter and a hyphen before them.

    `fold` takes both for one word; the index has the word alone, too: "mail" finds "e-mail".
    """
    return fold(" ".join(word for _letter, word in LETTER_AND_WORD.findall(text)))


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    pairs = (letters[i : i + 2] for i in range(max(1, len(letters) - 1)))
    return f" {' '.join(pairs)} "


def lone_letter(folded: str) -> str:
    """Return the only letter of a folded text when its script is cut into pairs; else ""."""
    letter = folded.strip()
    return letter if len(letter) == 1 and UNSPACED.match(letter) else ""
