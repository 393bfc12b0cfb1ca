"""Where `*` begins and ends emphasis, beside Chinese, Japanese and Korean, too.

CommonMark takes `**「設定」**を開く` for text: inside of `**` stands a mark of punctuation, and
outside no space. These languages have none between words. Here their punctuation counts as letters
and their letters as spaces, as https://github.com/tats-u/markdown-cjk-friendly has it; all other
text is read as before.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import emphasis
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

SPACE, PUNCTUATION, WIDE, LETTER = "space", "punctuation", "wide", "letter"


def stars(state: StateInline, silent: bool) -> bool:
    """Note a run of `*` that may begin or end emphasis; markdown-it pairs them and reads `_`."""
    start = end = state.pos
    if silent or state.src[start] != "*":
        return emphasis.tokenize(state, silent)
    while end < state.posMax and state.src[end] == "*":
        end += 1
    before = _kind(state.src[start - 1] if start else " ")
    after = _kind(state.src[end] if end < state.posMax else " ")
    opens = after != SPACE and (after != PUNCTUATION or before != LETTER)
    closes = before != SPACE and (before != PUNCTUATION or after != LETTER)
    for _star in range(start, end):
        state.push("text", "", 0).content = "*"
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), end - start, token, -1, opens, closes))
    state.pos = end
    return True


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    code = ord(character)
    if isWhiteSpace(code):
        return SPACE
    width, category = unicodedata.east_asian_width(character), unicodedata.category(character)
    if width in ("W", "F", "H") and category not in ("So", "Sk"):  # those are emoji
        return WIDE
    return PUNCTUATION if isMdAsciiPunct(code) or isPunctChar(character) else LETTER
