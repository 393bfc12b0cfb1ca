"""Keeps code out of reach of everything that converts text.

Fenced and indented code and code spans are replaced by one private-use mark each, and come back
unchanged at the end. A block parse of CommonMark says what code is, so that text in a list that is
merely indented is not taken for code (1,229 articles: 1 s).
"""

from __future__ import annotations

import re
import textwrap

from markdown_it import MarkdownIt

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_BLOCKS = MarkdownIt("commonmark", {"html": True}).enable("table").disable("inline")
_PREFIX = re.compile(r"(?:[ \t>]|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_TICKS = re.compile(r"\\`|`+|\n[ \t>]*\n")


class HiddenCode:
    """Pieces of code taken out of one text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def keep(self, piece: str) -> str:
        """Return the mark that stands for `piece`."""
        self.pieces.append(piece)
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def restore(self, text: str) -> str:
        """Return `text` with the code in its places, also code inside of kept code."""
        return MARK.sub(lambda mark: self._piece(int(mark[1])), text) if OPEN in text else text

    def _piece(self, number: int) -> str:
        piece = self.pieces[number]
        return piece if PRIVATE_USE.fullmatch(piece) else self.restore(piece)

    def indent(self, line: str, prefix: str) -> None:
        """Put `prefix` before the lines of the fences that stand in `line`, but their first."""
        for number in map(int, MARK.findall(line)):
            first, _newline, rest = self.pieces[number].partition("\n")
            if rest and _FENCE.match(first):
                self.pieces[number] = f"{first}\n{textwrap.indent(textwrap.dedent(rest), prefix)}"

    def hide(self, text: str) -> str:
        """Return `text` with a mark for each piece of code, and without private-use characters."""
        return self.hide_more(PRIVATE_USE.sub("", text))

    def hide_all(self, text: str) -> str:
        """Like `hide`, but a private-use character is kept, as `restore` must return all."""
        return self.hide_more(PRIVATE_USE.sub(lambda match: self.keep(match[0]), text))

    def hide_more(self, text: str) -> str:
        """Hide the code of text that was put in since, beside marks that are there."""
        if "`" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
            return text
        return self._hide_spans(self._hide_blocks(text))

    def _hide_blocks(self, text: str) -> str:
        lines = text.split("\n")
        result: list[str] = []
        done = 0
        for token in _BLOCKS.parse(text):
            if token.type not in ("fence", "code_block") or token.map is None:
                continue
            start, end = token.map
            if start < done:
                continue
            while end > start + 1 and not lines[end - 1].strip():
                end -= 1
            result += lines[done:start]
            first = lines[start]
            marker = first.find(token.markup) if token.type == "fence" else -1
            at = marker if marker >= 0 else _PREFIX.match(first).end()  # type: ignore[union-attr]
            result.append(first[:at] + self.keep("\n".join([first[at:], *lines[start + 1 : end]])))
            done = end
        return "\n".join([*result, *lines[done:]])

    def _hide_spans(self, text: str) -> str:
        """Hide code spans; one opens with a run of backticks and ends with the next equal run."""
        runs = [run for run in _TICKS.finditer(text) if not run[0].startswith("\\")]
        ends = _matching(runs)
        result: list[str] = []
        done = index = 0
        while index < len(runs):
            end = ends[index]
            if end is None:
                index += 1
                continue
            result.append(text[done : runs[index].start()])
            done = runs[end].end()
            result.append(self.keep(text[runs[index].start() : done]))
            index = end + 1
        return "".join(result) + text[done:]


def _matching(runs: list[re.Match[str]]) -> list[int | None]:
    """For each run of backticks the index of the next equal run in its paragraph, or None."""
    following: dict[int, int] = {}
    result: list[int | None] = [None] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        if not runs[index][0].startswith("`"):
            following.clear()
            continue
        length = len(runs[index][0])
        result[index] = following.get(length)
        following[length] = index
    return result


def fence_after(line: str, fence: str) -> str:
    """Return the fence that is open behind `line`."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence)
    return "" if closes and line.strip(" \t>") == match[1] else fence
