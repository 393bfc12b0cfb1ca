"""What the search keeps: what it knows about words, and what staff tell it about questions."""

from .golden import GoldenQuery
from .pins import PinnedQuestion
from .statistics import LexemeCount
from .synonyms import Synonym, SynonymSet

__all__ = ["GoldenQuery", "LexemeCount", "PinnedQuestion", "Synonym", "SynonymSet"]
