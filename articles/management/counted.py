"""How commands say a number of things."""

from __future__ import annotations


def counted(number: int, thing: str, things: str = "") -> str:
    """Return `1 article` or `2 articles`; `things` is for words with a plural of another kind."""
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"
