"""What is known about the words of all published articles, and what visitors asked.

`search_lexemecount` is a ledger: a trigger on the passages appends what each statement added (+) or
took away (-), so two publishers never wait for one another's row. How many passages hold a lexeme
is the sum of its rows. The row of the empty lexeme counts the passages themselves and their words.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class LexemeCount(models.Model):
    """A change of the number of passages that hold a lexeme, or the sum of many changes."""

    locale = models.CharField(max_length=10)
    lexeme = models.TextField(blank=True)
    passages = models.IntegerField()
    words = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["locale", "lexeme"],
                include=["passages", "words"],
                name="counts_of_a_lexeme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lexeme} ({self.locale}): {self.passages:+}"


class KnownTitle(models.Model):
    """A title that an article was published under, as its lexemes in order (see titles.py)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    locale = models.CharField(max_length=10)
    key = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "key", "article"], name="one_row_per_known_title"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale})"


class SurfaceWord(models.Model):
    """A word as articles write it, in lower case, with what is left of it without any one letter.

    A trigger adds the words of every new passage (migration 0003). None is ever taken away: how
    many passages hold a word is said by the ledger, and a word may stand here twice.
    """

    word = models.TextField()
    deletions = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="surface_words"),
            GinIndex(fields=["deletions"], name="words_by_deletion"),
        ]

    def __str__(self) -> str:
        return self.word


class AskedQuestion(models.Model):
    """How often a question was asked on one day; nothing says by whom."""

    locale = models.CharField(max_length=10)
    day = models.DateField()
    text = models.CharField(_("question"), max_length=200)
    times = models.PositiveIntegerField()
    results = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "text", "day"], name="one_row_per_question_and_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["locale", "text"],
                opclasses=["varchar_ops", "varchar_pattern_ops"],
                name="questions_by_beginning",
            ),
            models.Index(fields=["-day", "-times"], name="questions_by_day"),
        ]

    def __str__(self) -> str:
        return self.text
