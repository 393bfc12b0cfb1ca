"""What staff tell the search and ask of it, one subject per module.

Importing this package registers everything.
"""

from . import articles, asked, golden, pins, synonyms

__all__ = ["articles", "asked", "golden", "pins", "synonyms"]
