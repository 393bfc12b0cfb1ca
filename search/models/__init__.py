"""What the search keeps: what it knows about words, and what staff tell it about questions."""

from .asked import AskedQuestion, IgnoredQuestion
from .golden import GoldenQuery
from .pins import PinnedQuestion
from .statistics import LexemeCount
from .synonyms import Synonym, SynonymSet
from .words import KnownTitle, SurfaceWord, TitlePlace

__all__ = [
    "AskedQuestion",
    "GoldenQuery",
    "IgnoredQuestion",
    "KnownTitle",
    "LexemeCount",
    "PinnedQuestion",
    "SurfaceWord",
    "Synonym",
    "SynonymSet",
    "TitlePlace",
]
