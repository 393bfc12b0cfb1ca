"""Emoji by name (`:rocket:`), as GitHub, Slack and Discourse write them."""

from __future__ import annotations

import re
import unicodedata

_NAME = re.compile(r"(?<![\w:/]):([a-z][a-z0-9_]*|[+-]1):(?![\w:])")
# Those whose name is not the one that Unicode gives.
OTHERS = {
    "+1": "👍", "-1": "👎", "arrow_right": "➡️", "ballot_box_with_check": "☑️", "bangbang": "‼️",
    "bar_chart": "📊", "boom": "💥", "bulb": "💡", "computer": "💻", "construction": "🚧",
    "email": "📧", "exclamation": "❗", "gear": "⚙️", "green_circle": "🟢", "heart": "❤️",
    "heavy_check_mark": "✔️", "information_source": "ℹ️", "mag": "🔍", "memo": "📝", "100": "💯",
    "no_entry": "⛔", "pencil2": "✏️", "phone": "☎️", "point_right": "👉", "pushpin": "📌",
    "question": "❓", "red_circle": "🔴", "slightly_smiling_face": "🙂", "smile": "😄",
    "smiley": "😃", "star": "⭐", "tada": "🎉", "thumbsdown": "👎", "thumbsup": "👍",
    "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "wink": "😉", "x": "❌", "zap": "⚡",
}  # fmt: skip


def convert(text: str) -> str:
    """Return `text` with the emoji themselves; a name that is none of them stays."""
    return _NAME.sub(lambda match: _emoji(match[1]) or match[0], text)


def _emoji(name: str) -> str:
    if name in OTHERS:
        return OTHERS[name]
    try:
        letter = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
    return letter if unicodedata.category(letter) == "So" else ""
