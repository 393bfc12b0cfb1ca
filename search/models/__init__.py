"""What the search keeps: what it knows about words, and what staff tell it about questions."""

from .asked import AskedQuestion
from .golden import GoldenQuery
from .pins import PinnedQuestion
from .statistics import LexemeCount
from .synonyms import Synonym, SynonymSet
from .words import KnownTitle, SurfaceWord, TitlePlace

__all__ = [
    "AskedQuestion",
    "GoldenQuery",
    "KnownTitle",
    "LexemeCount",
    "PinnedQuestion",
    "SurfaceWord",
    "Synonym",
    "SynonymSet",
    "TitlePlace",
]
