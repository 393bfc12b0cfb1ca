"""The marks that a card has around what matches."""

from search.matching import END, START


def plain(text: str) -> str:
    """Return `text` without marks."""
    return text.replace(START, "").replace(END, "")
