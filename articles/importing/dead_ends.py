"""Links to nowhere that are all of an item: "See also" above names of articles that are not there.

Elsewhere their text is part of what an article says, and stays.
"""

from __future__ import annotations

import re

from ..markup.boilerplate import ELSEWHERE
from . import titles

GONE, END = "\ue002", "\ue003"
_ITEM = re.compile(
    rf"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\*\*)?{GONE}[^{END}]*{END}(?:\*\*)?[ \t.]*(?:\n|\Z)", re.M
)
_SECTION = re.compile(
    r"^(#{1,6}[ \t]+([^\n]*)\n)((?:(?!#{1,6}[ \t])[^\n]*\n)*+(?:(?!#{1,6}[ \t])[^\n]+)?)", re.M
)


def marked(text: str) -> str:
    """Return the text of a link that leads nowhere, to be known until the body is finished."""
    return f"{GONE}{text}{END}"


def removed(body: str) -> str:
    """Return `body` without marks, and without such items below a heading that announces links."""
    if GONE not in body:
        return body
    return _SECTION.sub(_section, body).replace(GONE, "").replace(END, "")


def _section(match: re.Match[str]) -> str:
    if not ELSEWHERE.fullmatch(titles.plain(match[2])):
        return match[0]
    rest = _ITEM.sub("", match[3])
    return "" if rest != match[3] and not rest.strip() else match[1] + rest
